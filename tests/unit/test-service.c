/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a service is, read off its lines. */
#include "helper.h"

#include "unit/service.h"

static void test_type(void) {
        static const char *const rows[][2] = {
                { "", "oneshot" },
                { "ExecStart=/a", "simple" },
                { "ExecStart=/a;ExecStart=", "oneshot" },
                { "ExecStop=/a", "oneshot" },
                { "ExecStart=/a;BusName=a.b", "dbus" },
                { "Type=notify;BusName=a.b;ExecStart=/a", "notify" },
                { "Type=forking;ExecStart=/a", "forking" },
                { "Type=exec", "exec" },
                { "Type=notify-reload", "notify-reload" },
                { "Type=idle;Type=nonsense;ExecStart=/a", "idle" },
                { "Type=oneshot;Type=simple", "simple" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_string(rows[i][0], service_type(make_unit(rows[i][0])), rows[i][1]);
}

static void test_user(void) {
        static const struct {
                const char *lines, *user;
                bool root;
        } rows[] = {
                { "", "root", true },
                { "User=root", "root", true },
                { "User=0", "root", true },
                { "User=daemon", "daemon", false },
                { "User=daemon;User=", "root", true },
                { "User=daemon;User=www-data", "www-data", false },
                { "DynamicUser=yes", "x", false },
                { "DynamicUser=yes;User=d", "d", false },
                { "DynamicUser=yes;DynamicUser=no", "root", true },
                { "DynamicUser=nonsense", "root", true },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                const Unit *u = make_unit(rows[i].lines);

                check_string(rows[i].lines, service_user(arena, u), rows[i].user);
                check_int(rows[i].lines, service_is_root(u), rows[i].root);
        }
        make_root(FILES({ UNITS "a@.service", "[Service]\nDynamicUser=1\n" }));
        check_string("prefix of an instance", service_user(arena, load_unit("a@b.service")), "a");
        check_true("dynamic", service_is_dynamic(load_unit("a@b.service")));
}

static void test_says_yes(void) {
        check_true("no line", !service_says_yes(make_unit(""), option_find("PrivateNetwork")));
        check_true("yes", service_says_yes(make_unit("PrivateNetwork=true"), option_find("PrivateNetwork")));
        check_true("last", !service_says_yes(make_unit("PrivateNetwork=yes;PrivateNetwork=off"), option_find("PrivateNetwork")));
        check_true("illegible", service_says_yes(make_unit("PrivateNetwork=yes;PrivateNetwork=?"), option_find("PrivateNetwork")));
}

static void test_exec_program(void) {
        static const struct {
                const char *value, *path;
                bool privileged;
        } rows[] = {
                { "/usr/bin/x", "/usr/bin/x", false },
                { "/usr/bin/x -a b", "/usr/bin/x", false },
                { "x", "x", false },
                { "-/x", "/x", false },
                { "@/x y", "/x", false },
                { ":/x", "/x", false },
                { "!/x", "/x", false },
                { "!!/x", "/x", false },
                { "|/x", "/x", false },
                { "+/x", "/x", true },
                { "-+@/x y", "/x", true },
                { "+:-/x", "/x", true },
                { " -/x", "/x", false },
                { "- /x", "/x", false },
                { "\"/a b/x\" y", "/a b/x", false },
                { "/a\\x20b", "/a b", false },
                { "/usr/bin/env x", "x", false },
                { "env A=b C=\"d e\" /x", "/x", false },
                { "/usr/bin/env -i A=b -u C -C /tmp /x y", "/x", false },
                { "+env A=b /x", "/x", true },
                { "/usr/bin/environment A=b", "/usr/bin/environment", false },
                { "env A=b", NULL, false },
                { "env", NULL, false },
                { "", NULL, false },
                { "-", NULL, false },
                { "'/x", NULL, false },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                Program p = {};

                check_int(rows[i].value, exec_program(arena, rows[i].value, &p), rows[i].path ? 1 : 0);
                if (rows[i].path)
                        check_string(rows[i].value, p.path, rows[i].path);
                check_int(rows[i].value, rows[i].path ? p.privileged : false, rows[i].privileged);
        }
}

static void test_first_program(void) {
        check_string("first", service_program(arena, make_unit("ExecStart=/a 1;ExecStart=/b")), "/a");
        check_string("after the reset", service_program(arena, make_unit("ExecStart=/a;ExecStart=;ExecStart=/b")), "/b");
        check_string("none", service_program(arena, make_unit("ExecStart=/a;ExecStart=")), NULL);
        check_string("other Exec*=", service_program(arena, make_unit("ExecStartPre=/a")), NULL);
}

static void test_interpreters(void) {
        static const char *const yes[] = { "sh", "/bin/bash", "python", "/usr/bin/python3.11", "perl", "/usr/bin/perl5.36",
                                           "node", "/usr/lib/jvm/x/bin/java", "ruby", "php8.2", "env", "busybox", "sudo" };
        static const char *const no[] = { "/usr/sbin/nginx", "bashful", "/opt/sh/server", "javad", "nodem", "shd" };

        for (size_t i = 0; i < ELEMENTSOF(yes); i++)
                check_true(yes[i], program_is_interpreter(yes[i]));
        for (size_t i = 0; i < ELEMENTSOF(no); i++)
                check_true(no[i], !program_is_interpreter(no[i]));
}

RUN_TESTS(TEST(test_type), TEST(test_user), TEST(test_says_yes), TEST(test_exec_program), TEST(test_first_program),
          TEST(test_interpreters))
