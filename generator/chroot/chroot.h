/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What [Chroot] and [Wait] do for one unit (design.md section 6, wait.md): the binds that it gets, and the paths
 * that it waits for. Whether /etc/resolv.conf has a mirror is known only when all units are planned; until
 * then the bind of it is a line of its own kind.
 */

#include "plan/plan.h"

#define RESOLV_CONF "/etc/resolv.conf"
#define MIRROR "/run/hardening" RESOLV_CONF
#define WAIT_PATHS_MAX 16 /* each costs PID 1 an inotify instance, of which root has 128 */

typedef struct ChrootLine {
        const char *key, *value; /* value NULL: the bind of /etc/resolv.conf, from its mirror or itself */
        PlanSources sources;
} ChrootLine;

typedef struct ChrootWait {
        const char *path;
        PlanSources sources;
} ChrootWait;

/* Something to tell about the unit. */
typedef struct ChrootNote {
        int level; /* LOG_ERR: it gets nothing of the sections; LOG_WARNING; LOG_DEBUG: the reason of something */
        const char *file;
        unsigned line;
        const char *text;
        bool stale; /* the unit keeps a bind of its own, whose content nobody asked to go stale */
} ChrootNote;

typedef struct ChrootPlan {
        VEC(ChrootLine) lines;  /* of [Service], in this order, before those of the plan */
        VEC(ChrootWait) waits;  /* in the order of their escaped names */
        Strv sockets;           /* those that activate a unit that waits: they wait, too */
        bool mirror;            /* wants /etc/resolv.conf to follow */
        bool restart;           /* is restarted when it changes */
        PlanSources sources;    /* of [Chroot] */
        VEC(ChrootNote) notes;
} ChrootPlan;

static inline bool chroot_plan_is_empty(const ChrootPlan *c) {
        return c->lines.n == 0 && c->waits.n == 0 && !c->mirror;
}

/* Whether the same is emitted for both. */
bool chroot_plans_are_equal(const ChrootPlan *a, const ChrootPlan *b);

/* @plan: what the rest of the policies makes of the unit. What @ret holds lives in @a. */
void chroot_plan_make(Arena *a, Machine *machine, const Matchable *m, const Wish *w, const Plan *plan, ChrootPlan *ret);
