/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-search.h"

#include <errno.h>

#include "bisect.h"
#include "learn-proven.h"
#include "learn-show.h"
#include "learn-suspects.h"
#include "say.h"

static int try_lines(Learn *l, const char *lines, RunFlags flags, LearnRun *ret) {
        LearnPlan plan;
        int r = learn_plan(l, learn_policy_of(l, lines), &plan);

        if (r == EXIT_FINE)
                learn_run(l, plan.dropin, flags, NULL, ret);
        return r;
}

int search_try(Learn *l, RunFlags flags, LearnRun *ret) {
        int r = try_lines(l, candidate_lines(&l->candidate, NULL, false), flags, ret);

        if (r != EXIT_FINE)
                return r;
        if (!learn_failed(ret) && !(flags & RUN_FRESH)) /* empty directories count, too */
                l->measured = show_exposure(l);
        show_run(l, flags & RUN_FRESH ? "all, as after an installation" : "all of it", ret);
        return ret->step == LEARN_INTERRUPTED ? say(EXIT_FAILED, "given up") : EXIT_FINE;
}

static int try_subset(void *userdata, const bool *in) {
        Learn *l = userdata;
        LearnRun run;

        if (!proven_may_improve(l))
                return -ETIME;
        if (try_lines(l, candidate_lines(&l->candidate, in, false), 0, &run) != EXIT_FINE ||
            run.step == LEARN_INTERRUPTED)
                return -EINTR;
        if (!learn_failed(&run)) {
                l->measured = show_exposure(l);
                proven_note(l, in);
        }
        show_run(l, "a part of it", &run);
        if (run.step == LEARN_LATE)
                return -ETIME;
        return learn_failed(&run);
}

/* Read-only homes do where nothing is written there; empty ones hardly ever. */
static void weaken(Restriction *r, const char *why) {
        r->level_before = r->by_suspicion ? r->level_before : r->level;
        r->by_suspicion = true;
        if (r->option == OPT(ProtectHome) && r->in_doubt && r->level == 0)
                restriction_weaken(r, why);
        restriction_weaken(r, why);
}

/* Nothing points at anything: halves, and halves of them. */
static int find_by_halves(Learn *l, const LearnRun *run, size_t *ret_n) {
        size_t n = l->candidate.all.n;
        bool *in = arena_alloc(l->arena, n + 1), *guilty = arena_alloc(l->arena, n + 1);
        int r;

        *ret_n = 0;
        for (size_t i = 0; i < n; i++)
                in[i] = restriction_holds(l->candidate.all.v + i);
        r = bisect(l->arena, in, n, NULL, 0, try_subset, l, guilty);
        for (size_t i = 0; r >= 0 && i < n; i++)
                if (guilty[i]) {
                        weaken(l->candidate.all.v + i, learn_kind(l->arena, run->why));
                        l->candidate.all.v[i].verdicts++;
                        ++*ret_n;
                }
        return r;
}

size_t search_weaken(Learn *l, const LearnRun *run) {
        const char *why = learn_kind(l->arena, run->why);
        RestrictionRefs suspects = {};
        size_t n = suspects_of_paths(l, run);

        suspects_find_all(l, run, n == 0, &suspects);
        vec_foreach(r, &suspects) {
                show_suspect(l, *r);
                weaken(*r, arena_printf(l->arena, "%s (%s)", why, (*r)->suspicion));
        }
        l->only = suspects.n == 1 && n == 0 ? suspects.v[0] : NULL;
        return n + suspects.n;
}

int search(Learn *l) {
        RunFlags flags = 0;
        bool repeated = false;

        for (;;) {
                LearnRun run;
                size_t n;
                int r;

                if (!proven_may_improve(l))
                        return proven_take(l);
                r = search_try(l, flags, &run);
                if (r != EXIT_FINE)
                        return r;
                if (!learn_failed(&run)) {
                        if (l->only) /* fails with it, works without it */
                                l->only->verdicts++;
                        l->only = NULL;
                        if (flags & RUN_FRESH || !l->fresh_starts) {
                                proven_note(l, NULL);
                                return EXIT_FINE;
                        }
                        flags = RUN_FRESH;
                        continue;
                }
                n = run.step == LEARN_LATE ? 1 : search_weaken(l, &run);
                if (n > 0 || !repeated) { /* what nothing points at may be by chance */
                        repeated = n == 0;
                        continue;
                }
                repeated = false;
                r = find_by_halves(l, &run, &n);
                if (r == -ETIME)
                        return proven_take(l);
                if (r < 0)
                        return say(EXIT_FAILED, "given up");
                if (n == 0)
                        return say(EXIT_FINDINGS, "%s fails with all of it and works with each part", l->unit);
        }
}
