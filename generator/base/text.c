/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/text.h"

#include <stdarg.h>

void text_addn(Text *t, const char *s, size_t n) {
        if (t->n + n + 1 > t->cap) {
                size_t cap = (t->n + n + 1) * 2;
                char *p = arena_alloc(t->arena, cap < 256 ? 256 : cap);

                if (t->n > 0)
                        memcpy(p, t->s, t->n);
                t->s = p;
                t->cap = cap < 256 ? 256 : cap;
        }
        memcpy(t->s + t->n, s, n);
        t->n += n;
        t->s[t->n] = 0;
}

void text_add(Text *t, const char *s) {
        text_addn(t, s, strlen(s));
}

void text_addf(Text *t, const char *format, ...) {
        va_list args;

        va_start(args, format);
        text_add(t, arena_vprintf(t->arena, format, args));
        va_end(args);
}

void text_add_number(Text *t, unsigned n) {
        char digits[3 * sizeof(n)], *p = digits + sizeof(digits);

        do
                *--p = (char) ('0' + n % 10);
        while (n /= 10);
        text_addn(t, p, (size_t) (digits + sizeof(digits) - p));
}

void text_join(Text *t, const char *separator, const char *s) {
        if (t->n > 0)
                text_add(t, separator);
        text_add(t, s);
}

const char *text_get(const Text *t) {
        return t->s ? t->s : "";
}
