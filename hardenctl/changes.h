/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the generator has written for the running manager, against what it would write now. */

#include "context.h"

typedef struct Change {
        const char *path;         /* below the generator's directory */
        const char *unit;         /* whose drop-in or fragment it is */
        const char *before, *after; /* NULL: there is none */
        Strv at_reload, at_start; /* the options that differ, by when they act */
} Change;
typedef VEC(Change) Changes;

/* The directory in which the generator's files are, as seen in the root. */
#define GENERATED "/run/systemd/generator"

/* All files that differ, sorted by path; with @units those alone that are of these units, and of their sockets.
 * Returns EXIT_FINE, or EXIT_FAILED after a message. */
int changes_find(Context *c, const Strv *units, Changes *ret);
