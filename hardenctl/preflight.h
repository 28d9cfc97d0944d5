/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the running processes of a service do that its plan forbids, as far as /proc shows it: nothing is restarted or
 * traced. What the unit's own files forbid already is not looked at, since the service bears it.
 */

#include "context.h"
#include "in-force.h"
#include "json.h"

/* One thing that a process does. */
typedef struct Evidence {
        pid_t pid;
        const char *command; /* as the kernel names the process */
        const char *what;    /* as in "holds /opt/x open for writing" */
} Evidence;

/* All evidence that one exemption would answer. */
typedef struct Finding {
        const char *setting;   /* Option=value as it would be in force */
        const Option *option;  /* of the plan */
        PlanSources sources;   /* the lines of policies that ask for it */
        const char *exemption; /* a command, or a line of a policy */
        VEC(Evidence) evidence;
} Finding;

typedef struct Preflight {
        const char *unit;
        size_t processes;
        VEC(Finding) findings;
        Strv unknown; /* what of the plan /proc does not show */
} Preflight;
typedef VEC(Preflight) Preflights;

/* Why preflight cannot look at processes here, as a text; NULL: it can. */
const char *preflight_obstacle(Context *c);

/* Looks at the running processes of @p->unit; @p->plan is not NULL. Without processes, @ret->processes is 0. */
void preflight_unit(Context *c, const UnitPlan *p, Preflight *ret);

/* The same for these units (canonical names) with the policies @set. A unit that does not run or has no plan is left
 * out. */
void preflight_units(Context *c, const PolicySet *set, PlanFlags flags, const Strv *units, Preflights *ret);

/* For verbs that only mention it: the units, or none where preflight cannot look, with the policies that are there now
 * and are in force. */
void preflight_beside(Context *c, const Strv *units, Preflights *ret);

/* preflight-show.c */
void preflight_print(Context *c, const Preflights *all);
void preflight_json(Json *j, const Preflights *all);
size_t preflight_count(const Preflights *all);

/* One line for each unit with findings. */
void preflight_mention(const Preflights *all);
/* How many there are of @unit; -1: it was not looked at. */
long long preflight_count_of(const Preflights *all, const char *unit);
