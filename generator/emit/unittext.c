/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit/unittext.h"

#include "base/text.h"

static const Strv *values_of(const UnitTextPlace *places, const char *name, size_t n) {
        static const Strv none = {};

        for (; places->name; places++)
                if (strlen(places->name) == n && strncmp(places->name, name, n) == 0)
                        return &places->values;
        return &none;
}

/* One line, with its end, as often as its place has values. */
static void fill_line(Text *t, const char *line, size_t n, const Strv *comments, const UnitTextPlace *places) {
        static const char *one[] = { "" };
        const Strv once = { .v = one, .n = 1 };
        const char *from = memchr(line, '@', n),
                   *to = from ? memchr(from + 1, '@', n - (size_t) (from + 1 - line)) : NULL;
        const Strv *values = to ? values_of(places, from + 1, (size_t) (to - from - 1)) : &once;

        if (values->n == 0)
                return;
        vec_foreach(c, comments)
                text_add(t, *c);
        vec_foreach(v, values) {
                text_addn(t, line, to ? (size_t) (from - line) : n);
                if (to) {
                        text_add(t, *v);
                        text_addn(t, to + 1, n - (size_t) (to + 1 - line));
                }
        }
}

const char *unit_text_fill(Arena *a, const char *text, const UnitTextPlace *places) {
        Text t = { .arena = a };
        Strv comments = {};

        while (*text) {
                size_t n = strcspn(text, "\n") + 1;

                if (*text == '#')
                        vec_push(a, &comments, arena_strndup(a, text, n));
                else {
                        fill_line(&t, text, n, &comments, places);
                        comments.n = 0;
                }
                text += n;
        }
        return text_get(&t);
}
