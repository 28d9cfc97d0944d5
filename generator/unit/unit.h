/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * One service as its files make it: fragment and drop-ins in systemd's order, each line with its file,
 * and whose word that file is.
 */

#include "option/option.h"
#include "unit/index.h"

#define DROPIN_NAME "45-hardening.conf"
#define UNIT_FILE_MAX (4U * 1024U * 1024U)

typedef struct UnitSource {
        const char *path;
        bool admin;
        bool after; /* a drop-in that sorts after ours */
} UnitSource;

typedef struct UnitLine {
        const char *key; /* as it stands there */
        const char *value;
        const UnitSource *source;
        unsigned line;
        struct UnitLine *next;
} UnitLine;

/* What of a unit matters besides the options of the table. */
typedef enum UnitFact {
        FACT_TYPE,
        FACT_EXEC_START,
        FACT_EXEC_OTHER,
        FACT_BUS_NAME,
        FACT_WORKING_DIRECTORY,
        FACT_ROOT_IMAGE,
        FACT_ROOT_IMAGE_OPTIONS,
        FACT_BEFORE,
        FACT_STANDARD_IO,
        FACT_ENVIRONMENT_FILE,
        FACT_PID_FILE,
        FACT_DELEGATE,
        FACT_DEFAULT_DEPENDENCIES,
        FACT_SELINUX_CONTEXT,
        FACT_APPARMOR_PROFILE,
        FACT_CPU_SCHEDULING_POLICY,
        FACT_SOCKETS,
        FACT_MOUNT_FLAGS,
        FACT_MOUNTS, /* other keys that give a mount namespace */
        FACT_WATCHDOG,
        FACT_FD_STORE,
        _FACT_MAX,
} UnitFact;

typedef struct Unit {
        const char *name;  /* the canonical one */
        Strv aliases;
        const char *fragment; /* path, NULL: none that we can read */
        bool transient;
        bool masked;
        const char *occupied; /* a file DROPIN_NAME that applies already */
        VEC(UnitSource *) sources;
        UnitLine **first, **last; /* by slot: options by their index, then facts */
} Unit;

/* Reads @name (canonical; instances take their template's fragment). A unit without a fragment, or with
 * one that is a link to where we do not read, has its drop-ins only. Returns 0, or a negative errno after
 * a message: then nothing can be said about the unit. */
int unit_load(UnitIndex *x, Arena *a, Messages *m, const char *name, Unit *ret);

/* The lines of an option or fact, in systemd's order; NULL: none. */
const UnitLine *unit_option(const Unit *u, const Option *o);
const UnitLine *unit_fact(const Unit *u, UnitFact fact);
/* The value of the last line, NULL if there is none or it is empty. */
const char *unit_last(const Unit *u, UnitFact fact);
const char *unit_last_option(const Unit *u, const Option *o);

/* Whether what the unit's own value is can be known (else only what cannot loosen may be added). */
static inline bool unit_is_known(const Unit *u) {
        return u->fragment && !u->transient;
}
