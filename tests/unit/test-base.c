/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arenas, lists, texts and messages. */
#include "helper.h"

#include "base/text.h"

static void test_alloc(void) {
        for (size_t size = 1; size < 100000; size = size * 3 + 1) {
                char *p = arena_alloc(arena, size);

                check_int("aligned", (long long) ((uintptr_t) p % 16), 0);
                for (size_t i = 0; i < size; i++)
                        if (p[i])
                                fail_msg("byte %zu of %zu is not zero", i, size);
                memset(p, 0xff, size);
        }
}

static void test_reset_gives_zeroes(void) {
        for (int round = 0; round < 3; round++) {
                char *p = arena_alloc(arena, 1000);

                check_int("zero", p[0] | p[999], 0);
                memset(p, 0xff, 1000);
                arena_reset(arena);
        }
}

static void test_strings(void) {
        check_string("strdup", arena_strdup(arena, "abc"), "abc");
        check_string("strndup", arena_strndup(arena, "abcdef", 3), "abc");
        check_string("strndup of nothing", arena_strndup(arena, "", 0), "");
        check_string("printf", arena_printf(arena, "%s-%d", "x", 7), "x-7");
}

static void test_vec(void) {
        VEC(size_t) v = {};
        size_t sum = 0;

        vec_foreach(i, &v)
                fail_msg("an empty list has no element");
        for (size_t i = 0; i < 1000; i++)
                vec_push(arena, &v, i);
        vec_foreach(i, &v)
                sum += *i;
        check_int("elements", (long long) v.n, 1000);
        check_int("sum", (long long) sum, 499500);
}

static void test_strv(void) {
        Strv l = {};

        check_true("empty", !strv_contains(&l, "a"));
        strv_add(arena, &l, "a");
        strv_add(arena, &l, "b");
        strv_add(arena, &l, "a");
        check_string("each once", joined(&l), "a b");
        check_true("contains", strv_contains(&l, "b") && !strv_contains(&l, "ab") && !strv_contains(&l, ""));
}

static void test_util(void) {
        check_string("startswith", startswith("foobar", "foo"), "bar");
        check_string("startswith, whole", startswith("foo", "foo"), "");
        check_string("startswith, not", startswith("fo", "foo"), NULL);
        check_string("endswith", endswith("a.conf", ".conf"), ".conf");
        check_string("endswith, not", endswith("conf", ".conf"), NULL);
        check_string("base_name", base_name("/a/b"), "b");
        check_string("base_name, none", base_name("b"), "b");
        check_string("base_name, directory", base_name("/a/"), "");
}

static void test_text(void) {
        Text t = { .arena = arena };

        check_string("empty", text_get(&t), "");
        text_join(&t, ", ", "a");
        text_join(&t, ", ", "b");
        text_addn(&t, "cdef", 2);
        text_addf(&t, "%d", 42);
        check_string("joined", text_get(&t), "a, bcd42");
        for (int i = 0; i < 5000; i++)
                text_add(&t, "x");
        check_int("long", (long long) strlen(text_get(&t)), 5008);
}

static void test_messages(void) {
        message_add(messages, LOG_ERR, "/a", 3, "is %s", "wrong");
        message_add(messages, LOG_WARNING, "/a", 0, "odd");
        message_add(messages, LOG_DEBUG, NULL, 0, "seen");
        check_int("errors", (long long) messages->errors, 1);
        check_int("level", messages->list.v[1].level, LOG_WARNING);
        check_message("texts", "/a:3: is wrong | /a: odd | seen");
        check_int("none left", (long long) messages->errors, 0);
}

RUN_TESTS(TEST(test_alloc), TEST(test_reset_gives_zeroes), TEST(test_strings), TEST(test_vec), TEST(test_strv),
          TEST(test_util), TEST(test_text), TEST(test_messages))
