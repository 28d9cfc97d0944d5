/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Policies as their files say them (design.md section 3). */
#include "helper.h"

#include "policy/profile.h"

#include <errno.h>

#include "base/text.h"
#include "policy/policy.h"

static Policy policy;

/* Parses @s, after the line that every policy needs. */
static int parse_after(const char *before, const char *s) {
        char *text = lines(arena_printf(arena, "%s%s", before, s));

        return policy_parse(arena, make_target(257), messages, &(Profiles) {}, "/p", text, strlen(text), &policy);
}

static int parse(const char *s) {
        return parse_after("[Match];Unit=x.service;", s);
}

static const char *tristate(Tristate t) {
        return t == UNSET ? "unset" : t == YES ? "yes" : "no";
}

/* What the policy says, in few words. */
static const char *as_text(void) {
        Text t = { .arena = arena };

        text_addf(&t, "unit=%s except=%s exec=%s user=%s type=%s chrooted=%s networked=%s fits=%d", joined(&policy.unit),
                  joined(&policy.except_unit), joined(&policy.exec), joined(&policy.user), joined(&policy.type),
                  tristate(policy.chrooted), tristate(policy.networked), policy.fits_machine);
        return text_get(&t);
}

static void test_match(void) {
        make_root(FILES({ "/etc/hostname", "web1" }));
        check_int("parse", parse_after("", "[Match];Unit=a.service b*;Unit=c.service;ExceptUnit=d;Exec=nginx;User=www;"
                                           "Type=simple;Chrooted=yes;Networked=no;Host=web*;X-Mine=1"), 0);
        check_message("parse", NULL);
        check_string("all", as_text(), "unit=a.service b* c.service except=d exec=nginx user=www type=simple chrooted=yes "
                                       "networked=no fits=1");
        check_int("reset", parse("Unit=;Unit=b.service;Host=!web*"), 0);
        check_string("reset", as_text(), "unit=b.service except= exec= user= type= chrooted=unset networked=unset fits=0");
        check_int("a backslash stays", parse("Unit=a\\x2db.service"), 0);
        check_string("a backslash stays", joined(&policy.unit), "x.service a\\x2db.service");
}

/* All conditions on the machine must hold; of one key's words any. */
static void test_machine(void) {
        static const struct {
                const char *text;
                bool fits;
        } rows[] = {
                { "Host=web1", true },
                { "Host=db web1", true },
                { "Host=db;Host=web1", true },
                { "Host=db", false },
                { "Host=0123", true },
                { "Host=web1;Virtualization=vm", false },
                { "Host=web1;Virtualization=container", true },
                { "Virtualization=lxc", true },
                { "Virtualization=yes", true },
                { "Virtualization=!no", true },
                { "Virtualization=!lxc", false },
                { "Architecture=x86-64", false }, /* of another root it cannot be known, so */
                { "Architecture=!x86-64", false },
                { "KernelCommandLine=quiet", false },
                { "KernelCommandLine=!quiet", false },
        };

        make_root(FILES({ "/etc/hostname", "web1" }, { "/etc/machine-id", "0123" }, { "/run/systemd/container", "lxc" }));
        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                check_int(rows[i].text, parse(rows[i].text), 0);
                check_int(rows[i].text, policy.fits_machine, rows[i].fits);
        }
        make_root(FILES({ "/proc/cmdline", "quiet a=b" }));
        check_int("word", parse("KernelCommandLine=quiet;KernelCommandLine=none"), 0);
        check_true("word", policy.fits_machine);
        check_int("value", parse("KernelCommandLine=a=b"), 0);
        check_true("value", policy.fits_machine);
        check_int("other value", parse("KernelCommandLine=a=c"), 0);
        check_true("other value", !policy.fits_machine);
        check_int("negated", parse("KernelCommandLine=!none"), 0);
        check_true("negated", policy.fits_machine);
}

static void test_policy_section(void) {
        make_root(NULL);
        check_int("parse", parse("[Policy];Description=D d;Documentation=man:x;Mode=plan;Tighten=all;X-A=b;"
                                 "Except=UMask Protect* SystemCallFilter=@mount Wait"), 0);
        check_message("parse", NULL);
        check_string("description", policy.description, "D d");
        check_int("mode", policy.mode, MODE_PLAN);
        check_true("tighten", policy.tighten_all);
        check_int("excepts", (long long) policy.excepts.n, 4);
        check_string("option", policy.excepts.v[2].option, "SystemCallFilter");
        check_string("value", policy.excepts.v[2].value, "@mount");
        check_int("line", policy.excepts.v[2].line, 9);
        check_int("defaults", parse(""), 0);
        check_int("mode", policy.mode, MODE_ENFORCE);
        check_true("tighten", !policy.tighten_all && policy.fits_machine);
        check_int("last one counts", parse("[Policy];Mode=off;Mode=enforce;Tighten=all;Tighten=vendor;Except=UMask;Except="), 0);
        check_true("last one counts", policy.mode == MODE_ENFORCE && !policy.tighten_all && policy.excepts.n == 0);
}

static void test_service_section(void) {
        make_root(NULL);
        check_int("parse", parse("[Service];UMask=0077;ReadWriteDirectories=/a;UMask=;X-Mine=1"), 0);
        check_message("bad value", "/p:6: UMask=: \"\" is no octal mode, line ignored");
        check_int("lines", (long long) policy.lines.n, 2);
        check_string("option", policy.lines.v[1].option->name, "ReadWritePaths");
        check_int("line", policy.lines.v[1].line, 5);
}

/* Left out, and the rest stands. */
static void test_bad_lines(void) {
        static const char *const rows[][2] = {
                { "[Service];ExecStart=/a;UMask=0077", "/p:4: ExecStart= is no option that hardens, line ignored" },
                { "[Service];UMask=0099;UMask=0077", "/p:4: UMask=: \"0099\" is no octal mode" },
                { "[Service];word;UMask=0077", "/p:4: no '='" },
                { "[Policy];Colour=red;[Service];UMask=0077", "/p:4: unknown key Colour= in [Policy], line ignored" },
                { "[Policy];Tighten=some;[Service];UMask=0077", "/p:4: Tighten=" },
                { "[Policy];Except=Foo;[Service];UMask=0077", "/p:4: Except=: unknown option \"Foo\"" },
                { "[Policy];Profile=none;[Service];UMask=0077", "/p:4: there is no profile none" },
                { "[Foo];A=b;[Service];UMask=0077", "/p:4: unknown section [Foo]" },
        };

        make_root(NULL);
        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                check_int(rows[i][0], parse(rows[i][0]), 0);
                check_message(rows[i][0], rows[i][1]);
                check_int(rows[i][0], (long long) policy.lines.n, 1);
        }
        check_int("before any section", parse_after("", "A=b;[Match];Unit=x.service;[X-Mine];A=b"), 0);
        check_message("before any section", "/p:1: A= stands before any section, line ignored");
}

/* A word too few in a list of what is allowed would make it stricter than its author wished. */
static void test_bad_word_takes_the_option(void) {
        static const char *const rows[] = {
                "[Service];CapabilityBoundingSet=CAP_KILL CAP_FOO", "[Service];RestrictAddressFamilies=AF_FOO",
                "[Service];SystemCallFilter=@foo", "[Service];ReadWritePaths=a",
        };

        make_root(NULL);
        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                check_int(rows[i], parse(rows[i]), 0);
                check_message(rows[i], "option left out for the units of this policy");
                check_int(rows[i], (long long) policy.excepts.n, 1);
        }
        /* That is no Except= of the author's, so an empty one does not take it back. */
        check_int("reset", parse("[Service];CapabilityBoundingSet=CAP_FOO;[Policy];Except="), 0);
        check_int("reset", (long long) policy.excepts.n, 1);
        check_message("reset", "option left out");
}

static void test_refusals(void) {
        static const char *const rows[][2] = {
                { "Uint=x", "/p:3: unknown key Uint= in [Match], policy ignored" },
                { "Chrooted=maybe", "/p:3: Chrooted=" },
                { "Networked=", "/p:3: Networked=" },
                { "Unit='x", "/p:3: Unit=: quotes" },
                { "word", "/p:3: no '='" },
                { "Host=", "/p:3: Host=" },
                { "[Policy];Mode=of", "/p:4: Mode=: \"of\" is none of" },
                { "[Service", "/p:3: broken section header, policy ignored" },
                { "Unit=", "selects no units" },
                { "Unit=;Host=*", "selects no units" },
                { "Unit=;ExceptUnit=a", "selects no units" },
        };

        make_root(NULL);
        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                check_int(rows[i][0], parse(rows[i][0]), -EINVAL);
                check_message(rows[i][0], rows[i][1]);
        }
}

static void test_selectors(void) {
        static const char *const rows[] = { "Unit=a", "Exec=a", "User=a", "Type=a", "Chrooted=yes", "Networked=no" };

        make_root(NULL);
        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_int(rows[i], parse_after("[Match];", rows[i]), 0);
}

/* What of a refused policy is kept: whom it would have exempted. */
static void test_damaged(void) {
        static const struct {
                const char *text;
                mode_t mode;
                const char *damaged; /* NULL: nothing is exempted */
                size_t policies;
        } rows[] = {
                { "[Match];Unit=x.service;Uint=y;[Policy];Mode=off", 0644, "x.service", 0 },
                { "[Match];Unit=x.service;Uint=y;[Policy];Except=*", 0644, "x.service", 0 },
                { "[Match];Unit=x.service;Uint=y;[Service];UMask=0077", 0644, NULL, 0 },
                { "[Match];Unit=x.service y*;[Policy];Mode=off", 0666, "x.service y*", 0 },
                { "[Match];Unit=x.service;[Service];UMask=0077", 0666, NULL, 0 },
                { "[Match];Unit=x.service;[Policy];Mode=off", 0644, NULL, 1 },
                { "[Match];Unit=x.service;Host=other", 0644, NULL, 0 },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                PolicySet set;

                make_root(FILES({ "/etc/hardening.d/60-p.conf", lines(rows[i].text) }));
                assert_int_equal(chmod(outside("/etc/hardening.d/60-p.conf"), rows[i].mode), 0);
                assert_int_equal(policy_set_load(arena, make_target(257), messages, &set), 0);
                messages_done(messages);
                check_string(rows[i].text, set.damaged.n ? joined(&set.damaged.v[0].unit) : NULL, rows[i].damaged);
                check_int(rows[i].text, (long long) set.policies.n, (long long) rows[i].policies);
        }
}

static void test_too_many(void) {
        PolicySet set;

        make_root(FILES({ "/etc/hardening.d/", NULL }));
        for (unsigned i = 0; i <= POLICIES_MAX; i++)
                assert_int_equal(symlink("/dev/null", outside(arena_printf(arena, "/etc/hardening.d/%u.conf", i))), 0);
        check_int("policies", policy_set_load(arena, make_target(257), messages, &set), -E2BIG);
}

RUN_TESTS(TEST(test_match), TEST(test_machine), TEST(test_policy_section), TEST(test_service_section), TEST(test_bad_lines),
          TEST(test_bad_word_takes_the_option), TEST(test_refusals), TEST(test_selectors), TEST(test_damaged),
          TEST(test_too_many))
