/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What stands in systemd's groups of system calls, as the installed systemd-analyze tells it. */

#include "base/arena.h"

/* All system calls of @group ("@mount"), those of the groups in it too; the name itself if it is none. */
void syscalls_expand(Arena *a, const char *group, Strv *ret);

/* Whether @name, a system call, is @group or one of it. */
bool syscalls_has(Arena *a, const char *group, const char *name);

/* Whether these lines of SystemCallFilter= deny the system call. */
bool syscalls_deny(Arena *a, const Strv *lines, const char *name);

/* The name of a number in the kernel's log; NULL: unknown. @architecture: AUDIT_ARCH_*. */
const char *syscall_name(Arena *a, unsigned architecture, int number);
