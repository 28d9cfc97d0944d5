/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-proven.h"

#include "say.h"

#define EXPERIMENTS_MAX 56U     /* and those of the last proof */
#define OVERHEAD UINT64_C(1000000) /* µs of an experiment besides its steps */

static unsigned weight_of(const Candidate *c, const bool *in) {
        unsigned sum = 0;

        for (size_t i = 0; i < c->all.n; i++)
                if (restriction_holds(c->all.v + i) && (!in || in[i]))
                        sum += c->all.v[i].weight;
        return sum;
}

void proven_note(Learn *l, const bool *in) {
        Proven *best = &l->proven;
        unsigned weight = weight_of(&l->candidate, in);

        if (in && best->is_there && (best->is_whole || weight <= best->weight))
                return;
        *best = (Proven) { .is_there = true, .is_whole = !in, .weight = weight,
                           .candidate = candidate_copy(&l->candidate) };
        for (size_t i = 0; in && i < best->candidate.all.n; i++)
                if (!in[i])
                        restriction_drop(best->candidate.all.v + i, NULL);
        l->exposure = l->measured;
}

/* It takes two runs. */
uint64_t proven_deadline(const Learn *l) {
        const Usual *u = &l->usual;
        uint64_t run = u->start + (u->can_reload ? 2 : 1) * u->probe + u->stop + OVERHEAD;

        return l->deadline > 2 * run ? l->deadline - 2 * run : l->deadline;
}

bool proven_may_improve(Learn *l) {
        if (l->deadline > 0 && clock_usec(CLOCK_MONOTONIC) >= proven_deadline(l))
                l->out_of_time = true;
        return !l->out_of_time && l->experiments < EXPERIMENTS_MAX;
}

const char *proven_end(const Learn *l) {
        return l->out_of_time ? "the time is over" : arena_printf(l->arena, "after %u experiments", l->experiments);
}

int proven_take(Learn *l) {
        if (!l->proven.is_there)
                return say(EXIT_FINDINGS, "%s, and nothing is proven yet: there is no policy", proven_end(l));
        if (!l->proven.is_whole)
                vec_push(l->arena, &l->unfinished, "all that is not in this policy");
        if (!l->proven.is_whole && l->fresh_starts)
                vec_push(l->arena, &l->untested, "the first start after an installation, with empty directories");
        candidate_restore(&l->candidate, &l->proven.candidate);
        return EXIT_FINE;
}
