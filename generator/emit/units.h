/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* All units of a machine, one after the other: which ones policies reach, and the plan of each. */

#include "chroot/chroot.h"

typedef struct UnitPlan {
        const Unit *unit;
        const Plan *plan;          /* NULL: the unit is left alone, and @left_alone says why */
        const ChrootPlan *chroot;  /* likewise */
        const char *left_alone;
        bool hides_template;       /* an instance whose plan differs from that of its template */
        bool is_templates;         /* an instance whose template's drop-in serves it too */
} UnitPlan;

/* Called for each unit that a policy matches. What @p holds is gone after the call. */
typedef void (*UnitPlanFunc)(Arena *scratch, const UnitPlan *p, void *userdata);

typedef enum PlanFlags {
        PLAN_INCLUDE_PLAN = 1 << 0, /* policies of Mode=plan count too */
        PLAN_EXPLAIN = 1 << 1,      /* reasons are wanted in words */
} PlanFlags;

/* Plans these units alone (canonical names), the order as given. */
void plan_some_units(UnitIndex *x, const Target *t, const PolicySet *set, PlanFlags flags, Messages *m,
                     const Strv *names, UnitPlanFunc func, void *userdata);

/* Plans all units, in the order of their names. A unit that cannot be read is told to @m and left out. */
void plan_units(UnitIndex *x, const Target *t, const PolicySet *set, PlanFlags flags, Messages *m, UnitPlanFunc func,
                void *userdata);
