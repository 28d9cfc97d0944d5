/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* All there is to say about one unit: its files, the policies that match it, each option that one of them concerns. */

#include "context.h"
#include "in-force.h"

typedef struct ExplainedPolicy {
        const Policy *policy;
        Match match;
        bool dropped; /* by a later one of Mode=off */
} ExplainedPolicy;

typedef VEC(const PlanLine *) PlanLineRefs;

typedef struct ExplainedOption {
        const Option *option;
        InForce now, own;          /* with the plan, and without it */
        WishLines wished;          /* of all policies, those of Mode=plan too */
        PlanLineRefs emitted, withheld;
        PlanLineRefs planned;      /* would be emitted without Mode=plan */
} ExplainedOption;

/* A line of [Chroot] or [Wait] as it is emitted. */
typedef struct ExplainedLine {
        const char *key, *value;
        PlanSources sources;
} ExplainedLine;

typedef struct Explanation {
        Context *context;
        Arena *arena;
        const Unit *unit;
        Matchable matchable;
        Wish wish;
        const UnitPlan *plan;      /* what is emitted; NULL: nothing, and @unhardened says why */
        const char *unhardened;
        const char *copy_of;       /* the vendor's fragment of the same text, which that in /etc hides */
        const char *hides;         /* the same, of another text */
        VEC(ExplainedPolicy) policies;
        VEC(ExplainedOption) options; /* in the order of the table */
        VEC(ExplainedLine) sections;  /* [Chroot] and [Wait] */
        const char *resolv_bind;      /* what stands for the bind of /etc/resolv.conf */
} Explanation;

typedef int (*ExplanationFunc)(const Explanation *e, void *userdata);

/* Calls @func with all about @unit (a canonical name), and returns what it returns, or EXIT_FAILED after a message.
 * What @func gets is gone after the call. */
int explanation_make(Context *c, const char *unit, ExplanationFunc func, void *userdata);

/* That of @o; one without anything where nobody cares for the option. */
ExplainedOption explanation_option(const Explanation *e, const Option *o);
