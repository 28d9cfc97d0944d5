/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bisect.h"

typedef struct Search {
        Arena *arena;
        size_t n;      /* of the whole set */
        size_t *left;  /* the places that are suspected */
        BisectTest test;
        void *userdata;
} Search;

static bool *marks(Search *s) {
        return arena_alloc(s->arena, s->n * sizeof(bool) + 1);
}

static void mark(Search *s, bool *in, size_t from, size_t n, bool value) {
        for (size_t i = from; i < from + n; i++)
                in[s->left[i]] = value;
}

static int test_alone(Search *s, size_t place) {
        bool *in = marks(s);

        in[place] = true;
        return s->test(s->userdata, in);
}

/* Halves, as if one alone were guilty. */
static int find_one(Search *s, size_t n, size_t *ret) {
        size_t from = 0;

        while (n > 1) {
                bool *in = marks(s);
                int r;

                mark(s, in, from, n / 2, true);
                r = s->test(s->userdata, in);
                if (r < 0)
                        return r;
                if (r == 0)
                        from += n / 2;
                n = r == 0 ? n - n / 2 : n / 2;
        }
        *ret = s->left[from];
        return test_alone(s, *ret);
}

/* Several that fail together only (QuickXplain): @in is what stays, @added whether it has grown since the last test. */
static int find_several(Search *s, bool *in, bool added, size_t from, size_t n) {
        int r = added ? s->test(s->userdata, in) : 0;
        size_t half = n / 2, after = 0;

        if (r != 0)
                return r < 0 ? r : 0;
        if (n == 1) {
                in[s->left[from]] = true;
                return 0;
        }
        mark(s, in, from, half, true);
        r = find_several(s, in, true, from + half, n - half);
        mark(s, in, from, half, false);
        for (size_t i = from + half; i < from + n; i++)
                after += in[s->left[i]];
        return r < 0 ? r : find_several(s, in, after > 0, from, half);
}

int bisect(Arena *a, const bool *in, size_t n, const size_t *guesses, size_t n_guesses, BisectTest test, void *userdata,
           bool *ret) {
        Search s = { .arena = a, .n = n, .test = test, .userdata = userdata };
        size_t count = 0, one = 0;
        int r = 0;

        s.left = arena_alloc(a, n * sizeof(size_t) + 1);
        for (size_t i = 0; i < n; i++) {
                ret[i] = false;
                if (in[i])
                        s.left[count++] = i;
        }
        for (size_t i = 0; r == 0 && i < n_guesses && count > 1; i++)
                if (in[guesses[i]]) {
                        r = test_alone(&s, guesses[i]);
                        one = guesses[i];
                }
        if (r == 0 && count > 0) {
                if (count == 1)
                        one = s.left[0], r = 1;
                else
                        r = find_one(&s, count, &one);
        }
        if (r > 0)
                ret[one] = true;
        return r != 0 ? (r < 0 ? r : 0) : find_several(&s, ret, false, 0, count);
}
