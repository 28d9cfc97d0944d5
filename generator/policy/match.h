/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which policies match which units, and whether they name them (design.md section 3). */

#include "policy/policy.h"
#include "unit/service.h"

typedef enum Match {
        MATCH_NO,
        MATCH_PATTERN,
        MATCH_NAMED, /* a literal word matched the unit or its program */
} Match;

/* What the matching needs of a unit; made once for each. */
typedef struct Matchable {
        const Unit *unit;
        const char *template; /* of an instance, NULL otherwise */
        const char *program, *user, *type;
        const char *protected; /* the reason why no pattern matches it, NULL: one may */
        bool chrooted, networked;
} Matchable;

Matchable matchable_of(Arena *a, const Unit *u);

Match policy_match(const Policy *p, const Matchable *u);

/* Whether one of the policies could match a unit of that name, before its files are opened. */
bool policies_may_match(Arena *a, const PolicySet *set, const char *name, const Strv *aliases);

/* Whether @u is one that a refused exemption would have left alone. */
const DamagedPolicy *policy_damaged_for(const PolicySet *set, const Matchable *u);
