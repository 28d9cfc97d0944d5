/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit/word.h"

#include <errno.h>
#include <strings.h>

#include "base/text.h"

#define WHITESPACE " \t\n\r"

static int digits(const char *s, size_t n, int base, unsigned *ret) {
        unsigned v = 0;

        for (size_t i = 0; i < n; i++) {
                const char *all = "0123456789abcdef";
                const char *d = s[i] ? strchr(all, s[i] >= 'A' && s[i] <= 'F' ? s[i] | 0x20 : s[i]) : NULL;

                if (!d || d - all >= base)
                        return -EINVAL;
                v = v * (unsigned) base + (unsigned) (d - all);
        }
        *ret = v;
        return 0;
}

static void add_utf8(Text *t, unsigned c) {
        char s[4];

        if (c < 0x80)
                text_addn(t, (char[]) { (char) c }, 1);
        else if (c < 0x800) {
                s[0] = (char) (0xc0 | c >> 6), s[1] = (char) (0x80 | (c & 0x3f));
                text_addn(t, s, 2);
        } else if (c < 0x10000) {
                s[0] = (char) (0xe0 | c >> 12), s[1] = (char) (0x80 | (c >> 6 & 0x3f));
                s[2] = (char) (0x80 | (c & 0x3f));
                text_addn(t, s, 3);
        } else {
                s[0] = (char) (0xf0 | c >> 18), s[1] = (char) (0x80 | (c >> 12 & 0x3f));
                s[2] = (char) (0x80 | (c >> 6 & 0x3f)), s[3] = (char) (0x80 | (c & 0x3f));
                text_addn(t, s, 4);
        }
}

/* One C escape; @s stands behind the backslash. Returns how many characters it takes. */
static int cunescape(const char *s, Text *t) {
        static const char from[] = "abfnrtv\\\"'s", to[] = "\a\b\f\n\r\t\v\\\"' ";
        const char *simple = strchr(from, *s);
        unsigned c;

        if (*s && simple) {
                text_addn(t, to + (simple - from), 1);
                return 1;
        }
        if (*s == 'x' && digits(s + 1, 2, 16, &c) >= 0 && c != 0) {
                text_addn(t, (char[]) { (char) c }, 1);
                return 3;
        }
        if (digits(s, 3, 8, &c) >= 0 && c != 0 && c <= 255) {
                text_addn(t, (char[]) { (char) c }, 1);
                return 3;
        }
        if ((*s == 'u' && digits(s + 1, 4, 16, &c) >= 0) || (*s == 'U' && digits(s + 1, 8, 16, &c) >= 0)) {
                if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
                        return -EINVAL;
                add_utf8(t, c);
                return *s == 'u' ? 5 : 9;
        }
        return -EINVAL;
}

int word_next(Arena *a, const char **p, WordFlags flags, const char **ret) {
        const char *s = *p + strspn(*p, WHITESPACE);
        Text t = { .arena = a };
        char quote = 0;
        size_t plain;

        if (!*s) {
                *p = s;
                return 0;
        }
        /* Nearly all words are plain. */
        plain = strcspn(s, WHITESPACE "\"'\\");
        if (!s[plain] || strchr(WHITESPACE, s[plain])) {
                *ret = arena_strndup(a, s, plain);
                *p = s + plain;
                return 1;
        }
        for (; *s && (quote || !strchr(WHITESPACE, *s)); s++) {
                if (*s == '\\' && !(flags & WORD_RETAIN_ESCAPE)) {
                        int n = 1;

                        if (flags & WORD_CUNESCAPE)
                                n = cunescape(s + 1, &t);
                        else if (s[1])
                                text_addn(&t, s + 1, 1);
                        if (n < 0 || !s[1])
                                return -EINVAL;
                        s += n;
                } else if (quote && *s == quote)
                        quote = 0;
                else if (!quote && (*s == '"' || *s == '\''))
                        quote = *s;
                else
                        text_addn(&t, s, 1);
        }
        if (quote)
                return -EINVAL;
        *ret = text_get(&t);
        *p = s;
        return 1;
}

int words_split(Arena *a, const char *s, WordFlags flags, Strv *ret) {
        const char *w;
        int r;

        while ((r = word_next(a, &s, flags, &w)) > 0)
                vec_push(a, ret, w);
        return r;
}

const char *word_quote(Arena *a, const char *s) {
        Text t = { .arena = a };

        if (*s && !strpbrk(s, WHITESPACE "\"'\\"))
                return s;
        text_add(&t, "\"");
        for (; *s; s++) {
                if (*s == '"' || *s == '\\')
                        text_add(&t, "\\");
                text_addn(&t, s, 1);
        }
        text_add(&t, "\"");
        return text_get(&t);
}

int boolean_parse(const char *s) {
        static const char *const yes[] = { "1", "yes", "y", "true", "t", "on" };
        static const char *const no[] = { "0", "no", "n", "false", "f", "off" };

        if (!*s || !strchr("1yYtToO0nNfF", *s))
                return -1;
        for (size_t i = 0; i < ELEMENTSOF(yes); i++) {
                if (strcasecmp(s, yes[i]) == 0)
                        return 1;
                if (strcasecmp(s, no[i]) == 0)
                        return 0;
        }
        return -1;
}
