/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One unit as its files make it. */
#include "helper.h"

#include "base/text.h"

#include <errno.h>

/* "VALUE@FILE:LINE", "!" for the admin's word, ">" for a drop-in behind ours. */
static const char *option_lines(const Unit *u, const UnitLine *l) {
        Text t = { .arena = arena };

        (void) u;
        for (; l; l = l->next)
                text_join(&t, " ", arena_printf(arena, "%s%s%s@%s:%u", l->source->admin ? "!" : "",
                                                l->source->after ? ">" : "", l->value, base_name(l->source->path),
                                                l->line));
        return text_get(&t);
}

static const char *umask_lines(const Unit *u) {
        return option_lines(u, unit_option(u, option_find("UMask")));
}

static void test_merge(void) {
        const Unit *u;

        make_root(FILES({ UNITS "x.service", "[Unit]\nUMask=0000\n[Service]\nUMask=0001\nExecStart=/a\numask=3\n" },
                        { UNITS "x.service.d/60-v.conf", "[Service]\nUMask=0002\n" },
                        { ADMIN_UNITS "x.service.d/10-a.conf", "[Service]\n\nUMask=0003\nExecStart=\nExecStart=/b\n" },
                        { ADMIN_UNITS "x.service.d/45-hardening.conf.d", "" },
                        { ADMIN_UNITS "x.service.d/override.conf", "[Install]\nUMask=1\n[Service]\nUMask=\n" }));
        u = load_unit("x.service");
        check_string("lines", umask_lines(u), "0001@x.service:4 !0003@10-a.conf:3 >0002@60-v.conf:2 !>@override.conf:4");
        check_string("fact", option_lines(u, unit_fact(u, FACT_EXEC_START)), "/a@x.service:5 !@10-a.conf:4 !/b@10-a.conf:5");
        check_string("last", unit_last(u, FACT_EXEC_START), "/b");
        check_string("last is empty", unit_last_option(u, option_find("UMask")), NULL);
        check_string("unset", unit_last(u, FACT_TYPE), NULL);
        check_string("fragment", u->fragment, UNITS "x.service");
        check_true("known", unit_is_known(u) && !u->masked && !u->occupied);
}

static void test_old_names(void) {
        const Unit *u = make_unit("ReadWriteDirectories=/a;ReadWritePaths=/b");

        check_string("both are one option", option_lines(u, unit_option(u, option_find("ReadWritePaths"))),
                     "/a@x.service:2 /b@x.service:3");
}

static void test_occupied(void) {
        static const char *const dirs[] = { UNITS "x.service.d/", ADMIN_UNITS "x.service.d/", UNITS "service.d/" };

        for (size_t i = 0; i < ELEMENTSOF(dirs); i++) {
                const char *path = arena_printf(arena, "%s" DROPIN_NAME, dirs[i]);

                make_root(FILES({ UNITS "x.service", "[Service]\n" }, { path, i == 1 ? "-> /dev/null" : "[Service]\n" }));
                check_string(path, load_unit("x.service")->occupied, path);
        }
}

static void test_masked(void) {
        make_root(FILES({ ADMIN_UNITS "x.service", "-> /dev/null" }, { UNITS "x.service", "[Service]\n" },
                        { UNITS "y.service", "" }, { UNITS "t@.service", "-> /dev/null" }));
        check_true("link", load_unit("x.service")->masked);
        check_true("empty", load_unit("y.service")->masked);
        check_true("of a masked template", load_unit("t@1.service")->masked);
}

static void test_masked_dropin(void) {
        make_root(FILES({ UNITS "x.service", "[Service]\nUMask=1\n" }, { UNITS "x.service.d/10-a.conf", "[Service]\nUMask=2\n" },
                        { ADMIN_UNITS "x.service.d/10-a.conf", "-> /dev/null" },
                        { UNITS "x.service.d/20-b.conf", "-> /nowhere" }));
        check_string("lines", umask_lines(load_unit("x.service")), "1@x.service:2");
}

static void test_no_fragment(void) {
        const Unit *u;

        make_root(FILES({ ADMIN_UNITS "x.service.d/10-a.conf", "[Service]\nUMask=2\n" }));
        u = load_unit("x.service");
        check_true("unknown", !unit_is_known(u) && !u->masked && !u->fragment);
        check_string("its drop-ins count", umask_lines(u), "!2@10-a.conf:2");
}

static void test_transient(void) {
        const Unit *u;

        make_root(FILES({ "/run/systemd/transient/x.service", "[Service]\nUMask=2\n" }));
        u = load_unit("x.service");
        check_true("transient", u->transient && !unit_is_known(u));
        check_string("the admin's", umask_lines(u), "!2@x.service:2");
}

static void test_linked(void) {
        const Unit *u;

        make_root(FILES({ ADMIN_UNITS "x.service", "-> /opt/x.service" }, { "/opt/x.service", "[Service]\nUMask=2\n" },
                        { ADMIN_UNITS "y.service", "-> /usr/share/y.service" },
                        { "/usr/share/y.service", "[Service]\nUMask=3\n" },
                        { ADMIN_UNITS "z.service", "-> /nix/store/a/z.service" },
                        { "/nix/store/a/z.service", "[Service]\nUMask=4\n" },
                        { ADMIN_UNITS "z.service.d/10-a.conf", "-> /nix/store/a/10-a.conf" },
                        { "/nix/store/a/10-a.conf", "[Service]\nUMask=5\n" }));
        u = load_unit("x.service");
        check_true("where we do not read", !unit_is_known(u) && !u->masked);
        check_string("nothing is read", umask_lines(u), "");
        check_string("the admin's link", umask_lines(load_unit("y.service")), "!3@y.service:2");
        check_string("the store is the vendor's", umask_lines(load_unit("z.service")), "4@z.service:2 5@10-a.conf:2");
}

static void test_instance(void) {
        make_root(FILES({ UNITS "t@.service", "[Service]\nUMask=1\n" }, { UNITS "t@own.service", "[Service]\nUMask=2\n" },
                        { ADMIN_UNITS "a.wants/t@1.service", "-> " UNITS "t@.service" },
                        { UNITS "t@.service.d/10-a.conf", "[Service]\nUMask=3\n" }));
        check_string("template's", umask_lines(load_unit("t@1.service")), "1@t@.service:2 3@10-a.conf:2");
        check_string("its own", umask_lines(load_unit("t@own.service")), "2@t@own.service:2 3@10-a.conf:2");
}

static void test_alias_dropins(void) {
        const Unit *u;

        make_root(FILES({ UNITS "x.service", "[Service]\nUMask=1\n" }, { UNITS "a.service", "-> x.service" },
                        { ADMIN_UNITS "a.service.d/10-a.conf", "[Service]\nUMask=2\n" }));
        u = load_unit("x.service");
        check_string("lines", umask_lines(u), "1@x.service:2 !2@10-a.conf:2");
        check_string("aliases", joined(&u->aliases), "a.service");
}

static void test_unreadable(void) {
        Unit u;

        make_root(FILES({ UNITS "x.service", "-> x.service" }, { UNITS "y.service", "[Service]\n" },
                        { UNITS "y.service.d/10-a.conf", "-> 10-a.conf" }));
        load_index();
        check_true("loop of a drop-in", unit_load(&unit_index, arena, messages, "y.service", &u) < 0);
        check_message("said so", "10-a.conf: cannot be read");
}

static void test_long_line(void) {
        char *text = arena_alloc(arena, 2 * 1024 * 1024);
        Unit u;

        memset(text, 'x', 1500 * 1024);
        make_root(FILES({ UNITS "x.service", arena_printf(arena, "[Service]\nUMask=%s\n", text) }));
        load_index();
        check_int("over 1 MiB", unit_load(&unit_index, arena, messages, "x.service", &u), -ENOBUFS);
        check_message("said so", "line over 1 MiB");
}

RUN_TESTS(TEST(test_merge), TEST(test_old_names), TEST(test_occupied), TEST(test_masked), TEST(test_masked_dropin),
          TEST(test_no_fragment), TEST(test_transient), TEST(test_linked), TEST(test_instance), TEST(test_alias_dropins),
          TEST(test_unreadable), TEST(test_long_line))
