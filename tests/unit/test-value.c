/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Single values. */
#include "helper.h"

#include <errno.h>

#include "option/problem.h"
#include "option/value.h"

static void test_problems(void) {
        static const struct {
                const char *option, *value;
                const char *problem; /* NULL: the value is good */
        } rows[] = {
                { "NoNewPrivileges", "yes", NULL },
                { "NoNewPrivileges", "ON", NULL },
                { "NoNewPrivileges", "maybe", "no value" },
                { "NoNewPrivileges", "", "no value" },
                { "ProtectSystem", "strict", NULL },
                { "ProtectSystem", "true", NULL },
                { "ProtectSystem", "superstrict", "no value" },
                { "PrivateTmp", "disconnected", NULL },
                { "ProtectHome", "read-only", NULL },
                { "UMask", "0077", NULL },
                { "UMask", "77", NULL },
                { "UMask", "0099", "octal" },
                { "UMask", "17777", "octal" },
                { "UMask", "", "octal" },
                { "StateDirectoryMode", "0700", NULL },
                { "StateDirectoryMode", "u=rwx", "octal" },
                { "SecureBits", "noroot noroot-locked", NULL },
                { "SecureBits", "keep-caps", "unknown word" },
                { "CapabilityBoundingSet", "CAP_KILL CAP_CHOWN", NULL },
                { "CapabilityBoundingSet", "~CAP_KILL", NULL },
                { "CapabilityBoundingSet", "", NULL },
                { "CapabilityBoundingSet", "~", NULL },
                { "CapabilityBoundingSet", "CAP_KILL CAP_FOO", "CAP_FOO" },
                { "CapabilityBoundingSet", "CAP_KILL ~CAP_CHOWN", "~CAP_CHOWN" },
                { "RestrictAddressFamilies", "none", NULL },
                { "RestrictAddressFamilies", "AF_UNIX AF_INET", NULL },
                { "RestrictAddressFamilies", "AF_UNIX none", "none" },
                { "RestrictAddressFamilies", "unix", "unix" },
                { "RestrictNamespaces", "yes", NULL },
                { "RestrictNamespaces", "~user net", NULL },
                { "RestrictNamespaces", "foo", "foo" },
                { "SystemCallArchitectures", "native x86", NULL },
                { "SystemCallArchitectures", "~x86", "~x86" },
                { "SystemCallArchitectures", "z80", "z80" },
                { "RestrictFileSystems", "ext4 @network", NULL },
                { "RestrictFileSystems", "~proc", NULL },
                { "RestrictFileSystems", "a/b", "a/b" },
                { "SystemCallFilter", "@system-service", NULL },
                { "SystemCallFilter", "~@mount:EPERM @swap ptrace", NULL },
                { "SystemCallFilter", "", NULL },
                { "SystemCallFilter", "@foo", "@foo" },
                { "SystemCallFilter", "a$b", "a$b" },
                { "SystemCallFilter", "ptrace:", "bad error" },
                { "ReadOnlyPaths", "/a -/b -+/c", NULL },
                { "ReadOnlyPaths", "%S/x", NULL },
                { "ReadOnlyPaths", "'/a b'", NULL },
                { "ReadOnlyPaths", "a", "absolute" },
                { "ReadOnlyPaths", "/a/../b", "absolute" },
                { "ReadOnlyPaths", "/a/.", "absolute" },
                { "ReadOnlyPaths", "'/a", "quotes" },
                { "BindPaths", "/a:/b:rbind", NULL },
                { "BindPaths", "/a:b", "absolute" },
                { "BindPaths", "/a:/b:x", "absolute" },
                { "DeviceAllow", "/dev/kvm rw", NULL },
                { "DeviceAllow", "char-pts", NULL },
                { "DeviceAllow", "block-loop rw", NULL },
                { "DeviceAllow", "kvm", "device node" },
                { "IPAddressDeny", "any", NULL },
                { "IPAddressDeny", "10.0.0.0/8 ::1 2001:db8::/32 localhost", NULL },
                { "IPAddressDeny", "10.0.0.0/33", "10.0.0.0/33" },
                { "IPAddressDeny", "::/129", "::/129" },
                { "IPAddressDeny", "10.0.0.0/", "10.0.0.0/" },
                { "IPAddressDeny", "example.org", "example.org" },
                { "SocketBindDeny", "ipv4:tcp:1-1024 any", NULL },
                { "SocketBindDeny", "tcp/80", "tcp/80" },
                { "TasksMax", "10%", NULL },
                { "TasksMax", "many", "no limit" },
                { "LimitNOFILE", "1024:64", "no limit" },
                { "DynamicUser", "yes", NULL },
                { "DynamicUser", "strict", "no boolean" },
                { "RootDirectory", "/srv/x", NULL },
                { "RootDirectory", "srv/x", "absolute" },
                { "RootDirectory", "-/srv/x", "absolute" },
                { "User", "daemon", NULL },
                { "User", "", NULL },
                { "StateDirectory", "x/y", NULL },
                { "SupplementaryGroups", "", NULL },
                { "User", "a\nb", "control" },
                { "SystemCallFilter", "@mount\x7f", "control" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_part(arena_printf(arena, "%s=%s", rows[i].option, rows[i].value),
                           value_problem(arena, option_find(rows[i].option), rows[i].value), rows[i].problem);
}

static void test_needs_all_lines(void) {
        check_true("allow lists", option_needs_all_lines(option_find("CapabilityBoundingSet")) &&
                                          option_needs_all_lines(option_find("SystemCallFilter")) &&
                                          option_needs_all_lines(option_find("ReadWritePaths")));
        check_true("others", !option_needs_all_lines(option_find("NoNewPrivileges")) &&
                                     !option_needs_all_lines(option_find("InaccessiblePaths")));
}

static void test_order_find(void) {
        static const struct {
                const char *option, *value;
                unsigned version;
                const char *found;
        } rows[] = {
                { "ProtectSystem", "on", 247, "yes" },   { "ProtectSystem", "0", 247, "no" },
                { "ProtectSystem", "full", 247, "full" }, { "ProtectSystem", "Full", 247, NULL },
                { "PrivateTmp", "disconnected", 256, NULL }, { "PrivateTmp", "disconnected", 257, "disconnected" },
                { "PrivateUsers", "identity", 256, NULL }, { "PrivateUsers", "self", 257, "self" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                const OptionValue *v = order_find(option_find(rows[i].option), rows[i].value, rows[i].version);

                check_string(arena_printf(arena, "%s=%s", rows[i].option, rows[i].value), v ? v->name : NULL, rows[i].found);
        }
}

/* What a version does not know becomes the next weaker value that it knows. */
static void test_order_at_most(void) {
        static const struct {
                const char *option, *value;
                unsigned version;
                const char *best;
        } rows[] = {
                { "PrivateTmp", "disconnected", 252, "yes" },
                { "PrivateTmp", "disconnected", 257, "disconnected" },
                { "PrivateTmp", "yes", 257, "yes" },
                { "ProtectControlGroups", "strict", 252, "yes" },
                { "ProtectControlGroups", "private", 252, "no" },
                { "ProtectHostname", "private", 257, "no" },
                { "ProtectHostname", "private", 258, "private" },
                { "PrivateUsers", "identity", 252, "no" },
                { "PrivateUsers", "full", 257, "no" },
                { "PrivateUsers", "managed", 259, "no" },
                { "PrivateUsers", "yes", 247, "yes" },
                { "ProtectSystem", "strict", 247, "strict" },
                { "ProtectProc", "ptraceable", 247, "ptraceable" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                const Option *o = option_find(rows[i].option);
                unsigned bits = order_find(o, rows[i].value, (unsigned) -1)->bits;

                check_string(arena_printf(arena, "%s=%s on %u", rows[i].option, rows[i].value, rows[i].version),
                             order_at_most(o, bits, rows[i].version)->name, rows[i].best);
        }
}

static void test_order_top(void) {
        static const struct {
                const char *option;
                unsigned version;
                const char *top;
        } rows[] = {
                { "NoNewPrivileges", 247, "yes" },        { "ProtectSystem", 247, "strict" },
                { "ProtectHome", 247, "yes" },            { "PrivateTmp", 252, "yes" },
                { "PrivateTmp", 257, "disconnected" },    { "ProtectControlGroups", 257, "strict" },
                { "ProtectProc", 257, NULL },             { "PrivateUsers", 257, "yes" },
                { "PrivateUsers", 260, NULL },            { "ProtectHostname", 258, "yes" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                const OptionValue *v = order_top(option_find(rows[i].option), rows[i].version);

                check_string(arena_printf(arena, "%s on %u", rows[i].option, rows[i].version), v ? v->name : NULL, rows[i].top);
        }
}

static void test_paths(void) {
        static const char *const skipped[][2] = { { "/a", "/a" }, { "-/a", "/a" }, { "+/a", "/a" }, { "-+/a", "/a" },
                                                  { "--/a", "-/a" }, { "+-/a", "-/a" } };
        static const char *const fine[] = { "/", "/a", "/a/b/", "//a", "%t/x", "/..a", "/a/..b", "/a b" };
        static const char *const bad[] = { "", "a", "./a", "/..", "/a/../b", "/./a", "/a/.", "/a\nb", "-/a" };

        for (size_t i = 0; i < ELEMENTSOF(skipped); i++)
                check_string(skipped[i][0], path_skip_prefix(skipped[i][0]), skipped[i][1]);
        for (size_t i = 0; i < ELEMENTSOF(fine); i++)
                check_true(fine[i], path_is_fine(fine[i]));
        for (size_t i = 0; i < ELEMENTSOF(bad); i++)
                check_true(bad[i], !path_is_fine(bad[i]));
}

static void test_modes(void) {
        unsigned mode = 1;

        check_int("0", mode_parse("0", &mode), 0);
        check_int("0", mode, 0);
        check_int("7777", mode_parse("7777", &mode), 0);
        check_int("7777", mode, 07777);
        check_int("10000", mode_parse("10000", &mode), -EINVAL);
        check_int("+7", mode_parse("+7", &mode), -EINVAL);
        check_int("untouched", mode, 07777);
}

static void test_binds(void) {
        static const struct {
                const char *word, *want; /* SOURCE DESTINATION OPTIONS IGNORE */
        } rows[] = {
                { "/a", "/a /a - 0" },
                { "-/a", "/a /a - 1" },
                { "/a:/b", "/a /b - 0" },
                { "-/a:/b:norbind", "/a /b norbind 1" },
                { "/a\\:b:/c", "/a:b /c - 0" },
                { "/a:/b\\:c:rbind", "/a /b:c rbind 0" },
                { "%t/a:/b", "%t/a /b - 0" },
                { "", NULL }, { "a", NULL }, { "/a:b", NULL }, { "/a:/b:foo", NULL }, { "/a:/b:rbind:x", NULL },
                { "/a/..", NULL },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                int r;
                Bind b;

                r = bind_parse(arena, rows[i].word, &b);
                check_int(rows[i].word, r, rows[i].want ? 0 : -EINVAL);
                if (r == 0 && rows[i].want)
                        check_string(rows[i].word, arena_printf(arena, "%s %s %s %d", b.source, b.destination,
                                                                b.options ?: "-", b.ignore_missing),
                                     rows[i].want);
        }
}

RUN_TESTS(TEST(test_problems), TEST(test_needs_all_lines), TEST(test_order_find), TEST(test_order_at_most),
          TEST(test_order_top), TEST(test_paths), TEST(test_modes), TEST(test_binds))
