/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which units there are, and in which order their drop-ins count (semantics.md 4). */
#include "helper.h"

#include <errno.h>

#include "base/text.h"
#include "unit/name.h"
#include "unit/search.h"

static const char *state(const char *name) {
        static const char *const states[] = { "file", "linked", "alias", "masked", "instance" };
        const IndexUnit *u = index_find_service(&unit_index, name);

        if (!u)
                return NULL;
        return arena_printf(arena, "%s%s%s", states[u->state], u->target ? " " : "", u->target ?: "");
}

static const char *resolved(const char *name) {
        const IndexUnit *u = index_resolve(&unit_index, name);

        return u ? u->name : NULL;
}

static void test_states(void) {
        static const char *const rows[][2] = {
                { "plain.service", "file" },
                { "empty.service", "file" }, /* a mask too, but only its reader sees that */
                { "masked.service", "masked /dev/null" },
                { "relative.service", "masked ../../../dev/null" },
                { "linked.service", "linked /opt/linked.service" },
                { "alias.service", "alias plain.service" },
                { "alias2.service", "alias alias.service" },
                { "t@.service", "file" },
                { "t@own.service", "file" },
                { "t@link.service", "instance t@.service" },
                { "t@wants.service", "instance" },
                { "t@requires.service", "instance" },
                { "t@dropin.service", "instance" },
                { "t2@.service", "alias t@.service" },
                { "wanted.service", NULL },
                { "bad name.service", NULL },
                { "directory.service", NULL },
                { "none.service", NULL },
                { "other.timer", NULL },
        };

        make_root(FILES({ UNITS "plain.service", "[Service]" }, { UNITS "empty.service", "" },
                        { UNITS "masked.service", "-> /dev/null" }, { UNITS "relative.service", "-> ../../../dev/null" },
                        { ADMIN_UNITS "linked.service", "-> /opt/linked.service" },
                        { UNITS "alias.service", "-> plain.service" },
                        { ADMIN_UNITS "alias2.service", "-> " UNITS "alias.service" }, { UNITS "t@.service", "x" },
                        { UNITS "t@own.service", "x" }, { UNITS "t@link.service", "-> t@.service" },
                        { ADMIN_UNITS "multi-user.target.wants/t@wants.service", "-> " UNITS "t@.service" },
                        { UNITS "x.service.requires/t@requires.service", "-> ../t@.service" },
                        { ADMIN_UNITS "t@dropin.service.d/", NULL }, { UNITS "t2@.service", "-> t@.service" },
                        { ADMIN_UNITS "multi-user.target.wants/wanted.service", "-> " UNITS "wanted.service" },
                        { UNITS "bad name.service", "x" }, { UNITS "directory.service/", NULL },
                        { UNITS "other.timer", "x" }));
        load_index();
        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_string(rows[i][0], state(rows[i][0]), rows[i][1]);
        check_string("resolve an alias of an alias", resolved("alias2.service"), "plain.service");
        check_string("resolve itself", resolved("plain.service"), "plain.service");
        check_string("resolve a mask", resolved("masked.service"), "masked.service");
        check_string("resolve nothing", resolved("none.service"), NULL);
        for (size_t i = 1; i < unit_index.services.n; i++)
                check_true("sorted, each once",
                           strcmp(unit_index.services.v[i - 1].name, unit_index.services.v[i].name) < 0);
}

static void test_precedence(void) {
        static const char *const dirs[] = {
                "/etc/systemd/system.control/", "/run/systemd/system.control/", "/run/systemd/transient/",
                "/etc/systemd/system/", "/etc/systemd/system.attached/", "/run/systemd/system/",
                "/run/systemd/system.attached/", "/usr/local/lib/systemd/system/", "/usr/lib/systemd/system/",
        };
        static const bool admin[] = { true, true, true, true, false, true, false, false, false };

        /* From the weakest: each new one must hide those before it. */
        make_root(NULL);
        for (size_t i = ELEMENTSOF(dirs); i-- > 0;) {
                const IndexUnit *u;
                const UnitDir *d;

                add_files(FILES({ arena_printf(arena, "%sx.service", dirs[i]), "x" }));
                load_index();
                u = index_find_service(&unit_index, "x.service");
                assert_non_null(u);
                d = unit_index.dirs.v + u->dir;
                check_string("directory", arena_printf(arena, "%s/", d->path), dirs[i]);
                check_int(dirs[i], d->admin, admin[i]);
                check_int(dirs[i], d->transient, i == 2);
        }
}

static void test_mask_beats_vendor(void) {
        make_root(FILES({ UNITS "x.service", "x" }, { ADMIN_UNITS "x.service", "-> /dev/null" },
                        { UNITS "y.service", "-> /dev/null" }, { ADMIN_UNITS "y.service", "x" }));
        load_index();
        check_part("masked by the admin", state("x.service"), "masked");
        check_string("the admin's beats the vendor's mask", state("y.service"), "file");
}

static void test_merged_usr(void) {
        make_root(FILES({ UNITS "x.service", "x" }, { "/lib", "-> usr/lib" }, { "/etc/systemd/", NULL },
                        { "/etc/systemd/system", "-> /nix/store/abc" }, { "/nix/store/abc/y.service", "x" }));
        load_index();
        check_int("directories", (long long) unit_index.dirs.n, 2);
        check_true("the store is the vendor's", !unit_index.dirs.v[0].admin);
}

static void test_aliases(void) {
        Strv l = {};

        make_root(FILES({ UNITS "x.service", "x" }, { UNITS "a.service", "-> x.service" },
                        { UNITS "b.service", "-> a.service" }, { UNITS "c.service", "-> x.service" },
                        { UNITS "p.service", "-> q.service" }, { UNITS "q.service", "-> p.service" },
                        { UNITS "gone.service", "-> none.service" }));
        load_index();
        index_aliases(&unit_index, arena, "x.service", &l);
        check_string("aliases", joined(&l), "a.service b.service c.service");
        check_string("loop", resolved("p.service"), NULL);
        check_string("dangling", resolved("gone.service"), NULL);
        l = (Strv) {};
        index_aliases(&unit_index, arena, "p.service", &l);
        check_true("a loop ends", l.n <= 2);
}

static void test_sockets(void) {
        make_root(FILES({ UNITS "x.socket", "x" }, { ADMIN_UNITS "y.socket", "-> /dev/null" }));
        load_index();
        check_int("file", index_find_socket(&unit_index, "x.socket")->state, UNIT_FILE);
        check_int("masked", index_find_socket(&unit_index, "y.socket")->state, UNIT_MASKED);
        check_true("no service", !index_find_service(&unit_index, "x.socket"));
}

/* Where the drop-ins of @name come from, in order. */
static const char *dropins(const char *name) {
        DropinFiles files = {};
        Strv aliases = {};
        Text t = { .arena = arena };

        load_index();
        index_aliases(&unit_index, arena, name, &aliases);
        assert_int_equal(index_dropins(&unit_index, arena, name, &aliases, &files), 0);
        vec_foreach(f, &files)
                text_join(&t, " ", arena_printf(arena, "%s%s.d/%s",
                                                unit_index.dirs.v[f->dir->dir].admin ? "admin:" : "", f->dir->name, f->name));
        return text_get(&t);
}

static void test_dropin_order(void) {
        make_root(FILES({ UNITS "x.service", "x" }, { UNITS "x.service.d/60-v.conf", "" },
                        { ADMIN_UNITS "x.service.d/10-a.conf", "" }, { ADMIN_UNITS "x.service.d/override.conf", "" },
                        { UNITS "service.d/20-all.conf", "" }, { UNITS "x.service.d/.hidden.conf", "" },
                        { UNITS "x.service.d/README", "" }, { UNITS "x.service.d/70-v.conf.dpkg-old", "" }));
        check_string("by name over all directories", dropins("x.service"),
                     "admin:x.service.d/10-a.conf service.d/20-all.conf x.service.d/60-v.conf "
                     "admin:x.service.d/override.conf");
        check_string("a unit without any", dropins("y.service"), "service.d/20-all.conf");
}

/* Same name: the more specific directory, and of one directory the first of the search path. */
static void test_dropin_hiding(void) {
        static const char *const chain[] = { "foo-bar-baz.service", "foo-bar-.service", "foo-.service", "alias.service",
                                             "service" };

        make_root(FILES({ UNITS "foo-bar-baz.service", "x" }, { UNITS "alias.service", "-> foo-bar-baz.service" }));
        for (size_t i = ELEMENTSOF(chain); i-- > 0;) {
                add_files(FILES({ arena_printf(arena, UNITS "%s.d/50-h.conf", chain[i]), "" }));
                check_string("specific", dropins("foo-bar-baz.service"), arena_printf(arena, "%s.d/50-h.conf", chain[i]));
        }
        add_files(FILES({ ADMIN_UNITS "foo-bar-baz.service.d/50-h.conf", "-> /dev/null" }));
        check_string("directory", dropins("foo-bar-baz.service"), "admin:foo-bar-baz.service.d/50-h.conf");
}

static void test_dropin_instance(void) {
        make_root(FILES({ UNITS "t@.service", "x" }, { UNITS "t@.service.d/50-h.conf", "" },
                        { UNITS "t@1.service.d/40-a.conf", "" }));
        check_string("both, by name", dropins("t@1.service"), "t@1.service.d/40-a.conf t@.service.d/50-h.conf");
        add_files(FILES({ UNITS "t@1.service.d/50-h.conf", "" }));
        check_string("instance first", dropins("t@1.service"), "t@1.service.d/40-a.conf t@1.service.d/50-h.conf");
        check_string("template alone", dropins("t@.service"), "t@.service.d/50-h.conf");
}

static void test_places(void) {
        static const char *const good[] = { "/etc", "/etc/x", "/run/x", "/usr/share/x", "/lib/x", "/nix/store/x" };
        static const char *const bad[] = { "/", "/etcetera", "/home/x", "/opt/x", "/var/lib/x", "/nix", "etc" };

        for (size_t i = 0; i < ELEMENTSOF(good); i++)
                check_true(good[i], path_is_readable_place(good[i]));
        for (size_t i = 0; i < ELEMENTSOF(bad); i++)
                check_true(bad[i], !path_is_readable_place(bad[i]));
}

static void test_too_many(void) {
        make_root(FILES({ UNITS, NULL }));
        for (unsigned i = 0; i <= UNITS_MAX; i++)
                if (symlink("/dev/null", outside(arena_printf(arena, UNITS "u%u.service", i))) < 0)
                        fail_msg("cannot make unit %u", i);
        check_int("units", index_load(root, arena, &unit_index), -E2BIG);
}

RUN_TESTS(TEST(test_states), TEST(test_precedence), TEST(test_mask_beats_vendor), TEST(test_merged_usr),
          TEST(test_aliases), TEST(test_sockets), TEST(test_dropin_order), TEST(test_dropin_hiding),
          TEST(test_dropin_instance), TEST(test_places), TEST(test_too_many))
