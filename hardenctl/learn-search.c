/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-search.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "bisect.h"
#include "learn-show.h"
#include "learn-suspects.h"
#include "say.h"

#define EXPERIMENTS_MAX 60U
#define WORTH_A_TRY 50U /* weight of what is put back */

static bool may_go_on(Learn *l) {
        if (l->deadline > 0 && clock_usec(CLOCK_MONOTONIC) >= l->deadline)
                l->out_of_time = true;
        return !l->out_of_time && l->experiments < EXPERIMENTS_MAX;
}

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
        show_run(l, flags & RUN_FRESH ? "all, as after an installation" : "all of it", ret);
        return ret->step == LEARN_INTERRUPTED ? say(EXIT_FAILED, "given up") : EXIT_FINE;
}

static int try_subset(void *userdata, const bool *in) {
        Learn *l = userdata;
        LearnRun run;

        if (!may_go_on(l))
                return -E2BIG;
        if (try_lines(l, candidate_lines(&l->candidate, in, false), 0, &run) != EXIT_FINE ||
            run.step == LEARN_INTERRUPTED)
                return -EINTR;
        show_run(l, "a part of it", &run);
        return learn_failed(&run);
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
                        restriction_weaken(l->candidate.all.v + i, learn_kind(l->arena, run->why));
                        ++*ret_n;
                }
        return r;
}

/* Read-only homes do where nothing is written there; empty ones hardly ever. */
static void weaken(Learn *l, Restriction *r, const char *why) {
        r->level_before = r->by_suspicion ? r->level_before : r->level;
        r->by_suspicion = true;
        if (r->option == OPT(ProtectHome) && r->in_doubt && r->level == 0)
                restriction_weaken(r, why);
        restriction_weaken(r, arena_printf(l->arena, "%s (%s)", why, r->suspicion));
}

size_t search_weaken(Learn *l, const LearnRun *run) {
        const char *why = learn_kind(l->arena, run->why);
        RestrictionRefs suspects = {};
        size_t n = suspects_of_paths(l, run);

        suspects_find_all(l, run, &suspects);
        vec_foreach(r, &suspects) {
                show_suspect(l, *r);
                weaken(l, *r, why);
        }
        l->only = suspects.n == 1 && n == 0 ? suspects.v[0] : NULL;
        return n + suspects.n;
}

static int too_much(Learn *l) {
        if (l->out_of_time)
                return say(EXIT_FINDINGS, "the time is over, and nothing is proven yet");
        return say(EXIT_FINDINGS, "after %u experiments nothing is proven", l->experiments);
}

int search(Learn *l) {
        RunFlags flags = 0;

        for (;;) {
                LearnRun run;
                size_t n;
                int r;

                if (!may_go_on(l))
                        return too_much(l);
                r = search_try(l, flags, &run);
                if (r != EXIT_FINE)
                        return r;
                if (!learn_failed(&run)) {
                        if (l->only) /* fails with it, works without it: that is the proof */
                                l->only->by_suspicion = false;
                        l->only = NULL;
                        if (flags & RUN_FRESH || !l->fresh_starts)
                                return EXIT_FINE;
                        flags = RUN_FRESH;
                        continue;
                }
                n = search_weaken(l, &run);
                if (n > 0)
                        continue;
                r = find_by_halves(l, &run, &n);
                if (r == -E2BIG)
                        return too_much(l);
                if (r < 0)
                        return say(EXIT_FAILED, "given up");
                if (n == 0)
                        return say(EXIT_FINDINGS, "%s fails with all of it and works with each part", l->unit);
        }
}

/* The heaviest first. */
static int compare(const void *a, const void *b) {
        const Restriction *x = *(Restriction *const *) a, *y = *(Restriction *const *) b;

        return x->weight != y->weight ? (x->weight < y->weight) - (x->weight > y->weight) : (x > y) - (x < y);
}

static int try_whole(Learn *l, LearnRun *run) {
        int r = search_try(l, 0, run);

        if (r == EXIT_FINE && !learn_failed(run) && l->fresh_starts)
                r = search_try(l, RUN_FRESH, run);
        return r;
}

/* Those from @from on as they were before, or by so many @steps. Returns EXIT_FINE, or EXIT_FAILED; *@ret: whether it
 * works. */
static int put_back(Learn *l, const RestrictionRefs *list, size_t from, size_t n, size_t steps, bool *ret) {
        size_t *levels = arena_alloc(l->arena, (n + 1) * sizeof(size_t));
        LearnRun run;
        int r;

        for (size_t i = 0; i < n; i++) {
                Restriction *one = list->v[from + i];

                levels[i] = one->level;
                one->level = steps > 0 && one->level > steps ? one->level - steps : one->level_before;
        }
        r = try_whole(l, &run);
        *ret = r == EXIT_FINE && !learn_failed(&run);
        for (size_t i = 0; i < n && !*ret; i++)
                list->v[from + i]->level = levels[i];
        return r;
}

/* Those that can be put back, by halves; where one alone cannot, a form in between. @fails: it is known that all of
 * them cannot. */
static int put_back_parts(Learn *l, const RestrictionRefs *list, size_t from, size_t n, bool fails, bool *ret) {
        const Restriction *one = list->v[from];
        bool works;
        int r = EXIT_FINE;

        *ret = false;
        if (!fails && may_go_on(l))
                r = put_back(l, list, from, n, 0, ret);
        if (r != EXIT_FINE || *ret || !may_go_on(l))
                return r;
        if (n == 1)
                return one->level > one->level_before + 1 ? put_back(l, list, from, n, 1, &works) : EXIT_FINE;
        r = put_back_parts(l, list, from, n / 2, false, &works);
        return r == EXIT_FINE ? put_back_parts(l, list, from + n / 2, n - n / 2, works, &works) : r;
}

static int tighten_options(Learn *l) {
        RestrictionRefs list = {};
        bool works;

        vec_foreach(one, &l->candidate.all)
                if (one->by_suspicion && one->weight >= WORTH_A_TRY && one->level > one->level_before)
                        vec_push(l->arena, &list, one);
        if (list.n == 0)
                return EXIT_FINE;
        qsort(list.v, list.n, sizeof(*list.v), compare);
        return put_back_parts(l, &list, 0, list.n, false, &works);
}

/* Without the places that were opened on the mere doubt that it might be the service that wrote there. */
static int tighten_paths(Learn *l) {
        Strv all = l->candidate.writable, sure = {};
        LearnRun run;
        int r;

        vec_foreach(path, &all)
                if (!strv_contains(&l->doubtful, *path))
                        vec_push(l->arena, &sure, *path);
        if (sure.n == all.n || !may_go_on(l))
                return EXIT_FINE;
        l->candidate.writable = sure;
        r = try_whole(l, &run);
        if (r != EXIT_FINE || learn_failed(&run))
                l->candidate.writable = all;
        return r;
}

int search_tighten(Learn *l) {
        int r = tighten_options(l);

        return r == EXIT_FINE ? tighten_paths(l) : r;
}
