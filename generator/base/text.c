/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>

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

const char *strv_join(Arena *a, const char *separator, const Strv *l) {
        Text text = { .arena = a };

        vec_foreach(s, l)
                text_join(&text, separator, *s);
        return text_get(&text);
}

bool utf8_is_valid(const char *s) {
        const unsigned char *p = (const unsigned char *) s;

        while (*p) {
                uint32_t c;
                int more;

                if (*p < 0x80) {
                        p++;
                        continue;
                }
                if ((*p & 0xe0) == 0xc0)
                        c = *p & 0x1f, more = 1;
                else if ((*p & 0xf0) == 0xe0)
                        c = *p & 0x0f, more = 2;
                else if ((*p & 0xf8) == 0xf0)
                        c = *p & 0x07, more = 3;
                else
                        return false;
                p++;
                for (int i = 0; i < more; i++, p++) {
                        if ((*p & 0xc0) != 0x80)
                                return false;
                        c = c << 6 | (*p & 0x3f);
                }
                if (c < (more == 1 ? 0x80U : more == 2 ? 0x800U : 0x10000U) || c > 0x10ffff)
                        return false;
                if ((c >= 0xd800 && c <= 0xdfff) || (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe)
                        return false;
        }
        return true;
}

char *make_printable(char *s) {
        bool text = utf8_is_valid(s);

        for (char *p = s; *p; p++) {
                unsigned char c = (unsigned char) *p, next = (unsigned char) p[1];

                if (c < ' ' || c == 0x7f || (c >= 0x80 && !text))
                        *p = '?';
                else if (c == 0xc2 && next < 0xa0)
                        p[0] = p[1] = '?';
        }
        return s;
}
