/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The small parts of [Chroot] and [Wait]; what they come to is in tests/cases. */
#include "helper.h"

#include "chroot/binds.h"
#include "chroot/link.h"
#include "chroot/names.h"
#include "emit/unittext.h"
#include "policy/waitpath.h"

static void test_escape(void) {
        const struct {
                const char *path, *want; /* of systemd-escape --path */
        } rows[] = {
                { "/", "-" },
                { "/etc/resolv.conf", "etc-resolv.conf" },
                { "/srv/my-data", "srv-my\\x2ddata" },
                { "/.hidden/.x", "\\x2ehidden-.x" },
                { "/a b%c\\d:_", "a\\x20b\\x25c\\x5cd:_" },
                { "/\xc3\xa4", "\\xc3\\xa4" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_string(rows[i].path, path_escape(arena, rows[i].path), rows[i].want);
}

static const char *name_of(size_t length) {
        char *s = arena_alloc(arena, length + 1);
        const char *one = memset(s, 'a', length);

        return wait_name(arena, &(Strv) { .v = &one, .n = 1 });
}

static void test_wait_name(void) {
        const char *two[] = { "a", "b" };

        check_string("two", wait_name(arena, &(Strv) { .v = two, .n = 2 }), "a--b");
        check_int("100 bytes stay", (long long) strlen(name_of(100)), 100);
        /* FNV-1a of 101 times "a", by another program */
        check_string("101 do not", name_of(101), "35feac92c3f8efc8");
}

static void test_wait_path(void) {
        const struct {
                const char *value, *want, *problem;
        } rows[] = {
                { "/etc/resolv.conf", "/etc/resolv.conf", NULL },
                { "/a//b/", "/a/b", NULL },
                { "/a b%%c", "/a b%c", NULL },
                { "/proc2", "/proc2", NULL },
                { "a", NULL, "is no absolute path" },
                { "/a/../b", NULL, "is not normalised" },
                { "/a/./b", NULL, "is not normalised" },
                { "/a%b", NULL, "has a specifier in it" },
                { "/a\"b", NULL, "has a quote in it" },
                { "/a\tb", NULL, "has a control character in it" },
                { "/\xff", NULL, "has a control character in it" },
                { "/proc/1", NULL, "lies below /proc or /sys" },
                { "//sys", NULL, "lies below /proc or /sys" },
                { "/", NULL, "is always there" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                const char *path, *problem = wait_path_parse(arena, rows[i].value, &path);

                check_part(rows[i].value, problem, rows[i].problem);
                if (rows[i].want)
                        check_string(rows[i].value, path, rows[i].want);
        }
}

static void test_link_directory(void) {
        const struct {
                const char *path, *want; /* dirname of readlink -m */
        } rows[] = {
                { "/etc/file", NULL },
                { "/etc/missing", NULL },
                { "/etc/relative", "/run/here" },
                { "/etc/absolute", "/run/there" },
                { "/etc/twice", "/run/here" },
                { "/etc/through", "/nix/store/x-etc" },
                { "/etc/climbs", "/run" },
                { "/etc/loop", NULL },
                { "/etc/top", "/" },
                { "/srv/link", NULL },
        };

        make_root(FILES({ "/etc/file", "" }, { "/etc/relative", "-> ../run/here/r" }, { "/etc/absolute", "-> /run/there/r" },
                        { "/etc/twice", "-> relative" }, { "/etc/static", "-> /nix/store/x-etc" },
                        { "/etc/through", "-> static/r" }, { "/etc/climbs", "-> ../../../run/r" },
                        { "/etc/loop", "-> loop" }, { "/etc/top", "-> /r" }, { "/srv/link", "-> /run/r" }));
        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_string(rows[i].path, link_directory(arena, root, rows[i].path), rows[i].want);
}

static void test_binds(void) {
        const Unit *u = make_unit("BindPaths=/gone\nBindPaths=\nBindReadOnlyPaths=-/a:/b:norbind \"/c d\"\nBindPaths=%t/x /%Z");
        OwnBinds binds = {};

        own_binds(arena, u, &binds);
        assert_int_equal(binds.n, 4);
        check_string("word", binds.v[0].word, "-/a:/b:norbind");
        check_string("source", binds.v[0].source, "/a");
        check_string("destination", binds.v[0].destination, "/b");
        check_string("quoted", binds.v[1].word, "\"/c d\"");
        check_string("specifier", binds.v[2].destination, "/run/x");
        check_true("known", !binds.v[2].partial && binds.v[3].partial);
}

static void test_unit_text(void) {
        const char *values[] = { "1", "2" };
        const UnitTextPlace places[] = { { "TWO", { .v = values, .n = 2 } }, { "NONE", {} }, {} };

        check_string("filled", unit_text_fill(arena, "# a\n[X]\n# b\nB=-@TWO@.\n# c\nC=@NONE@\nD=x@y.z\n", places),
                     "# a\n[X]\n# b\nB=-1.\nB=-2.\nD=x@y.z\n");
}

RUN_TESTS(TEST(test_escape), TEST(test_wait_name), TEST(test_wait_path), TEST(test_link_directory), TEST(test_binds),
          TEST(test_unit_text))
