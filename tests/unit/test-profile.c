/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Profiles, and those that build on others. */
#include "helper.h"

#include "policy/profile.h"

#include "base/text.h"
#include "policy/policy.h"

#define PROFILE(name) "/etc/hardening.d/profiles/" name ".conf"

/* The [Service] lines of a policy with this [Policy] and [Service]. */
static const char *parse(const char *s) {
        char *text = lines(arena_printf(arena, "[Match];Unit=x.service;[Policy];%s", s));
        Text t = { .arena = arena };
        Policy p;

        assert_int_equal(policy_parse(arena, make_target(257), messages, &(Profiles) {}, "/p", text, strlen(text), &p), 0);
        vec_foreach(l, &p.lines)
                text_join(&t, " ", arena_printf(arena, "%s@%s:%u", l->value, base_name(l->file), l->line));
        return text_get(&t);
}

static void test_order(void) {
        make_root(FILES({ PROFILE("base"), "[Service]\nUMask=0001\n" },
                        { PROFILE("net"), "[Service]\nUMask=0002\n[Profile]\nDescription=d\nX-Mine=1\nProfile=base\n" },
                        { PROFILE("other"), "[X-Mine]\na=b\n[Service]\nUMask=0003\n" }));
        check_string("before the policy's own", parse("[Service];UMask=0007;[Policy];Profile=net other"),
                     "0001@base.conf:2 0002@net.conf:2 0003@other.conf:4 0007@p:5");
        check_string("reset", parse("Profile=net;Profile=;Profile=other"), "0003@other.conf:4");
        check_string("twice", parse("Profile=base base"), "0001@base.conf:2 0001@base.conf:2");
        check_message("nothing to complain", NULL);
}

static void test_precedence(void) {
        make_root(FILES({ "/usr/lib/hardening.d/profiles/a.conf", "[Service]\nUMask=0001\n" },
                        { "/run/hardening.d/profiles/a.conf", "[Service]\nUMask=0002\n" }));
        check_string("run before usr", parse("Profile=a"), "0002@a.conf:2");
        add_files(FILES({ PROFILE("a"), "-> /dev/null" }));
        check_string("masked", parse("Profile=a"), "");
        check_message("masked", "/p:4: profile " PROFILE("a") " is masked, left out");
}

static void test_cycles(void) {
        make_root(FILES({ PROFILE("self"), "[Profile]\nProfile=self\n[Service]\nUMask=0001\n" },
                        { PROFILE("a"), "[Profile]\nProfile=b\n[Service]\nUMask=0002\n" },
                        { PROFILE("b"), "[Profile]\nProfile=a\n[Service]\nUMask=0003\n" },
                        { PROFILE("left"), "[Profile]\nProfile=top\n" }, { PROFILE("right"), "[Profile]\nProfile=top\n" },
                        { PROFILE("top"), "[Service]\nUMask=0004\n" }));
        check_string("itself", parse("Profile=self"), "0001@self.conf:4");
        check_message("itself", PROFILE("self") ":2: profile self builds on itself");
        check_string("two", parse("Profile=a"), "0003@b.conf:4 0002@a.conf:4");
        check_message("two", PROFILE("b") ":2: profile a builds on itself");
        check_string("a diamond is none", parse("Profile=left right"), "0004@top.conf:2 0004@top.conf:2");
        check_message("a diamond is none", NULL);
}

static void test_depth(void) {
        const char *got;

        make_root(NULL);
        for (unsigned i = 0; i < 30; i++)
                add_files(FILES({ arena_printf(arena, "/etc/hardening.d/profiles/p%u.conf", i),
                                  arena_printf(arena, "[Profile]\nProfile=%s\n[Service]\nUMask=00%02o\n",
                                               i < 29 ? arena_printf(arena, "p%u", i + 1) : "", i) }));
        got = parse("Profile=p0");
        check_part("the first ones are there", got, "0001@p1.conf:4 0000@p0.conf:4");
        check_true("no deeper than that", !strstr(got, "@p16.conf"));
        check_message("said so", PROFILE("p15") ":2: profile p16 ");
}

static void test_bad(void) {
        static const char *const rows[][2] = {
                { "Profile=none", "/p:4: there is no profile none" },
                { "Profile=../x", "/p:4: \"../x\" is no name of a profile" },
                { "Profile=bad", PROFILE("bad") ":2: ExecStart= is no option that hardens" },
                { "Profile=bad", PROFILE("bad") ":3: no '='" },
                { "Profile=bad", PROFILE("bad") ":5: unknown key Colour= in [Profile]" },
                { "Profile=bad", PROFILE("bad") ":7: section [Match] does not belong into a profile" },
                { "Profile=broken", PROFILE("broken") ":3: broken section header, rest of the file ignored" },
                { "Profile=open", PROFILE("open") ": can be written by everybody, ignored" },
        };

        make_root(FILES({ PROFILE("bad"), "[Service]\nExecStart=/a\nword\n[Profile]\nColour=red\n[Match]\nUnit=x\n" },
                        { PROFILE("broken"), "[Service]\nUMask=0001\n[Serv\nUMask=0002\n" },
                        { PROFILE("open"), "[Service]\nUMask=0003\n" }));
        assert_int_equal(chmod(outside(PROFILE("open")), 0666), 0);
        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                const char *got = parse(rows[i][0]);

                check_string(rows[i][0], got, streq(rows[i][0], "Profile=broken") ? "0001@broken.conf:2" : "");
                check_message(rows[i][0], rows[i][1]);
        }
}

RUN_TESTS(TEST(test_order), TEST(test_precedence), TEST(test_cycles), TEST(test_depth), TEST(test_bad))
