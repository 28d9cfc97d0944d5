/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* All that the generator would emit for this machine, as it is to be read: without the comments. */

#include "context.h"

typedef struct SnapshotFile {
        const char *path;
        const char *unit;  /* whose drop-in it is; NULL: a unit of its own, of the name @path */
        Strv lines;        /* sections and assignments */
} SnapshotFile;

typedef struct Snapshot {
        VEC(SnapshotFile) files; /* sorted by path */
} Snapshot;

/* Plans all units with the policies that are there now. @m gets what is wrong with them. Returns EXIT_FINE, or
 * EXIT_FAILED after a message. */
int snapshot_take(Context *c, Messages *m, Snapshot *ret);

/* The drop-in that is in force for @unit: its own, for an instance else that of its template. NULL: none. */
const SnapshotFile *snapshot_dropin(Context *c, const Snapshot *s, const char *unit);
