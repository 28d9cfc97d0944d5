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

/* A first start gives directories to a user, later ones do not. */
static bool is_for_first_start(const Learn *l, const Restriction *r) {
        return !l->fresh_starts && r->used && r->element && streq(r->element, "CAP_CHOWN");
}

static void find_items(Learn *l, Items *several, Items *single) {
        vec_foreach(r, &l->candidate.all)
                if (r->by_suspicion && r->level > r->level_before && !is_for_first_start(l, r))
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

/* Whether the failure is about this very thing; @blamed is what the kernel's refusals point at. */
static bool explains(const LearnRun *run, const RestrictionRefs *blamed, const Item *i) {
        if (i->place)
                return suspects_refused_writing(run);
        vec_foreach(b, blamed)
                if (*b == i->restriction)
                        return true;
        return false;
}

/* Where to cut those that have failed together: what explains it comes last; if nothing does, or all, the middle. */
static size_t cut(Learn *l, const LearnRun *run, const RestrictionRefs *blamed, Item *items, size_t n) {
        Items first = {}, last = {};

        for (size_t i = 0; i < n; i++)
                vec_push(l->arena, explains(run, blamed, items + i) ? &last : &first, items[i]);
        if (first.n == 0 || last.n == 0)
                return n / 2;
        memcpy(items, first.v, first.n * sizeof(*items));
        memcpy(items + first.n, last.v, last.n * sizeof(*items));
        return first.n;
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

/* What came of one try. */
typedef struct Try {
        bool works;     /* and stays so */
        bool explained; /* of one that failed alone: by what it was refused */
        size_t cut;     /* of several that failed: where to cut them */
} Try;

/* The generator leaves ProtectSystem= out where it would close what the unit itself names. */
static bool has_read_only_system(Learn *l) {
        const char *settings;

        return learn_candidate_settings(l, &settings) == EXIT_FINE && strstr(settings, "ProtectSystem=");
}

/* All of them at once; a restriction alone also by one @step. */
static int try_items(Learn *l, Item *items, size_t n, bool step, Try *ret) {
        Candidate before = candidate_copy(&l->candidate);
        bool evident = false, read_only = has_read_only_system(l);
        RestrictionRefs blamed = {};
        LearnRun run;
        int r;

        for (size_t i = 0; i < n; i++) {
                Restriction *one = items[i].restriction;

                evident = evident || items[i].evident;
                if (one)
                        one->level = step ? one->level - 1 : one->level_before;
                else
                        close_place(&l->candidate, items[i].place);
        }
        if (read_only && !has_read_only_system(l)) {
                candidate_restore(&l->candidate, &before);
                *ret = (Try) { .cut = n / 2, .explained = true };
                return EXIT_FINE;
        }
        r = try_whole(l, &run);
        *ret = (Try) { .works = r == EXIT_FINE && !learn_failed(&run) && !(evident && suspects_refused_writing(&run)) };
        if (ret->works) {
                proven_note(l, NULL);
                return r;
        }
        candidate_restore(&l->candidate, &before);
        if (r != EXIT_FINE)
                return r;
        traced_suspects(l, &run, &blamed);
        ret->explained = n == 1 && explains(&run, &blamed, items);
        ret->cut = cut(l, &run, &blamed, items, n);
        if (run.step == LEARN_LATE)
                l->out_of_time = true;
        else if (n == 1 && !step)
                take_verdict(l, items, &run, ret->explained);
        return r;
}

/* A failure that nothing explains, and no use of what is missing, may be one by chance: it has to fail twice. */
static int tighten_one(Learn *l, Item *item, bool *ret) {
        Restriction *one = item->restriction;
        bool decided = false;
        Try t = {};
        int r = EXIT_FINE;

        while (r == EXIT_FINE && !decided && proven_may_improve(l)) {
                r = try_items(l, item, 1, false, &t);
                decided = t.works || t.explained || !one || one->used || one->verdicts >= 2;
        }
        *ret = t.works;
        if (r == EXIT_FINE && !t.works && l->out_of_time)
                vec_push(l->arena, &l->unfinished, item_text(l->arena, item));
        if (r == EXIT_FINE && !t.works && one && one->level > one->level_before + 1 && proven_may_improve(l))
                r = try_items(l, item, 1, true, &t);
        return r;
}

/* Part by part. @fails: that all of them together fail is known. *@ret: all of them stay. */
static int tighten_some(Learn *l, Item *items, size_t n, bool fails, bool *ret) {
        Try t = { .cut = n / 2 };
        bool first = false, second = false;
        int r = EXIT_FINE;

        *ret = n == 0;
        if (n <= 1)
                return n == 0 ? EXIT_FINE : tighten_one(l, items, ret);
        if (!fails && proven_may_improve(l))
                r = try_items(l, items, n, false, &t);
        *ret = t.works;
        if (r != EXIT_FINE || t.works)
                return r;
        r = tighten_some(l, items, t.cut, false, &first);
        if (r == EXIT_FINE)
                r = tighten_some(l, items + t.cut, n - t.cut, first, &second);
        *ret = first && second;
        return r;
}

int tighten(Learn *l) {
        Items several = {}, single = {};
        bool all;
        int r;

        find_items(l, &several, &single);
        r = tighten_some(l, several.v, several.n, false, &all);
        for (size_t i = 0; r == EXIT_FINE && i < single.n; i++)
                r = tighten_one(l, single.v + i, &all);
        return r;
}
