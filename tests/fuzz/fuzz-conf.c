/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Fuzzes the reader of systemd's syntax and the splitting of values into words. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/text.h"
#include "unit/conf.h"
#include "unit/word.h"

/* What word_quote() writes is read back as the same word. */
static void check_quoting(Arena *a, const char *word) {
        const char *s = word_quote(a, word), *again;

        require(word_next(a, &s, 0, &again) == 1);
        require(streq(again, word));
        require(!*s);
}

static void check_words(Arena *a, const char *value, WordFlags flags) {
        const char *p = value, *end = value + strlen(value), *word;
        int r;

        while ((r = word_next(a, &p, flags, &word)) > 0) {
                require(p > value && p <= end);
                require(strlen(word) <= strlen(value));
                value = p;
                check_quoting(a, word);
        }
        require(r == 0 ? !*p : r == -EINVAL);
}

static bool is_inside(const char *s, const char *data, size_t size) {
        return s >= data && s <= data + size && memchr(s, 0, (size_t) (data + size + 1 - s));
}

static bool is_stripped(const char *s) {
        return !*s || (!strchr(" \t\n\r", *s) && !strchr(" \t\n\r", s[strlen(s) - 1]));
}

static void check_line(const ConfLine *l, const char *data, size_t size) {
        require(!*l->section || is_inside(l->section, data, size));
        require(l->value);
        if (!l->key)
                return;
        require(is_inside(l->key, data, size) && is_inside(l->value, data, size));
        require(*l->key && !strchr(l->key, '='));
        require(is_stripped(l->key) && is_stripped(l->value));
        require(utf8_is_valid(l->key) && utf8_is_valid(l->value));
        require(!strpbrk(l->value, "\n\r"));
}

/* What a plain rewriting can hold: no backslash, and no key that only a BOM or a continuation keeps from
 * being a comment. */
static bool is_plain(const ConfLine *l) {
        return l->key && !strchr(l->value, '\\') && *l->key != '#' && *l->key != ';' && *l->key != '[';
}

/* Written anew with one assignment a line, the file says the same. */
static void check_rewritten(Arena *a, const ConfLines *lines) {
        ConfLines again = {};
        Text t = { .arena = a };
        const char *section = "";
        size_t i = 0;

        text_add(&t, "\xef\xbb\xbf\n"); /* a later one belongs to its line */
        vec_foreach(l, lines) {
                if (!is_plain(l))
                        continue;
                if (!streq(l->section, section))
                        text_addf(&t, "[%s]\n", l->section);
                section = l->section;
                text_addf(&t, "%s=%s\n", l->key, l->value);
        }
        require(conf_parse(a, arena_strdup(a, text_get(&t)), t.n, &again, NULL) == 0);
        vec_foreach(l, lines) {
                if (!is_plain(l))
                        continue;
                require(i < again.n);
                require(again.v[i].key && streq(again.v[i].key, l->key) && streq(again.v[i].value, l->value));
                require(streq(again.v[i].section, l->section));
                i++;
        }
        require(i == again.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
        _cleanup_arena_ Arena a = {};
        ConfLines lines = {};
        unsigned last = 0, before = 0;
        char *data = arena_strndup(&a, (const char *) input, size);
        int r = conf_parse(&a, data, size, &lines, &last);

        require(r == 0 || r == -EBADMSG || r == -ENOBUFS);
        require(last <= size + 1);
        vec_foreach(l, &lines) {
                require(l->line > before && l->line <= last);
                before = l->line;
                check_line(l, data, size);
                if (!l->key)
                        continue;
                check_words(&a, l->value, 0);
                check_words(&a, l->value, WORD_CUNESCAPE);
                check_words(&a, l->value, WORD_RETAIN_ESCAPE);
        }
        check_rewritten(&a, &lines);
        return 0;
}
