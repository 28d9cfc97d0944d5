/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which policies match which units, and which of them name them. */
#include "helper.h"

#include "policy/profile.h"

static Policy parse(const char *match) {
        char *text = lines(arena_printf(arena, "[Match];%s", match));
        Policy p;

        if (policy_parse(arena, make_target(257), messages, &(Profiles) {}, "/p", text, strlen(text), &p) < 0)
                fail_msg("%s is refused", match);
        return p;
}

static const char *matched(const char *match, const Unit *u) {
        static const char *const words[] = { "no", "pattern", "named" };
        Matchable m = matchable_of(arena, u);
        Policy p = parse(match);

        return words[policy_match(&p, &m)];
}

typedef struct Row {
        const char *match, *want;
} Row;

static void check_rows(const Unit *u, const Row *rows, size_t n) {
        for (size_t i = 0; i < n; i++)
                check_string(arena_printf(arena, "%s %s", u->name, rows[i].match), matched(rows[i].match, u), rows[i].want);
}

static void test_names(void) {
        static const Row rows[] = {
                { "Unit=x.service", "named" },
                { "Unit=x", "no" },
                { "Unit=X.service", "no" },
                { "Unit=x*", "pattern" },
                { "Unit=[xy].service", "pattern" },
                { "Unit=?.service", "pattern" },
                { "Unit=y.service x.service", "named" },
                { "Unit=*;Unit=x.service", "named" },
                { "Unit=x.service;ExceptUnit=x*", "no" },
                { "Unit=*;ExceptUnit=y.service", "pattern" },
                { "Unit=alias.service", "named" },
                { "Unit=ali*", "pattern" },
                { "Unit=*;ExceptUnit=alias.service", "no" },
                { "Unit=y.service", "no" },
        };

        make_root(FILES({ UNITS "x.service", "[Service]\n" }, { UNITS "alias.service", "-> x.service" }));
        check_rows(load_unit("x.service"), rows, ELEMENTSOF(rows));
}

static void test_instances(void) {
        static const Row rows[] = {
                { "Unit=t@.service", "named" }, { "Unit=t@a.service", "named" },  { "Unit=t@b.service", "no" },
                { "Unit=t@*.service", "pattern" }, { "Unit=*;ExceptUnit=t@.service", "no" },
        };

        make_root(FILES({ UNITS "t@.service", "[Service]\n" }));
        check_rows(load_unit("t@a.service"), rows, ELEMENTSOF(rows));
        check_string("template", matched("Unit=t@.service", load_unit("t@.service")), "named");
        check_string("template by an instance", matched("Unit=t@a.service", load_unit("t@.service")), "no");
}

static void test_programs(void) {
        static const struct {
                const char *lines;
                Row row;
        } rows[] = {
                { "ExecStart=/usr/sbin/nginx -g x", { "Exec=nginx", "named" } },
                { "ExecStart=/usr/sbin/nginx", { "Exec=/usr/sbin/nginx", "named" } },
                { "ExecStart=/usr/sbin/nginx", { "Exec=/usr/bin/nginx", "no" } },
                { "ExecStart=/usr/sbin/nginx", { "Exec=ngin?", "pattern" } },
                { "ExecStart=/usr/sbin/nginx", { "Exec=*/nginx", "pattern" } },
                { "ExecStart=/usr/sbin/nginx", { "Exec=sbin", "no" } },
                { "ExecStart=-@/usr/sbin/nginx a", { "Exec=nginx", "named" } },
                { "ExecStart=/usr/bin/env A=b nginx", { "Exec=nginx", "named" } },
                { "ExecStart=/usr/bin/python3 /x.py", { "Exec=python3", "pattern" } },
                { "ExecStart=/bin/sh -c x", { "Exec=/bin/sh", "pattern" } },
                { "ExecStart=/bin/sh -c x", { "Unit=x.service;Exec=sh", "named" } },
                { "ExecStart=/a;ExecStart=/b", { "Exec=b", "no" } },
                { "", { "Exec=*", "no" } },
                { "ExecStart=/a", { "Unit=x*;Exec=a", "named" } },
                { "ExecStart=/a", { "Unit=x.service;Exec=b", "no" } },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_rows(make_unit(rows[i].lines), &rows[i].row, 1);
}

static void test_other_keys(void) {
        static const struct {
                const char *lines;
                Row row;
        } rows[] = {
                { "User=www-data", { "User=www-data", "pattern" } },
                { "User=www-data", { "User=www*", "pattern" } },
                { "User=www-data", { "User=root", "no" } },
                { "", { "User=root", "pattern" } },
                { "DynamicUser=yes", { "User=root", "no" } },
                { "ExecStart=/a", { "Type=simple", "pattern" } },
                { "Type=forking", { "Type=simple", "no" } },
                { "ExecStart=/a", { "Type=forking sim*", "pattern" } },
                { "RootDirectory=/srv", { "Chrooted=yes", "pattern" } },
                { "RootDirectory=/", { "Chrooted=yes", "no" } },
                { "RootDirectory=/srv;RootDirectory=", { "Chrooted=yes", "no" } },
                { "RootImage=/x.img", { "Chrooted=yes", "pattern" } },
                { "TemporaryFileSystem=/:ro", { "Chrooted=yes", "pattern" } },
                { "TemporaryFileSystem=/srv", { "Chrooted=yes", "no" } },
                { "TemporaryFileSystem=/;TemporaryFileSystem=", { "Chrooted=yes", "no" } },
                { "", { "Chrooted=no", "pattern" } },
                { "", { "Networked=yes", "pattern" } },
                { "PrivateNetwork=yes", { "Networked=yes", "no" } },
                { "PrivateNetwork=yes", { "Networked=no", "pattern" } },
                { "PrivateNetwork=no", { "Networked=yes", "pattern" } },
                { "RestrictAddressFamilies=AF_UNIX", { "Networked=yes", "no" } },
                { "RestrictAddressFamilies=AF_UNIX AF_INET6", { "Networked=yes", "pattern" } },
                { "RestrictAddressFamilies=~AF_INET AF_INET6", { "Networked=yes", "no" } },
                { "RestrictAddressFamilies=~AF_INET", { "Networked=yes", "pattern" } },
                { "RestrictAddressFamilies=none", { "Networked=yes", "no" } },
                { "User=a;Type=exec", { "User=a;Type=exec;Networked=yes", "pattern" } },
                { "User=a;Type=exec", { "User=a;Type=idle", "no" } },
                { "User=a", { "Unit=x.service;User=a", "named" } },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_rows(make_unit(rows[i].lines), &rows[i].row, 1);
}

/* Only the literal name in Unit= matches. */
static void test_protected(void) {
        static const struct {
                const char *name, *text;
        } units[] = {
                { "ssh.service", "[Service]\nExecStart=/usr/sbin/sshd\n" },
                { "x.service", "[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/usr/sbin/sshd\n" },
                { "y.service", "[Service]\nDelegate=yes\nExecStart=/usr/sbin/sshd\n" },
                { "z.service", "[Service]\nDelegate=pids\nExecStart=/usr/sbin/sshd\n" },
                { "real.service", "[Service]\nExecStart=/usr/sbin/sshd\n" },
        };

        make_root(FILES({ UNITS "sshd.service", "-> real.service" }));
        for (size_t i = 0; i < ELEMENTSOF(units); i++)
                add_files(FILES({ arena_printf(arena, UNITS "%s", units[i].name), units[i].text }));
        for (size_t i = 0; i < ELEMENTSOF(units); i++) {
                const Unit *u = load_unit(units[i].name);

                check_string(u->name, matched(arena_printf(arena, "Unit=%s", u->name), u), "named");
                check_string(u->name, matched("Unit=*.service", u), "no");
                check_string(u->name, matched("Exec=sshd", u), "no");
                check_string(u->name, matched("User=root", u), "no");
        }
        check_string("not protected", matched("Unit=*", make_unit("Delegate=no")), "pattern");
}

static void test_may_match(void) {
        static const struct {
                const char *match, *name;
                bool may;
        } rows[] = {
                { "Unit=x.service", "x.service", true }, { "Unit=x.service", "y.service", false },
                { "Unit=x*", "x1.service", true },       { "Exec=a", "y.service", true },
                { "User=a", "ssh.service", false },      { "Unit=*", "ssh.service", false },
                { "Unit=ssh.service", "ssh.service", true }, { "Unit=t@.service", "t@a.service", true },
        };
        Strv none = {};

        make_root(NULL);
        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                Policy p = parse(rows[i].match);
                PolicySet set = {};

                vec_push(arena, &set.policies, &p);
                check_int(arena_printf(arena, "%s %s", rows[i].match, rows[i].name),
                          policies_may_match(arena, &set, rows[i].name, &none), rows[i].may);
        }
}

RUN_TESTS(TEST(test_names), TEST(test_instances), TEST(test_programs), TEST(test_other_keys), TEST(test_protected),
          TEST(test_may_match))
