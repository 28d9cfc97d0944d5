/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * From wish to plan (design.md section 5): what is emitted for one unit and what is withheld, each line
 * with the places that ask for it and, if it is withheld, the reason in plain words.
 */

#include "plan/defaults.h"
#include "policy/wish.h"

typedef struct PlanSource {
        const char *file;
        unsigned line;
} PlanSource;

typedef VEC(PlanSource) PlanSources;

typedef struct PlanLine {
        const Option *option;
        const char *value;  /* of a withheld line: what was wished */
        PlanSources sources;
        const char *reason; /* why it is withheld; NULL: it is emitted */
        const char *note;   /* of an emitted line: why it is not just what was wished */
} PlanLine;

typedef struct Plan {
        const char *unit;
        VEC(PlanLine) lines; /* in the order of the table */
        size_t emitted;
} Plan;

/* What all plans of one machine share. */
typedef struct Machine {
        const Target *target;
        UnitIndex *index;
        Defaults defaults;
} Machine;

/* Makes the plan of one unit. What it holds lives in @a. Without @explain the reasons of withheld lines
 * are not put into words. */
void plan_make(Arena *a, Machine *machine, const Matchable *m, const Wish *w, bool explain, Plan *ret);
