/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What is not there when the generator runs, and will be when the service starts. */

#include "plan/plan.h"

/* RuntimeDirectory=, StateDirectory= or another of the unit, or of the plan for it, that @path is or lies below:
 * systemd makes it when the unit starts. NULL: none. */
const Option *own_directory(Arena *a, const Unit *u, const Plan *plan, const char *path);

/* Whether @path is the very place of a RuntimeDirectory=. */
bool is_runtime_directory(Arena *a, const Unit *u, const Plan *plan, const char *path);

/* Whether @path may come after the generator: below /run or /tmp, in a directory of the unit's own, below a mount
 * point of /etc/fstab or of a mount unit. */
bool comes_later(Arena *a, const Machine *machine, const Unit *u, const Plan *plan, const char *path);

/* Whether /etc/fstab has the root file system, and not as a read-only one: systemd-remount-fs.service(8). */
bool root_is_remounted(Arena *a, const Root *root);

/* Whether PID 1 has the root file system read-only: 1, 0, or a negative errno if that cannot be known. From systemd 257
 * on generators run where all of it is read-only, so what they see themselves says nothing. */
int root_is_mounted_read_only(Arena *a, const Root *root);
