/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Finds the guilty lines of a plan by restarting the service with parts of it. Only experiment*.c include this. */

#include "parts.h"
#include "watch.h"
#include "why.h"

/* One option, with all its lines. */
typedef struct Group {
        const Option *option;
        Strv values;
} Group;

typedef struct Experiment {
        const Explanation *explanation;
        Context *context;
        Arena *arena;
        Trial trial;
        Watch watch;
        Strv fixed;             /* options that stay though they may be guilty */
        Text always;            /* the lines that only open, and those that have left their traces already */
        VEC(Group) groups;      /* the rest */
        bool *in, *guilty;      /* of the groups: those that are in doubt, and that are found */
        const bool *with;       /* groups that stand beside the parts of one that is looked into; NULL: none */
        Parts parts;
        unsigned restarts, seconds_to_start;
        Suspects found;
        Case first;             /* what the journal said when it failed with all of it */
        Failure failure;
} Experiment;

/* experiment-run.c: takes the lines as they are loaded: the policies may say something else by now. */
void experiment_take_loaded(Experiment *x);
/* Restarts it with the lines @lines, and those that stay always. 1: it fails; 0: it works; or a negative errno. */
int experiment_restart(Experiment *x, const char *lines);
/* The same with the marked groups, and with the marked parts beside the groups of @x->with (BisectTest). */
int experiment_groups(void *experiment, const bool *in);
int experiment_parts(void *experiment, const bool *in);
/* @n marks. */
bool *experiment_marks(const Experiment *x, size_t n, bool value);

/* experiment-search.c: finds what is guilty until it works with all that is left. 0, 1 if there may be more, or a
 * negative errno. */
int experiment_search(Experiment *x);
