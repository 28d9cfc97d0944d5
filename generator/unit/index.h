/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What units there are: the names in the unit search path, before any file is opened. It knows
 * precedence, masks, aliases and instances (systemd.unit(5)), and where drop-in directories are.
 */

#include "base/message.h"
#include "base/root.h"

#define UNITS_MAX 65536

typedef struct UnitDir {
        const char *path;
        bool admin;     /* files in it are the admin's word, not the vendor's */
        bool transient; /* made by systemd-run and its like, gone tomorrow */
} UnitDir;

typedef enum UnitState {
        UNIT_FILE,     /* has a fragment in @dir */
        UNIT_LINKED,   /* its fragment is a link of the same name to elsewhere */
        UNIT_ALIAS,    /* another name of @target */
        UNIT_MASKED,   /* a link to /dev/null */
        UNIT_INSTANCE, /* no fragment of its own: an enablement link or a drop-in directory names it */
} UnitState;

typedef struct IndexUnit {
        const char *name;
        UnitState state;
        size_t dir;         /* of the fragment: place in UnitIndex.dirs */
        const char *target; /* of an alias: the other name; of a link: where it leads */
} IndexUnit;

typedef VEC(IndexUnit) IndexUnits;

typedef struct DropinDir {
        const char *name; /* of the unit or prefix, without ".d" */
        size_t dir;
        bool listed;
        Strv files; /* sorted names of its *.conf */
} DropinDir;

typedef struct UnitIndex {
        const Root *root;
        Arena *arena;
        VEC(UnitDir) dirs;            /* in the order of precedence */
        IndexUnits services;          /* sorted by name, each name once */
        IndexUnits sockets;           /* likewise */
        struct SocketFacts *socket_facts; /* one for each socket, read when first asked for: plan/sockets.c */
        VEC(DropinDir) dropins;       /* of services and sockets, sorted by name, then by precedence */
        VEC(const IndexUnit *) aliases; /* sorted by target */
        Strv unlisted;                /* enablement directories that cannot be listed, each with the reason */
} UnitIndex;

/* Lists the unit search path. Returns 0, -E2BIG for more than UNITS_MAX units, or a negative errno. */
int index_load(const Root *root, Arena *a, UnitIndex *ret);

const IndexUnit *index_find_service(const UnitIndex *x, const char *name);
const IndexUnit *index_find_socket(const UnitIndex *x, const char *name);

/* The unit that @name means: follows aliases, up to a masked one. NULL: there is none. */
const IndexUnit *index_resolve(const UnitIndex *x, const char *name);

/* The names besides @name that lead to it, the most direct first. */
void index_aliases(const UnitIndex *x, Arena *a, const char *name, Strv *ret);

typedef struct DropinFile {
        const char *name;
        const DropinDir *dir;
} DropinFile;
typedef VEC(DropinFile) DropinFiles;

/* The drop-ins of a unit and its aliases as systemd reads them: sorted by name, of several of one
 * name the first in precedence. Returns 0 or a negative errno. */
int index_dropins(UnitIndex *x, Arena *a, const char *name, const Strv *aliases, DropinFiles *ret);
