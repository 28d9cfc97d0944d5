/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-tighten.h"

#include <stdlib.h>

#include "learn-proven.h"
#include "learn-search.h"
#include "learn-show.h"
#include "learn-suspects.h"
#include "say.h"

/* One thing that would make the candidate stricter. */
typedef struct Item {
        Restriction *restriction; /* as it was before; NULL: */
        const char *place;        /* not writable */
        bool evident;             /* that it is written to was seen, though not who did */
} Item;
typedef VEC(Item) Items;

static const char *item_text(Arena *a, const Item *i) {
        return i->place ? arena_printf(a, "ReadWritePaths= without %s", i->place) :
                          arena_printf(a, "%s=%s", i->restriction->option->name,
                                       i->restriction->element ?: i->restriction->values[i->restriction->level_before]);
}

/* The heaviest first, then the widest place. */
static int compare(const void *a, const void *b) {
        const Item *x = a, *y = b;

        if (x->place && y->place)
                return strcmp(x->place, y->place);
        if (x->place || y->place)
                return x->place ? 1 : -1;
        return x->restriction->weight != y->restriction->weight ?
                       (x->restriction->weight < y->restriction->weight ? 1 : -1) :
                       (x->restriction > y->restriction) - (x->restriction < y->restriction);
}

/* Who was refused something in silence is seen only where the kernel tells. */
static bool is_doubtful(const Learn *l, const char *place) {
        return !strv_contains(&l->sure, place) &&
               (strv_contains(&l->doubtful, place) || traced_knows(&l->reference.traces, TRACE_CALL));
}

static void find_items(Learn *l, Items *several, Items *single) {
        vec_foreach(r, &l->candidate.all)
                if (r->by_suspicion && r->level > r->level_before)
                        vec_push(l->arena, r->verdicts > 0 ? single : several, (Item) { .restriction = r });
        vec_foreach(path, &l->candidate.writable)
                if (is_doubtful(l, *path))
                        vec_push(l->arena, several,
                                 (Item) { .place = *path, .evident = !strv_contains(&l->doubtful, *path) });
        if (several->n > 1)
                qsort(several->v, several->n, sizeof(*several->v), compare);
        if (single->n > 1)
                qsort(single->v, single->n, sizeof(*single->v), compare);
}

static void close_place(Candidate *c, const char *place) {
        Strv rest = {};

        vec_foreach(path, &c->writable)
                if (!streq(*path, place))
                        vec_push(c->arena, &rest, *path);
        c->writable = rest;
}

static int try_whole(Learn *l, LearnRun *run) {
        int r = search_try(l, 0, run);

        if (r == EXIT_FINE && !learn_failed(run) && l->fresh_starts)
                r = search_try(l, RUN_FRESH, run);
        return r;
}

/* Whether the failure is about this very thing. */
static bool explains(Learn *l, const LearnRun *run, const Item *i) {
        RestrictionRefs suspects = {};

        if (i->place)
                return suspects_refused_writing(run);
        traced_suspects(l, run, &suspects);
        vec_foreach(s, &suspects)
                if (*s == i->restriction)
                        return true;
        return false;
}

/* Says of what failed alone why it has to stay as weak as it is. */
static void take_verdict(Learn *l, const Item *i, const LearnRun *run, bool explained) {
        Restriction *r = i->restriction;
        const char *why = learn_kind(l->arena, run->why);

        if (!r)
                return;
        r->verdicts++;
        r->because = explained ? arena_printf(l->arena, "%s (%s)", why, r->suspicion) : why;
}

/* Those from @from on, all at once; a restriction alone also by one @step. *@ret_works: it works, and stays so. */
static int try_items(Learn *l, const Items *items, size_t from, size_t n, bool step, bool *ret_works,
                     bool *ret_explained) {
        Candidate before = candidate_copy(&l->candidate);
        bool evident = false, refused = false;
        LearnRun run;
        int r;

        for (size_t i = from; i < from + n; i++) {
                Restriction *one = items->v[i].restriction;

                evident = evident || items->v[i].evident;
                if (one)
                        one->level = step ? one->level - 1 : one->level_before;
                else
                        close_place(&l->candidate, items->v[i].place);
        }
        r = try_whole(l, &run);
        refused = r == EXIT_FINE && !learn_failed(&run) && evident && suspects_refused_writing(&run);
        *ret_works = r == EXIT_FINE && !learn_failed(&run) && !refused;
        *ret_explained = !*ret_works && n == 1 && explains(l, &run, items->v + from);
        if (*ret_works) {
                proven_note(l, NULL);
                return r;
        }
        candidate_restore(&l->candidate, &before);
        if (run.step == LEARN_LATE)
                l->out_of_time = true;
        else if (n == 1 && !step && r == EXIT_FINE)
                take_verdict(l, items->v + from, &run, *ret_explained);
        return r;
}

/* A failure that nothing explains may be one by chance: it has to fail twice. */
static int tighten_one(Learn *l, const Items *items, size_t i, bool *ret) {
        Restriction *one = items->v[i].restriction;
        bool explained = false;
        int r;

        do
                r = proven_may_improve(l) ? try_items(l, items, i, 1, false, ret, &explained) : EXIT_FINE;
        while (r == EXIT_FINE && !*ret && !explained && one && one->verdicts < 2 && !l->out_of_time);
        if (r == EXIT_FINE && !*ret && l->out_of_time)
                vec_push(l->arena, &l->unfinished, item_text(l->arena, items->v + i));
        if (r == EXIT_FINE && !*ret && one && one->level > one->level_before + 1 && proven_may_improve(l)) {
                bool works;

                r = try_items(l, items, i, 1, true, &works, &explained);
        }
        return r;
}

/* Halves, and halves of them. @fails: that all of them together fail is known. *@ret: all of them stay. */
static int tighten_some(Learn *l, const Items *items, size_t from, size_t n, bool fails, bool *ret) {
        bool explained, first = false, second = false;
        int r = EXIT_FINE;

        *ret = n == 0;
        if (n <= 1)
                return n == 0 ? EXIT_FINE : tighten_one(l, items, from, ret);
        if (!fails && proven_may_improve(l))
                r = try_items(l, items, from, n, false, ret, &explained);
        if (r != EXIT_FINE || *ret)
                return r;
        r = tighten_some(l, items, from, n / 2, false, &first);
        if (r == EXIT_FINE)
                r = tighten_some(l, items, from + n / 2, n - n / 2, first, &second);
        *ret = first && second;
        return r;
}

int tighten(Learn *l) {
        Items several = {}, single = {};
        bool all;
        int r;

        find_items(l, &several, &single);
        r = tighten_some(l, &several, 0, several.n, false, &all);
        for (size_t i = 0; r == EXIT_FINE && i < single.n; i++)
                r = tighten_one(l, &single, i, &all);
        return r;
}
