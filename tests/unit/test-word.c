/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words as extract_first_word() of systemd takes them. */
#include "helper.h"

#include <errno.h>
#include <stdlib.h>

#include "base/text.h"
#include "unit/word.h"

/* The words in "<>", and "!" for an error. */
static const char *words(const char *s, WordFlags flags) {
        Text t = { .arena = arena };
        const char *w;
        int r;

        while ((r = word_next(arena, &s, flags, &w)) > 0)
                text_addf(&t, "<%s>", w);
        if (r < 0)
                text_add(&t, r == -EINVAL ? "!" : "?");
        else
                check_string("all is taken", s, "");
        return text_get(&t);
}

static void test_words(void) {
        static const struct {
                const char *text, *plain, *unescaped, *retained;
        } rows[] = {
                { "", "", "", "" },
                { "  \t\n\r ", "", "", "" },
                { "a", "<a>", "<a>", "<a>" },
                { " a  b\tc\n", "<a><b><c>", "<a><b><c>", "<a><b><c>" },
                { "\"a b\" 'c d'", "<a b><c d>", "<a b><c d>", "<a b><c d>" },
                { "a\"b c\"d'e f'", "<ab cde f>", "<ab cde f>", "<ab cde f>" },
                { "\"\" ''", "<><>", "<><>", "<><>" },
                { "\"it's\" 'say \"x\"'", "<it's><say \"x\">", "<it's><say \"x\">", "<it's><say \"x\">" },
                { "\"a", "!", "!", "!" },
                { "x 'a", "<x>!", "<x>!", "<x>!" },
                { "a\\", "!", "!", "<a\\>" },
                { "a\\ b", "<a b>", "!", "<a\\><b>" },
                { "a\\nb", "<anb>", "<a\nb>", "<a\\nb>" },
                { "\\x41\\101\\u20ac\\s", "<x41101u20acs>", "<AA\xe2\x82\xac >", "<\\x41\\101\\u20ac\\s>" },
                { "\\U0001f600", "<U0001f600>", "<\xf0\x9f\x98\x80>", "<\\U0001f600>" },
                { "\\a\\b\\f\\r\\t\\v\\\\\\\"\\'", "<abfrtv\\\"'>", "<\a\b\f\r\t\v\\\"'>", "!" },
                { "\\\"", "<\">", "<\">", "!" },
                { "\"a\\\"b\"", "<a\"b>", "<a\"b>", "!" },
                { "\\q", "<q>", "!", "<\\q>" },
                { "\\x4", "<x4>", "!", "<\\x4>" },
                { "\\x00", "<x00>", "!", "<\\x00>" },
                { "\\000", "<000>", "!", "<\\000>" },
                { "\\777", "<777>", "!", "<\\777>" },
                { "\\u0000", "<u0000>", "!", "<\\u0000>" },
                { "\\ud800", "<ud800>", "!", "<\\ud800>" },
                { "\\U00110000", "<U00110000>", "!", "<\\U00110000>" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                check_string(arena_printf(arena, "plain %s", rows[i].text), words(rows[i].text, 0), rows[i].plain);
                check_string(arena_printf(arena, "C escapes %s", rows[i].text), words(rows[i].text, WORD_CUNESCAPE),
                             rows[i].unescaped);
                check_string(arena_printf(arena, "retained %s", rows[i].text), words(rows[i].text, WORD_RETAIN_ESCAPE),
                             rows[i].retained);
        }
}

static void test_split(void) {
        Strv l = {};

        check_int("good", words_split(arena, "a 'b c' d", 0, &l), 0);
        check_string("words", joined(&l), "a b c d");
        check_int("number", (long long) l.n, 3);
        check_int("bad", words_split(arena, "a 'b", 0, &l), -EINVAL);
}

static void test_quote(void) {
        check_string("plain", word_quote(arena, "/a-b:c"), "/a-b:c");
        check_string("blank", word_quote(arena, "a b"), "\"a b\"");
        check_string("nothing", word_quote(arena, ""), "\"\"");
        check_string("marks", word_quote(arena, "a\"\\'"), "\"a\\\"\\\\'\"");
}

static void test_quote_round_trip(void) {
        static const char alphabet[] = "abc/-:$%~#; \t\n\r\"'\\\\\"' \xc3\xa4\x01";

        srandom(4); /* the same strings each time */
        for (int i = 0; i < 10000; i++) {
                const char *p, *word = NULL;
                char s[24] = {};

                for (long n = random() % 20; n > 0; n--)
                        s[n - 1] = alphabet[(size_t) random() % (sizeof(alphabet) - 1)];
                p = arena_printf(arena, "first %s last", word_quote(arena, s));
                assert_int_equal(word_next(arena, &p, 0, &word), 1);
                assert_int_equal(word_next(arena, &p, 0, &word), 1);
                assert_string_equal(word, s);
                assert_int_equal(word_next(arena, &p, 0, &word), 1);
                assert_string_equal(word, "last");
        }
}

static void test_boolean(void) {
        static const char *const yes[] = { "1", "yes", "y", "true", "t", "on", "YES", "On", "True" };
        static const char *const no[] = { "0", "no", "n", "false", "f", "off", "NO", "oFF" };
        static const char *const none[] = { "", "2", "ye", "yess", " yes", "-1", "ja", "strict" };

        for (size_t i = 0; i < ELEMENTSOF(yes); i++)
                check_int(yes[i], boolean_parse(yes[i]), 1);
        for (size_t i = 0; i < ELEMENTSOF(no); i++)
                check_int(no[i], boolean_parse(no[i]), 0);
        for (size_t i = 0; i < ELEMENTSOF(none); i++)
                check_int(none[i], boolean_parse(none[i]), -1);
}

RUN_TESTS(TEST(test_words), TEST(test_split), TEST(test_quote), TEST(test_quote_round_trip), TEST(test_boolean))
