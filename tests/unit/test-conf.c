/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reader, to the letter of config_parse(), read_line() and parse_line() of systemd. */
#include "helper.h"

#include <errno.h>

#include "base/text.h"
#include "unit/conf.h"

/* "SECTION|KEY=VALUE@LINE", one a line; lines without a key as "SECTION|!@LINE". */
static int parse(const char *data, size_t size, const char **ret, unsigned *ret_line) {
        char *copy = arena_alloc(arena, size + 1);
        Text t = { .arena = arena };
        ConfLines l = {};
        int r;

        memcpy(copy, data, size);
        r = conf_parse(arena, copy, size, &l, ret_line);
        vec_foreach(i, &l) {
                text_join(&t, "\n", i->section);
                if (i->key)
                        text_addf(&t, "|%s=%s@%u", i->key, i->value, i->line);
                else
                        text_addf(&t, "|!@%u", i->line);
        }
        *ret = text_get(&t);
        return r;
}

#define ROW(text, want) { text, sizeof(text) - 1, want }

static void test_lines(void) {
        static const struct {
                const char *text;
                size_t size;
                const char *want;
        } rows[] = {
                ROW("", ""),
                ROW("\n\n \t\n", ""),
                ROW("[S]\na=b\n", "S|a=b@2"),
                ROW("[S]\na=b", "S|a=b@2"),
                ROW("a=b\n[S]\nc=d", "|a=b@1\nS|c=d@3"),
                ROW("[S]\n# a=b\n; c=d\n  # e=f\n\t;g=h\ni=j", "S|i=j@6"),
                ROW("[S]\na=b # no comment\n", "S|a=b # no comment@2"),
                ROW("[S]\n \t a \t = \t b c \t \nd==e=\nf=", "S|a=b c@2\nS|d==e=@3\nS|f=@4"),
                ROW("  [S]  \na=b", "S|a=b@2"),
                ROW("[]\na=b", "|a=b@2"),
                ROW("[A B]\na=b", "A B|a=b@2"),
                ROW("[S]\nword\n=value\n = v\na=b", "S|!@2\nS|!@3\nS|!@4\nS|a=b@5"),
                /* ends of line */
                ROW("[S]\r\na=b\r\nc=d\r\n", "S|a=b@2\nS|c=d@3"),
                ROW("[S]\ra=b\rc=d", "S|a=b@2\nS|c=d@3"),
                ROW("[S]\n\ra=b\n\rc=d", "S|a=b@2\nS|c=d@3"),
                ROW("[S]\0a=b\0c=d", "S|a=b@2\nS|c=d@3"),
                ROW("[S]\n\0a=b\r\n\0c=d", "S|a=b@2\nS|c=d@3"),
                ROW("[S]\0\na=b", "S|a=b@3"), /* nothing joins on to a NUL */
                ROW("[S]\n\na=b\r\rc=d", "S|a=b@3\nS|c=d@5"),
                ROW("[S]\r\n\r\na=b", "S|a=b@3"),
                ROW("[S]\n\r\n\ra=b", "S|a=b@3"),
                ROW("[S]\0\0a=b", "S|a=b@3"),
                /* continuations */
                ROW("[S]\na=b\\\nc\nd=e", "S|a=b c@3\nS|d=e@4"),
                ROW("[S]\na=b \\\n  c \\\n  d\n", "S|a=b    c    d@4"),
                ROW("[S]\na=b\\\n# comment\n ; another\nc", "S|a=b c@5"),
                ROW("[S]\na=b\\\n\nc=d", "S|a=b@3\nS|c=d@4"),
                ROW("[S]\na=b\\", "S|a=b@3"),
                ROW("[S]\na=b\\\n", "S|a=b@3"),
                ROW("[S]\na=b\\\n# comment", "S|a=b@4"),
                ROW("[S]\na=b\\\\\nc=d", "S|a=b\\\\@2\nS|c=d@3"),
                ROW("[S]\na=b\\\\\\\nc", "S|a=b\\\\ c@3"),
                ROW("[S]\na=\\x\\\ny", "S|a=\\x y@3"),
                ROW("[S]\n# no continuation \\\na=b", "S|a=b@3"),
                ROW("[S]\na=b \\ \nc=d", "S|a=b \\@2\nS|c=d@3"),
                ROW("[S]\na\\\n=b", "S|a=b@3"),
                ROW("[S]\na=b\\\r\nc", "S|a=b c@3"),
                ROW("[S]\na=b\\\n[T]\nc=d", "S|a=b [T]@3\nS|c=d@4"),
                /* BOM, and what is no UTF-8 */
                ROW("\xef\xbb\xbf[S]\na=b", "S|a=b@2"),
                ROW("[S]\n\xef\xbb\xbf" "a=b", "S|a=b@2"),
                ROW("\xef\xbb\xbf[S]\n\xef\xbb\xbf" "a=b", "S|\xef\xbb\xbf" "a=b@2"),
                ROW("[S]\na=\xff\nc=\xc3\xa4", "S|!@2\nS|c=\xc3\xa4@3"),
                ROW("[\xff]\na=b", "|!@1\n|a=b@2"),
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                const char *what = arena_printf(arena, "row %zu", i), *got;

                check_int(what, parse(rows[i].text, rows[i].size, &got, NULL), 0);
                check_string(what, got, rows[i].want);
        }
}

static void test_broken_section(void) {
        static const char *const rows[] = { "[S", "[", "[S] x", "[S\"]", "[S']", "[S\\T]", "[S\x01]", "[S\x7f]" };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                const char *text = arena_printf(arena, "[A]\na=b\n%s\nc=d\n", rows[i]), *got;
                unsigned line = 0;

                check_int(rows[i], parse(text, strlen(text), &got, &line), -EBADMSG);
                check_int(rows[i], line, 3);
                check_string(rows[i], got, "A|a=b@2");
        }
}

static int parse_long(size_t size, const char *end) {
        char *text = arena_alloc(arena, size + strlen(end) + 1);
        const char *got;

        memset(text, 'x', size);
        memcpy(text, "[S]\na=", 6);
        memcpy(text + size, end, strlen(end));
        return parse(text, size + strlen(end), &got, NULL);
}

static void test_long_lines(void) {
        size_t header = strlen("[S]\n"), mib = CONF_LINE_MAX;

        check_int("a byte less than 1 MiB", parse_long(header + mib - 1, "\n"), 0);
        check_int("1 MiB", parse_long(header + mib, "\n"), -ENOBUFS);
        check_int("1 MiB and more lines", parse_long(header + mib + 10, "\nb=c\n"), -ENOBUFS);
        /* The space in the place of the backslash counts too. */
        check_int("continued to 1 MiB", parse_long(header + mib - 3, "\\\nyy"), 0);
        check_int("continued over 1 MiB", parse_long(header + mib - 3, "\\\nyyy"), -ENOBUFS);
}

static void test_utf8(void) {
        static const char *const good[] = { "", "abc", "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\x7f",
                                            "\xf4\x8f\xbf\xbd" };
        static const char *const bad[] = {
                "\x80", "\xc3", "\xc3x", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80",
                "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xe2\x82", "\xef\xbf\xbe", "\xef\xb7\x90",
                "\xf0\x9f\xbf\xbf",
        };

        for (size_t i = 0; i < ELEMENTSOF(good); i++)
                check_true(arena_printf(arena, "good %zu", i), utf8_is_valid(good[i]));
        for (size_t i = 0; i < ELEMENTSOF(bad); i++)
                check_true(arena_printf(arena, "bad %zu", i), !utf8_is_valid(bad[i]));
}

RUN_TESTS(TEST(test_lines), TEST(test_broken_section), TEST(test_long_lines), TEST(test_utf8))
