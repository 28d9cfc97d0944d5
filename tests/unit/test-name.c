/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Unit names. */
#include "helper.h"

#include "unit/name.h"

static void test_valid(void) {
        static const char *const good[] = { "a.service", "a-b_c:d.e.service", "a@.service", "a@b.service", "a\\x2db.service",
                                            "a@b@c.service", "A9.service", "a@x.y.service" };
        static const char *const bad[] = { "", ".service", "a", "a.socket", "@.service", "@a.service", "a b.service",
                                           "a/b.service", "a*.service", "a.service ", "\xc3\xa4.service", "a%.service" };
        char name[300];

        for (size_t i = 0; i < ELEMENTSOF(good); i++)
                check_true(good[i], unit_name_is_valid(good[i], ".service"));
        for (size_t i = 0; i < ELEMENTSOF(bad); i++)
                check_true(bad[i], !unit_name_is_valid(bad[i], ".service"));
        check_true("socket", unit_name_is_valid("a.socket", ".socket"));
        memset(name, 'a', sizeof(name));
        strcpy(name + 247, ".service");
        check_true("255 characters", unit_name_is_valid(name, ".service"));
        strcpy(name + 247, "a.service");
        check_true("256 characters", !unit_name_is_valid(name, ".service"));
}

static void test_kinds(void) {
        static const struct {
                const char *name;
                bool template, instance;
        } rows[] = {
                { "a.service", false, false }, { "a@.service", true, false },    { "a@b.service", false, true },
                { "a", false, false },         { "a@b.c.service", false, true }, { "a@b@c.service", false, true },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                check_int(rows[i].name, unit_name_is_template(rows[i].name), rows[i].template);
                check_int(rows[i].name, unit_name_is_instance(rows[i].name), rows[i].instance);
        }
        check_string("template", unit_name_template(arena, "a@b.c.service"), "a@.service");
        check_string("template of two at", unit_name_template(arena, "a@b@c.service"), "a@.service");
}

static void test_chop(void) {
        static const char *const rows[][2] = {
                { "foo.service", NULL },
                { "foo-bar.service", "foo-.service" },
                { "foo-bar-baz.service", "foo-bar-.service" },
                { "foo-bar-.service", "foo-.service" },
                { "foo-.service", NULL },
                { "-foo.service", NULL },
                { "foo-bar@x.service", "foo-@x.service" },
                { "foo-bar@x-y.service", "foo-@x-y.service" },
                { "foo-bar@.service", "foo-.service" },
                { "foo@x-y.service", NULL },
                { "foo-bar.baz.service", "foo-.service" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_string(rows[i][0], unit_name_chop(arena, rows[i][0]), rows[i][1]);
}

static void test_glob(void) {
        check_true("globs", is_glob("a*") && is_glob("a?") && is_glob("[ab]"));
        check_true("no globs", !is_glob("a.service") && !is_glob("a\\x2d.service") && !is_glob(""));
}

RUN_TESTS(TEST(test_valid), TEST(test_kinds), TEST(test_chop), TEST(test_glob))
