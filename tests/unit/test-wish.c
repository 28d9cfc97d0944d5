/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What all policies together ask of a unit. */
#include "helper.h"

#include "base/text.h"

#define POLICY(n, s) { "/etc/hardening.d/" n ".conf", s }
#define NAMED "[Match]\nUnit=x.service\n"
#define GLOB "[Match]\nUnit=x*\n"

static Wish make_wish(bool include_plan, const TestFile *policies) {
        const Unit *u;
        Matchable m;
        PolicySet set;
        Wish w;

        make_root(FILES({ UNITS "x.service", "[Service]\nExecStart=/a\n" }));
        add_files(policies);
        u = load_unit("x.service");
        m = matchable_of(arena, u);
        assert_int_equal(policy_set_load(arena, make_target(257), messages, &set), 0);
        wish_make(arena, &set, &m, include_plan, &w);
        check_message("policies", NULL);
        return w;
}

/* The values for UMask=, each with its reach. */
static const char *umask_lines(const Wish *w) {
        static const char *const reaches[] = { "pattern", "vendor", "admin" };
        Text t = { .arena = arena };

        vec_foreach(l, &w->options[option_index(option_find("UMask"))])
                text_join(&t, " ", arena_printf(arena, "%s:%s", l->value, reaches[l->reach]));
        return text_get(&t);
}

static void test_order(void) {
        Wish w = make_wish(false, FILES(POLICY("70-b", GLOB "[Service]\nUMask=0002\n"),
                                        POLICY("60-a", NAMED "[Service]\nUMask=0001\nUMask=0011\n"),
                                        POLICY("80-c", NAMED "[Policy]\nTighten=all\n[Service]\nUMask=0003\n"),
                                        POLICY("90-d", "[Match]\nUnit=y.service\n[Service]\nUMask=0004\n")));

        check_string("by name, with their reach", umask_lines(&w), "0001:vendor 0011:vendor 0002:pattern 0003:admin");
        check_string("policies", joined(&w.policies),
                     "/etc/hardening.d/60-a.conf /etc/hardening.d/70-b.conf /etc/hardening.d/80-c.conf");
        check_true("not empty", !w.empty);
}

static void test_tighten_needs_a_name(void) {
        Wish w = make_wish(false, FILES(POLICY("60-a", GLOB "[Policy]\nTighten=all\n[Service]\nUMask=0001\n")));

        check_string("pattern", umask_lines(&w), "0001:pattern");
}

static void test_off(void) {
        Wish w = make_wish(false, FILES(POLICY("60-a", NAMED "[Policy]\nExcept=UMask\n[Service]\nUMask=0001\n"),
                                        POLICY("70-b", GLOB "[Policy]\nMode=off\n[Service]\nUMask=0002\n"),
                                        POLICY("80-c", GLOB "[Service]\nUMask=0003\n")));

        check_string("what comes after stands", umask_lines(&w), "0003:pattern");
        check_true("the exception is gone too", !wish_excepted(&w, option_find("UMask")));
        w = make_wish(false, FILES(POLICY("60-a", NAMED "[Service]\nUMask=0001\n"),
                                   POLICY("70-b", "[Match]\nUnit=y*\n[Policy]\nMode=off\n")));
        check_string("of other units", umask_lines(&w), "0001:vendor");
        w = make_wish(false, FILES(POLICY("60-a", NAMED "[Service]\nUMask=0001\n"), POLICY("70-b", GLOB "[Policy]\nMode=off\n")));
        check_true("nothing left", w.empty);
}

static void test_plan(void) {
        const TestFile *policies = FILES(POLICY("60-a", NAMED "[Policy]\nMode=plan\n[Service]\nUMask=0001\n"));
        Wish w = make_wish(false, policies);

        check_true("not enforced", w.empty);
        w = make_wish(true, policies);
        check_string("planned", umask_lines(&w), "0001:vendor");
}

static void test_excepts(void) {
        Wish w = make_wish(false, FILES(POLICY("60-a", NAMED "[Policy]\nExcept=Protect* UMask SystemCallFilter=@mount\n"
                                                             "[Service]\nUMask=0001\n")));

        check_true("name", wish_excepted(&w, option_find("UMask")) != NULL);
        check_true("glob", wish_excepted(&w, option_find("ProtectHome")) != NULL);
        check_true("element is not the whole", !wish_excepted(&w, option_find("SystemCallFilter")));
        check_true("element", wish_element_excepted(&w, option_find("SystemCallFilter"), "@mount") != NULL);
        check_true("other element", !wish_element_excepted(&w, option_find("SystemCallFilter"), "@swap"));
        check_true("other option", !wish_excepted(&w, option_find("NoNewPrivileges")));
}

RUN_TESTS(TEST(test_order), TEST(test_tighten_needs_a_name), TEST(test_off), TEST(test_plan), TEST(test_excepts))
