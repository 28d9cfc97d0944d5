/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit/conf.h"

#include <errno.h>

#include "base/text.h"

#define WHITESPACE " \t\n\r"

typedef struct Parser {
        Arena *arena;
        char *next, *end;
        bool plain_ends; /* no CR and no NUL in the file: lines end in LF alone */
        bool bom_seen;
        unsigned line;
        const char *section;
        ConfLines *lines;
} Parser;

/* One end of line is any run of different ones of CR, LF and NUL; nothing joins on to a NUL. */
static char *skip_end_of_line(char *p, char *end) {
        bool cr = false, lf = false;

        for (; p < end; p++) {
                if (*p == 0)
                        return p + 1;
                if (*p == '\n' && !lf)
                        lf = true;
                else if (*p == '\r' && !cr)
                        cr = true;
                else
                        break;
        }
        return p;
}

/* Takes the next line out of the file; false at its end. */
static bool next_line(Parser *p, char **ret, size_t *ret_size) {
        char *s = p->next, *e;

        if (s >= p->end)
                return false;
        if (p->plain_ends) {
                e = memchr(s, '\n', (size_t) (p->end - s));
                e = e ?: p->end;
                p->next = e < p->end ? e + 1 : e;
        } else {
                for (e = s; e < p->end && *e != '\n' && *e != '\r' && *e != 0; e++)
                        ;
                p->next = skip_end_of_line(e, p->end);
        }
        *ret = s;
        *ret_size = (size_t) (e - s);
        return true;
}

static char *strip(char *s) {
        char *e;

        s += strspn(s, WHITESPACE);
        for (e = s + strlen(s); e > s && strchr(WHITESPACE, e[-1]); e--)
                ;
        *e = 0;
        return s;
}

static void add(Parser *p, const char *key, const char *value) {
        vec_push(p->arena, p->lines, (ConfLine) { p->section, key, value, p->line });
}

static int parse_section(Parser *p, char *s) {
        size_t n = strlen(s);

        if (s[n - 1] != ']')
                return -EBADMSG;
        s[n - 1] = 0;
        s++;
        for (const char *c = s; *c; c++)
                if ((*c > 0 && *c < ' ') || strchr("\"'\\\x7f", *c))
                        return -EBADMSG;
        p->section = s;
        vec_push(p->arena, &p->lines->sections, (ConfSection) { s, p->line });
        return 0;
}

static int parse_line(Parser *p, char *s) {
        char *e;

        s = strip(s);
        if (!*s)
                return 0;
        if (!utf8_is_valid(s))
                add(p, NULL, "not valid UTF-8");
        else if (*s == '[')
                return parse_section(p, s);
        else if (!(e = strchr(s, '=')))
                add(p, NULL, "no '=' in it");
        else if (e == s)
                add(p, NULL, "nothing before the '='");
        else {
                *e = 0;
                add(p, strip(s), strip(e + 1));
        }
        return 0;
}

static bool ends_in_backslash(const char *s, size_t n) {
        bool escaped = false;

        for (size_t i = 0; i < n; i++)
                escaped = !escaped && s[i] == '\\';
        return escaped;
}

static bool is_comment(const char *s, size_t n) {
        while (n > 0 && strchr(WHITESPACE, *s))
                s++, n--;
        return n > 0 && (*s == '#' || *s == ';');
}

static int parse(Parser *p) {
        char *joined = NULL, *joined_end = NULL; /* of a continuation, in place in the file's text */
        char *s;
        size_t n;

        while (next_line(p, &s, &n)) {
                bool escaped;
                int r;

                p->line++;
                if (n >= CONF_LINE_MAX)
                        return -ENOBUFS;
                if (is_comment(s, n))
                        continue;
                if (!p->bom_seen && n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) {
                        p->bom_seen = true;
                        s += 3, n -= 3;
                }
                escaped = ends_in_backslash(s, n);
                if (escaped)
                        s[n - 1] = ' ';
                if (!joined)
                        joined = joined_end = s;
                if ((size_t) (joined_end - joined) + n > CONF_LINE_MAX)
                        return -ENOBUFS;
                memmove(joined_end, s, n);
                joined_end += n;
                if (escaped)
                        continue;
                *joined_end = 0;
                r = parse_line(p, joined);
                if (r < 0)
                        return r;
                joined = NULL;
        }
        if (!joined)
                return 0;
        p->line++;
        *joined_end = 0;
        return parse_line(p, joined);
}

int conf_parse(Arena *a, char *data, size_t size, ConfLines *ret, unsigned *ret_line) {
        Parser p = {
                .arena = a,
                .next = data,
                .end = data + size,
                .plain_ends = !memchr(data, '\r', size) && !memchr(data, 0, size),
                .section = "",
                .lines = ret,
        };
        int r = parse(&p);

        if (ret_line)
                *ret_line = p.line;
        return r;
}
