/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What "status" knows of one unit: its plan, what PID 1 has loaded, and what its main process was started with. */

#include <stdint.h>

#include "context.h"
#include "unit/unit.h"

#define GENERATOR_DIRECTORY "/run/systemd/generator"

typedef enum StatusState {
        STATE_NONE,       /* nothing runs below this root */
        STATE_UNKNOWN,    /* the manager, or /proc, does not tell us */
        STATE_ENFORCED,
        STATE_RELOAD,
        STATE_RESTART,
        STATE_PLAN,
        STATE_EXEMPT,
        STATE_WAITING,
        STATE_OVERRIDDEN,
        STATE_NO_POLICY,  /* these only for units that were asked for */
        STATE_PROTECTED,
        STATE_NOTHING,
        STATE_MASKED,
        _STATES,
} StatusState;

/* An emitted line of the plan. */
typedef struct StatusLine {
        const Option *option;
        const char *value;
} StatusLine;

/* What of the unit's own files matters when its process is looked at. */
typedef struct StatusOwn {
        bool filters[OPTIONS_N]; /* options of the unit that make filters of system calls */
        bool chrooted, privileged, user_namespace, private_mounts;
} StatusOwn;

typedef struct StatusUnit {
        const char *name;
        Strv policies;           /* files */
        const char *dropin;      /* below a generator's directory, of the unit or its template */
        const char *text;        /* of the drop-in as the generator would write it; NULL: it writes none */
        const char *planned;     /* the same with policies of Mode=plan, for STATE_PLAN */
        VEC(StatusLine) lines;
        StatusOwn own;
        bool binds_resolv;       /* a bind of /etc/resolv.conf that must be there */
        Strv waits;              /* paths */
        /* what PID 1 and /proc say */
        StatusState state;
        const char *detail;      /* the file, or the reason */
        Strv options;            /* that a restart changes, or that are overridden */
        Strv unseen;             /* planned, and a process does not show whether it has them */
        bool loaded, is_known, active;
        int before, after;       /* exposures in tenths; -1: unknown */
} StatusUnit;
typedef VEC(StatusUnit) StatusUnits;

/* status-units.c: all units that have a plan or are exempt, and what stands in the generator's directory. */
int status_units(Context *c, StatusUnits *ret);
/* One that is not among these, and why. */
void status_other_unit(Context *c, const char *name, StatusUnit *ret);

/* status-state.c: puts the instances that are loaded in the place of their templates. */
void status_instances(Context *c, StatusUnits *units);
/* Fills in the states. */
void status_states(Context *c, StatusUnits *units);

/* status-loaded.c: whether PID 1 has loaded what the generator would write now. Returns 0 or a negative errno. */
int status_compare_loaded(Context *c, StatusUnit *u, bool *ret_reload);
/* Adds the options that a reload changes. False: it changes nothing of the drop-in. */
bool status_add_changes(Context *c, StatusUnit *u);

/* started.c: the options of the plan that the process @pid was not started with, as far as can be told, and those of
 * which nothing can be told. @ret_unreadable: for want of rights something could not be looked at. */
void started_without(Context *c, const StatusUnit *u, pid_t pid, Strv *ret, Strv *ret_unseen, bool *ret_unreadable);
