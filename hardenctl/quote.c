/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "quote.h"

#include "base/text.h"
#include "unit/unit.h"

static bool is_comment(const char *s) {
        s += strspn(s, " \t");
        return *s == '#' || *s == ';';
}

static void split(Arena *a, const char *s, Strv *ret) {
        while (*s) {
                size_t n = strcspn(s, "\n");

                vec_push(a, ret, arena_strndup(a, s, n));
                s += n + (s[n] == '\n');
        }
}

/* Where the setting begins: comments may stand between its lines. */
static size_t first_line(const Strv *lines, size_t last) {
        size_t first = last;

        for (size_t i = last; i-- > 0;) {
                if (is_comment(lines->v[i]))
                        continue;
                if (!endswith(lines->v[i], "\\"))
                        break;
                first = i;
        }
        return first;
}

const char *quote_line(Context *c, const char *file, unsigned line) {
        Text text = { .arena = &c->arena };
        Strv lines = {};
        size_t size;
        char *data;

        if (root_read(&c->root, &c->arena, file, UNIT_FILE_MAX, &data, &size, NULL) < 0)
                return "";
        split(&c->arena, data, &lines);
        if (line == 0 || line > lines.n)
                return "";
        for (size_t i = first_line(&lines, line - 1); i < line; i++)
                if (!is_comment(lines.v[i]) || i == line - 1)
                        text_join(&text, "\n", lines.v[i]);
        return text_get(&text);
}
