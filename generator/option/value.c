/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "option/value.h"

#include <errno.h>
#include <stdlib.h>

#include "unit/word.h"

int mode_parse(const char *s, unsigned *ret) {
        char *end;
        unsigned long v;

        if (!*s || strspn(s, "01234567") != strlen(s))
                return -EINVAL;
        v = strtoul(s, &end, 8);
        if (v > 07777)
                return -EINVAL;
        *ret = (unsigned) v;
        return 0;
}

const OptionValue *order_find(const Option *o, const char *value, unsigned version) {
        int b = boolean_parse(value);

        if (b >= 0)
                value = b ? "yes" : "no";
        for (const OptionValue *v = o->values; v->name; v++)
                if (v->since <= version && streq(v->name, value))
                        return v;
        return NULL;
}

static bool contains(unsigned bits, unsigned others) {
        return (bits & others) == others;
}

const OptionValue *order_at_most(const Option *o, unsigned bits, unsigned version) {
        const OptionValue *best = NULL;

        for (const OptionValue *v = o->values; v->name; v++)
                if (v->since <= version && contains(bits, v->bits) &&
                    (!best || (v->bits != best->bits && contains(v->bits, best->bits))))
                        best = v;
        return best;
}

const OptionValue *order_top(const Option *o, unsigned version) {
        for (const OptionValue *v = o->values; v->name; v++) {
                bool top = v->since <= version;

                for (const OptionValue *w = o->values; w->name; w++)
                        top = top && (w->since > version || contains(v->bits, w->bits));
                if (top)
                        return v;
        }
        return NULL;
}

const char *path_skip_prefix(const char *s) {
        if (*s == '-')
                s++;
        if (*s == '+')
                s++;
        return s;
}

bool path_is_normalised(const char *s) {
        for (const char *p = s; *p;) {
                size_t n = strcspn(p, "/");

                if ((n == 1 && p[0] == '.') || (n == 2 && p[0] == '.' && p[1] == '.'))
                        return false;
                p += n + (p[n] == '/');
        }
        return true;
}

const char *path_tidy(Arena *a, const char *s) {
        char *out = arena_alloc(a, strlen(s) + 2);
        size_t n = 0;

        for (; *s; s++)
                if (*s != '/' || n == 0 || out[n - 1] != '/')
                        out[n++] = *s;
        if (n > 1 && out[n - 1] == '/')
                n--;
        out[n] = 0;
        return out;
}

bool path_is_below(const char *path, const char *dir) {
        const char *rest = startswith(path, dir);

        return rest && (!*rest || *rest == '/' || streq(dir, "/"));
}

bool path_is_root(const char *path) {
        return *path && strspn(path, "/") == strlen(path);
}

bool has_control_character(const char *s) {
        for (; *s; s++)
                if ((unsigned char) *s < ' ' || *s == 0x7f)
                        return true;
        return false;
}

bool path_is_fine(const char *s) {
        return (*s == '/' || *s == '%') && path_is_normalised(s) && !has_control_character(s);
}

/* One piece up to an unescaped colon; @p is left behind it. */
static const char *bind_piece(Arena *a, const char **p) {
        char *s = arena_alloc(a, strlen(*p) + 1);
        size_t n = 0;

        for (; **p && **p != ':'; (*p)++) {
                if (**p == '\\' && ((*p)[1] == ':' || (*p)[1] == '\\'))
                        (*p)++;
                s[n++] = **p;
        }
        if (**p == ':')
                (*p)++;
        return s;
}

int bind_parse(Arena *a, const char *word, Bind *ret) {
        *ret = (Bind) { .ignore_missing = *word == '-' };
        word += *word == '-';
        ret->source = bind_piece(a, &word);
        ret->destination = *word ? bind_piece(a, &word) : ret->source;
        ret->options = *word ? bind_piece(a, &word) : NULL;
        if (*word || !path_is_fine(ret->source) || !path_is_fine(ret->destination))
                return -EINVAL;
        if (strpbrk(ret->source, " \t\"'") || strpbrk(ret->destination, " \t\"'"))
                return -EINVAL; /* there is no spelling that all versions of systemd take: wait.md */
        if (ret->options && !streq(ret->options, "rbind") && !streq(ret->options, "norbind"))
                return -EINVAL;
        return 0;
}
