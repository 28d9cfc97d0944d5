/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unified.h"

#include <stdint.h>

#define CONTEXT 3
#define CELLS_MAX (16U * 1024U * 1024U) /* beyond it all is different */

typedef struct Edit {
        char kind; /* ' ', '-', '+' */
        const char *line;
} Edit;
typedef VEC(Edit) Edits;

static Strv lines_of(Arena *a, const char *s) {
        Strv lines = {};

        while (s && *s) {
                size_t n = strcspn(s, "\n");

                vec_push(a, &lines, arena_strndup(a, s, n));
                s += n + (s[n] == '\n');
        }
        return lines;
}

/* The lengths of the longest common rests, from line i of the one and k of the other on. */
static uint32_t *rests(Arena *a, const Strv *x, const Strv *y) {
        size_t width = y->n + 1;
        uint32_t *rest;

        if ((x->n + 1) > CELLS_MAX / width)
                return NULL;
        rest = arena_alloc(a, (x->n + 1) * width * sizeof(uint32_t));
        for (size_t i = x->n; i-- > 0;)
                for (size_t k = y->n; k-- > 0;) {
                        uint32_t down = rest[(i + 1) * width + k], right = rest[i * width + k + 1];

                        rest[i * width + k] = streq(x->v[i], y->v[k]) ? rest[(i + 1) * width + k + 1] + 1
                                                                      : down > right ? down : right;
                }
        return rest;
}

static void find_edits(Arena *a, const Strv *x, const Strv *y, Edits *ret) {
        const uint32_t *rest = rests(a, x, y);
        size_t width = y->n + 1, i = 0, k = 0;

        while (i < x->n || k < y->n) {
                if (rest && i < x->n && k < y->n && streq(x->v[i], y->v[k])) {
                        vec_push(a, ret, (Edit) { ' ', x->v[i++] });
                        k++;
                } else if (i < x->n && (k == y->n || !rest || rest[(i + 1) * width + k] >= rest[i * width + k + 1]))
                        vec_push(a, ret, (Edit) { '-', x->v[i++] });
                else
                        vec_push(a, ret, (Edit) { '+', y->v[k++] });
        }
}

/* Where the hunk ends that begins at @from: so much of what is equal parts two changes. */
static size_t hunk_end(const Edits *e, size_t from) {
        size_t last = from;

        for (size_t i = from; i < e->n && i <= last + 2 * CONTEXT + 1; i++)
                if (e->v[i].kind != ' ')
                        last = i;
        return last + CONTEXT + 1 < e->n ? last + CONTEXT + 1 : e->n;
}

static void add_range(Text *t, char sign, size_t before, size_t n) {
        text_addf(t, "%c%zu", sign, n > 0 ? before + 1 : before);
        if (n != 1)
                text_addf(t, ",%zu", n);
}

static void add_hunk(Text *t, const Edits *e, size_t from, size_t to, size_t before, size_t after) {
        size_t old = 0, new = 0;

        for (size_t i = from; i < to; i++) {
                old += e->v[i].kind != '+';
                new += e->v[i].kind != '-';
        }
        text_add(t, "@@ ");
        add_range(t, '-', before, old);
        text_add(t, " ");
        add_range(t, '+', after, new);
        text_add(t, " @@\n");
        for (size_t i = from; i < to; i++)
                text_addf(t, "%c%s\n", e->v[i].kind, e->v[i].line);
}

const char *unified_diff(Arena *a, const char *before, const char *after) {
        Strv x = lines_of(a, before), y = lines_of(a, after);
        Text text = { .arena = a };
        size_t old = 0, new = 0, done = 0;
        Edits edits = {};

        find_edits(a, &x, &y, &edits);
        for (size_t i = 0; i < edits.n; i++) {
                size_t from, to;

                if (edits.v[i].kind == ' ')
                        continue;
                from = i > done + CONTEXT ? i - CONTEXT : done;
                to = hunk_end(&edits, i);
                for (; done < from; done++) {
                        old += edits.v[done].kind != '+';
                        new += edits.v[done].kind != '-';
                }
                add_hunk(&text, &edits, from, to, old, new);
                for (; done < to; done++) {
                        old += edits.v[done].kind != '+';
                        new += edits.v[done].kind != '-';
                }
                i = to - 1;
        }
        return text_get(&text);
}
