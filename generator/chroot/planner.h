/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the steps of planning share. Nothing outside of chroot/ includes this. */

#include "chroot/binds.h"
#include "chroot/chroot.h"
#include "chroot/root.h"

typedef struct ChrootPlanner {
        Arena *arena;
        Machine *machine;
        const Matchable *matchable;
        const Unit *unit;
        const Wish *wish;
        const Plan *plan;
        UnitRoot root;
        OwnBinds binds;
        ChrootPlan *ret;
} ChrootPlanner;

/* Notes something about the unit, at a line of its files (NULL: none). Valid until the next one. */
ChrootNote *chroot_note(ChrootPlanner *p, int level, const UnitLine *at, const char *format, ...) _printf_(4, 5);

/* waits.c: what the unit waits for. Returns false if it cannot wait: then it gets nothing. */
bool plan_waits(ChrootPlanner *p);
void forget_wait(ChrootPlanner *p, const char *path);

/* files.c: the files that it gets; resolv.c: /etc/resolv.conf among them. */
void plan_files(ChrootPlanner *p);
void plan_resolv(ChrootPlanner *p);
/* Adds a line of [Service] for [Chroot]; @value NULL: the bind of /etc/resolv.conf. */
void chroot_add(ChrootPlanner *p, const char *key, const char *value);
