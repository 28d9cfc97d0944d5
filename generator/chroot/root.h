/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The root that a service has: what can be known of it before it is there (wait.md, sections 4 and 5). */

#include "plan/plan.h"

typedef enum RootKind {
        ROOT_NONE,      /* the host's own */
        ROOT_EMPTY,     /* empty by construction: a file system in memory, the unit's own RuntimeDirectory= */
        ROOT_TREE,      /* a directory, to be looked into */
        ROOT_UNKNOWN,   /* comes later, lies behind a mount point, or is an image */
        ROOT_READ_ONLY, /* an image in which no mount point can be made */
        ROOT_MISSING,   /* a directory or image that is not there, and nothing says that it comes */
} RootKind;

typedef struct UnitRoot {
        RootKind kind;
        const char *option, *path;  /* what gives it, and the directory or image */
        const UnitLine *line;       /* NULL: the plan, not the unit */
        Root tree;                  /* ROOT_TREE; its descriptor is ours to close */
        bool etc_is_empty;          /* ROOT_TREE: a file system in memory covers its /etc */
} UnitRoot;

void unit_root_find(Arena *a, const Machine *machine, const Unit *u, const Plan *plan, UnitRoot *ret);
void unit_root_done(UnitRoot *r);
#define _cleanup_unit_root_ _cleanup_(unit_root_done)

/* Whether @path is in the tree, links followed as in the service. Behind a mount point: yes. */
bool unit_root_has(const UnitRoot *r, const char *path);
/* The same, but not what is empty: systemd leaves mount points like that in a tree. */
bool unit_root_fills(Arena *a, const UnitRoot *r, const char *path);
/* Whether no mount point can be made in the tree's /etc: its file system is read-only, and stays so. */
bool unit_root_is_read_only(Arena *a, const Machine *machine, const UnitRoot *r);
/* Whether /etc/resolv.conf in the tree is a link with more ".." in it than there are directories above it. */
bool unit_root_link_climbs(Arena *a, const UnitRoot *r);
