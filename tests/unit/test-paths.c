/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Paths in the lines of a unit. */
#include "helper.h"

#include "base/text.h"
#include "plan/paths.h"

static void test_specifiers(void) {
        static const struct {
                const char *path, *plain, *template, *instance; /* "…": only the part before it */
        } rows[] = {
                { "/a/b", "/a/b", "/a/b", "/a/b" },
                { "//a///b/", "/a/b", "/a/b", "/a/b" },
                { "/", "/", "/", "/" },
                { "%t/x", "/run/x", "/run/x", "/run/x" },
                { "%S/%C%L%E", "/var/lib/var/cache/var/log/etc", "/var/lib/var/cache/var/log/etc",
                  "/var/lib/var/cache/var/log/etc" },
                { "%T%V%h", "/tmp/var/tmp/root", "/tmp/var/tmp/root", "/tmp/var/tmp/root" },
                { "/a%%b", "/a%b", "/a%b", "/a%b" },
                { "/a/%n", "/a/x.service", "/a…", "/a/t@i.service" },
                { "/a/%N", "/a/x", "/a…", "/a/t@i" },
                { "/a/%p/b", "/a/x/b", "/a/t/b", "/a/t/b" },
                { "/a/%i/b", "/a…", "/a…", "/a/i/b" },
                { "/a/x%H/b", "/a/x…", "/a/x…", "/a/x…" },
                { "/a/%", "/a…", "/a…", "/a…" },
        };
        const Unit *units[3];

        make_root(FILES({ UNITS "x.service", "[Service]\n" }, { UNITS "t@.service", "[Service]\n" }));
        units[0] = load_unit("x.service");
        units[1] = load_unit("t@.service");
        units[2] = load_unit("t@i.service");
        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                for (size_t k = 0; k < 3; k++) {
                        UnitPath p = unit_path(arena, units[k], rows[i].path, NULL);

                        check_string(arena_printf(arena, "%s of %s", rows[i].path, units[k]->name),
                                     arena_printf(arena, "%s%s", p.path, p.partial ? "…" : ""),
                                     k == 0 ? rows[i].plain : k == 1 ? rows[i].template : rows[i].instance);
                }
}

static void test_lists(void) {
        static const struct {
                const char *option, *lines, *want;
        } rows[] = {
                { "ReadWritePaths", "", "" },
                { "ReadWritePaths", "ReadWritePaths=/a -/b +/c -+%t/d;ReadWritePaths='/e f'", "/a /b /c /run/d /e f" },
                { "ReadWritePaths", "ReadWritePaths=/a;ReadWritePaths=;ReadWritePaths=/b", "/b" },
                { "ReadWritePaths", "ReadWritePaths=/a;ReadWritePaths=", "" },
                { "BindPaths", "BindPaths=/a:/b /c -/d:/e:norbind", "/b /c /e" },
                { "TemporaryFileSystem", "TemporaryFileSystem=/a:ro,mode=755 /b", "/a /b" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                UnitPaths paths = {};
                Text t = { .arena = arena };

                unit_path_list(arena, make_unit(rows[i].lines), option_find(rows[i].option), &paths);
                vec_foreach(p, &paths)
                        text_join(&t, " ", p->path);
                check_string(rows[i].lines, text_get(&t), rows[i].want);
        }
}

static void test_below(void) {
        check_true("same", path_is_below("/a", "/a"));
        check_true("below", path_is_below("/a/b", "/a"));
        check_true("root", path_is_below("/a", "/") && path_is_below("/", "/"));
        check_true("beside", !path_is_below("/ab", "/a"));
        check_true("above", !path_is_below("/a", "/a/b"));
}

static void test_cover(void) {
        UnitPaths paths = {};

        check_true("nothing", !paths_cover(&paths, "/a"));
        vec_push(arena, &paths, (UnitPath) { "/p", true, NULL });
        vec_push(arena, &paths, (UnitPath) { "/a", false, NULL });
        check_true("covered", paths_cover(&paths, "/a/b"));
        check_true("unknown extent", !paths_cover(&paths, "/p/b"));
}

static void test_areas(void) {
        static const struct {
                unsigned bits;
                const char *path;
                bool covered;
        } rows[] = {
                { 1, "/usr/x", true },  { 1, "/boot", true },      { 1, "/etc/x", false },      { 1, "/var", false },
                { 1, "/usrlocal", false }, { 3, "/etc", true },    { 3, "/usr", true },         { 3, "/var/lib", false },
                { 7, "/var/lib", true }, { 7, "/", true },         { 7, "/run/x", true },       { 7, "/run/user/1", false },
                { 7, "/home/x", false }, { 7, "/dev/null", false }, { 7, "/proc", false },      { 7, "/sys/x", false },
                { 0, "/usr", false },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_int(rows[i].path, protect_system_covers(rows[i].bits, rows[i].path), rows[i].covered);
        check_true("homes", is_in_areas("/root/.x", home_areas) && is_in_areas("/run/user/1", home_areas));
        check_true("no homes", !is_in_areas("/run", home_areas) && !is_in_areas("/homes", home_areas));
}

RUN_TESTS(TEST(test_specifiers), TEST(test_lists), TEST(test_below), TEST(test_cover), TEST(test_areas))
