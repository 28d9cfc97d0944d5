/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What a change of policies does: all that is emitted before and after it, compared. What differs takes effect at
 * the next restart of the unit, some options at the daemon-reload already, and a wait when the unit is started the
 * next time.
 */

#include "json.h"
#include "snapshot.h"

typedef struct EffectDetail {
        const char *unit;
        Strv what;
} EffectDetail;
typedef VEC(EffectDetail) EffectDetails;

typedef struct Effect {
        Strv units;                     /* that change at their next restart */
        EffectDetails at_reload;        /* those of them that change at the daemon-reload already, and options */
        EffectDetails waits, no_waits;  /* services and sockets that begin and end to wait, and paths */
        Strv added, changed, removed;   /* the units that make them wait, and follow files */
        bool reloaded;                  /* by effect_apply() */
        Strv restarted, failed;
} Effect;

void effect_compare(Context *c, const Snapshot *before, const Snapshot *after, Effect *ret);

/* Whether --reload and --restart make sense here. Returns EXIT_FINE, or EXIT_USAGE after a message. */
int effect_check_options(Context *c);
/* What was asked for by --reload (@reload) and --restart. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int effect_apply(Context *c, Effect *e, bool reload);

/* The services that a restart of those that change means: instances that are loaded in the place of a template. */
void effect_restartable(Context *c, const Effect *e, Strv *ret);

/* Says on stdout which units are concerned, when, and what to type; or adds the same to an open object. */
void effect_print(Context *c, const Effect *e);
void effect_json(Json *j, const Effect *e);
