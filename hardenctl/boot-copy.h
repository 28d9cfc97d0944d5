/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Boots a copy of a system of which nothing remains: its files below an overlay in memory, in a container without
 * network or devices (systemd-nspawn). All of it lives in a mount namespace of a process that ends with this one.
 */

#include "base/arena.h"

typedef struct CopyFile {
        const char *dir, *name, *text;
} CopyFile;

typedef struct BootCopy {
        const char *root;        /* of the system that is copied */
        const char *unit;        /* a service of the files, which is started at the end of the boot and ends it */
        VEC(CopyFile) files;     /* what the copy has besides */
        const char *result;      /* the path of the file that tells how it was */
        unsigned seconds;        /* at most; 0: only what makes the copy, to see whether it can be had */
} BootCopy;

/* Returns 0 and the text of the result, or a negative errno and what cannot be done here, in words; -EINTR: a signal
 * came. */
int boot_copy(Arena *a, const BootCopy *b, const char **ret);
