/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a service could be forbidden: single restrictions, each with weaker forms of it, and the text that they make. */

#include "base/text.h"
#include "option/option.h"

#define LADDER_MAX 4

/* Elements of lists that are no names of one thing. */
#define ALLOW_LIST "@system-service"   /* of SystemCallFilter=: nothing but these */
#define OTHER_FAMILIES "other"         /* of RestrictAddressFamilies=: all that have no element of their own */

typedef struct Restriction {
        const Option *option;
        const char *element;             /* of a list: one capability, family, group; NULL: the whole option */
        const char *values[LADDER_MAX];  /* of the whole option, the strictest first */
        size_t level;                    /* which of them; the number of values (an element: 1) is none */
        unsigned weight;                 /* of the exposure, as systemd-analyze security counts it */
        unsigned broke;                  /* how many of fifty services it broke */
        const char *because;             /* why it is not as strict as could be, in words */
        bool in_doubt;                   /* it was used, but may not be missed */
        const char *used;                /* by whom, which is tried all the same, in words */
        const char *suspicion;           /* what an experiment that failed says against it */
        bool by_suspicion;               /* it was taken back for that, among others */
        size_t level_before;             /* and was this */
        unsigned verdicts;               /* experiments that failed with it and that nothing else can explain */
} Restriction;
typedef VEC(Restriction) Restrictions;

typedef struct Candidate {
        Arena *arena;
        unsigned version;   /* of systemd */
        Restrictions all;
        Strv writable;      /* below ProtectSystem=strict and the like */
        Strv calls;         /* that an allow list must hold besides its group */
} Candidate;

/* The strictest one of all. */
void candidate_make(Arena *a, unsigned version, Candidate *ret);

/* NULL: there is no such restriction. */
Restriction *restriction_find(const Candidate *c, const Option *o, const char *element);

static inline bool restriction_holds(const Restriction *r) {
        return r->element ? r->level == 0 : r->level < LADDER_MAX && r->values[r->level];
}

/* A copy that nothing changes any more; and back. */
Candidate candidate_copy(const Candidate *c);
void candidate_restore(Candidate *c, const Candidate *copy);

/* The next weaker form, or none of it. */
void restriction_weaken(Restriction *r, const char *because);
/* None of it. */
void restriction_drop(Restriction *r, const char *because);

/* Its lines of [Service]. @in: only those restrictions of all that are marked; NULL: all. @reset: lists are emptied
 * before, for a policy with a profile. */
const char *candidate_lines(const Candidate *c, const bool *in, bool reset);
/* Those of one option; "" if nothing of it holds. */
const char *candidate_option(const Candidate *c, const Option *o, const bool *in, bool reset);

/* The calls that its allow list holds besides the group: what no other restriction denies. */
const char *candidate_calls(const Candidate *c, const bool *in);

/* In words: "ProtectSystem=full", "CAP_KILL". */
const char *restriction_text(Arena *a, const Restriction *r);
