/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What a change of policies does: the plans of all units before and after it, compared. What differs takes effect at
 * the next restart of the unit, and some options at the daemon-reload already.
 */

#include "context.h"
#include "json.h"

typedef struct SnapshotLine {
        const Option *option;
        const char *value;
} SnapshotLine;

typedef struct SnapshotUnit {
        const char *name;
        VEC(SnapshotLine) lines;
} SnapshotUnit;

typedef struct Snapshot {
        VEC(SnapshotUnit) units; /* sorted by name */
} Snapshot;

typedef struct EffectReload {
        const char *unit;
        Strv options;
} EffectReload;

typedef struct Effect {
        Strv units;                   /* whose plan differs */
        VEC(EffectReload) at_reload;  /* those of them that do not wait for the restart, with the options */
        bool reloaded;                /* by effect_apply() */
        Strv restarted, failed;
} Effect;

/* Plans all units with the policies that are there now. @m gets what is wrong with them. Returns EXIT_FINE, or
 * EXIT_FAILED after a message. */
int snapshot_take(Context *c, Messages *m, Snapshot *ret);
void effect_compare(Context *c, const Snapshot *before, const Snapshot *after, Effect *ret);

/* Whether --reload and --restart make sense here. Returns EXIT_FINE, or EXIT_USAGE after a message. */
int effect_check_options(Context *c);
/* What was asked for by --reload (@reload) and --restart. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int effect_apply(Context *c, Effect *e, bool reload);

/* Says on stdout which units are concerned, when, and what to type; or adds the same to an open object. */
void effect_print(Context *c, const Effect *e);
void effect_json(Json *j, const Effect *e);
