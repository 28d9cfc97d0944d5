/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Limits and sizes. */
#include "helper.h"

#include "option/limit.h"

/* As it would be written, "!" where it cannot be read. */
static const char *parsed(const char *option, const char *s) {
        Limit l;

        return limit_parse(option, s, &l) < 0 ? "!" : limit_text(arena, &l);
}

static void test_limits(void) {
        static const struct {
                const char *option, *text, *want;
        } rows[] = {
                { "LimitNOFILE", "1024", "1024" },
                { "LimitNOFILE", "1024:4096", "1024:4096" },
                { "LimitNOFILE", "1024:1024", "1024" },
                { "LimitNOFILE", "1024:infinity", "1024:infinity" },
                { "LimitNOFILE", "infinity", "infinity" },
                { "LimitNOFILE", "4096:1024", "!" },
                { "LimitNOFILE", "50%", "!" },
                { "LimitNOFILE", ":5", "!" },
                { "LimitNOFILE", "5:", "!" },
                { "LimitNOFILE", "-1", "!" },
                { "LimitNOFILE", "", "!" },
                { "LimitCORE", "0", "0" },
                { "LimitMEMLOCK", "64K", "65536" },
                { "LimitMEMLOCK", "1M:2M", "1048576:2097152" },
                { "MemoryMax", "1G", "1073741824" },
                { "MemoryMax", "1T", "1099511627776" },
                { "MemoryMax", "7B", "7" },
                { "MemoryMax", "1Q", "!" },
                { "MemoryMax", "1KB", "!" },
                { "MemoryMax", "16E", "!" },
                { "MemoryMax", "99999999999999999999", "!" },
                { "MemoryMax", "1:2", "!" },
                { "MemoryMax", "x", "!" },
                { "MemoryMax", "50%", "50%" },
                { "MemoryMax", "100%", "100%" },
                { "MemoryMax", "101%", "!" },
                { "MemoryMax", "0%", "0%" },
                { "MemoryMax", "12.34%", "12.34%" },
                { "MemoryMax", "12.5%", "12.50%" },
                { "MemoryMax", "12.05%", "12.05%" },
                { "MemoryMax", "%", "!" },
                { "MemoryMax", "-5%", "!" },
                { "TasksMax", "15%", "15%" },
                { "TasksMax", "4915", "4915" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_string(arena_printf(arena, "%s=%s", rows[i].option, rows[i].text),
                             parsed(rows[i].option, rows[i].text), rows[i].want);
}

static void test_values(void) {
        Limit l;

        assert_int_equal(limit_parse("LimitNOFILE", "7:infinity", &l), 0);
        check_int("soft", (long long) l.soft, 7);
        check_true("hard", l.hard == LIMIT_INFINITY && !l.percent);
        assert_int_equal(limit_parse("TasksMax", "33.3%", &l), 0);
        check_true("percent", l.percent && l.soft == 3330 && l.hard == 3330);
}

RUN_TESTS(TEST(test_limits), TEST(test_values))
