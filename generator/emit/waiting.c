/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit/waiting.h"

#include "base/text.h"
#include "chroot/link.h"
#include "chroot/names.h"
#include "emit/render.h"
#include "emit/unittext.h"
#include "unit/name.h"

#define NEVER ".hardening-never"
#define RESTART_MODE_SINCE 254 /* since then OnFailure= is heeded at each failure, without RestartMode= */

bool mirror_is_installed(const Target *t) {
        struct stat st;

        return root_lstat(t->root, LIBEXECDIR "/hardening-generator/mirror", &st) >= 0;
}

/* systemd does not watch the directory in which the target of a dangling link will appear (semantics.md 1e). */
static Strv sentinels_of(Arena *a, const Target *t, const char *path) {
        const char *dir = link_directory(a, t->root, path);
        Strv all = {};

        if (streq(path, RESOLV_CONF)) {
                strv_add(a, &all, "/run/systemd/resolve/" NEVER);
                strv_add(a, &all, "/run/resolvconf/" NEVER);
                strv_add(a, &all, "/run/NetworkManager/" NEVER);
        }
        if (dir)
                strv_add(a, &all, percent_escape(a, arena_printf(a, "%s/" NEVER, streq(dir, "/") ? "" : dir)));
        return all;
}

static void add_path(Arena *a, const Target *t, Waiting *w, const char *path) {
        const char *escaped = path_escape(a, path);
        WaitedPath p = { .path = path, .name = wait_name(a, &(Strv) { .v = &escaped, .n = 1 }) };

        vec_foreach(i, &w->paths)
                if (streq(i->path, path))
                        return;
        if (!w->mirrored || !streq(path, RESOLV_CONF))
                p.sentinels = sentinels_of(a, t, path);
        w->instances += 1 + p.sentinels.n;
        vec_push(a, &w->paths, p);
}

static void add_set(Arena *a, const Target *t, Waiting *w, const Strv *paths) {
        Strv escaped = {};
        WaitedSet s = { .paths = *paths };

        if (paths->n == 0)
                return;
        vec_foreach(p, paths)
                vec_push(a, &escaped, path_escape(a, *p));
        s.name = wait_name(a, &escaped);
        vec_foreach(i, &w->sets)
                if (streq(i->name, s.name))
                        return;
        vec_push(a, &w->sets, s);
        vec_foreach(p, paths)
                add_path(a, t, w, *p);
}

/* A template stands for its instances. */
static const char *restart_name(Arena *a, const char *unit) {
        if (!unit_name_is_template(unit))
                return unit;
        return arena_printf(a, "%.*s*.service", (int) (strchr(unit, '@') + 1 - unit), unit);
}

void waiting_init(Arena *a, const Target *t, const HeldUnits *held, bool mirrored, Waiting *ret) {
        static const char *resolv[] = { RESOLV_CONF };
        const Strv alone = { .v = resolv, .n = 1 };

        *ret = (Waiting) { .mirrored = mirrored, .version = t->version, .sentinels = sentinels_of(a, t, RESOLV_CONF) };
        vec_foreach(h, held) {
                add_set(a, t, ret, &h->paths);
                if (h->has_sockets && mirrored && strv_contains(&h->paths, RESOLV_CONF))
                        add_set(a, t, ret, &alone);
                if (h->restart)
                        strv_add(a, &ret->restarts, restart_name(a, h->name));
        }
}

/* A name as a word of ExecStart=. */
static const char *exec_word(Arena *a, const char *s) {
        Text t = { .arena = a };

        for (; *s; s++)
                text_addn(&t, *s == '\\' ? "\\\\" : s, *s == '\\' ? 2 : 1);
        return text_get(&t);
}

static Strv one(Arena *a, const char *s) {
        Strv l = {};

        vec_push(a, &l, s);
        return l;
}

static void emit_path(Arena *a, const Waiting *w, const WaitedPath *p, FileFunc func, void *userdata) {
        bool mirrored = w->mirrored && streq(p->path, RESOLV_CONF);
        UnitTextPlace places[] = {
                { "PATH", one(a, percent_escape(a, p->path)) },
                { "WATCHED", one(a, percent_escape(a, watched_path(p->path, w->mirrored))) },
                { "MIRROR", mirrored ? one(a, "hardening-mirror-etc-resolv.conf.service") : (Strv) {} },
                { "SENTINEL", p->sentinels },
                { "MARKERS", {} },
                {},
        };

        vec_foreach(s, &w->sets)
                if (strv_contains(&s->paths, p->path))
                        vec_push(a, &places[4].values,
                                 exec_word(a, arena_printf(a, "hardening-wait-%s@*.target", s->name)));
        func(a, arena_printf(a, "hardening-wait-%s.path", p->name), unit_text_fill(a, unit_text_wait_path, places),
             userdata);
        func(a, arena_printf(a, "hardening-wait-%s.service", p->name),
             unit_text_fill(a, unit_text_wait_service, places), userdata);
}

static void emit_set(Arena *a, const Waiting *w, const WaitedSet *s, FileFunc func, void *userdata) {
        Text paths = { .arena = a }, units = { .arena = a };
        Strv watched = {};

        vec_foreach(p, &s->paths) {
                const char *escaped = path_escape(a, *p);

                text_join(&paths, " ", percent_escape(a, *p));
                text_join(&units, " ", arena_printf(a, "hardening-wait-%s.path",
                                                    wait_name(a, &(Strv) { .v = &escaped, .n = 1 })));
                vec_push(a, &watched, percent_escape(a, watched_path(*p, w->mirrored)));
        }
        func(a, arena_printf(a, "hardening-wait-%s@.target", s->name),
             unit_text_fill(a, unit_text_wait_target,
                            (UnitTextPlace[]) { { "PATHS", one(a, text_get(&paths)) },
                                                { "WATCHED", watched },
                                                { "PATH_UNITS", one(a, text_get(&units)) },
                                                {} }),
             userdata);
}

static void emit_mirror(Arena *a, const Waiting *w, FileFunc func, void *userdata) {
        Strv restarts = {};
        UnitTextPlace places[] = {
                { "RESTART", one(a, w->restarts.n > 0 ? " hardening-restart-etc-resolv.conf.service" : "") },
                { "SENTINEL", w->sentinels },
                { "RESTART_MODE", w->version >= RESTART_MODE_SINCE ? one(a, "direct") : (Strv) {} },
                { "UNITS", {} },
                {},
        };
        const struct {
                const char *name, *text;
        } units[] = {
                { "hardening-mirror-etc-resolv.conf.service", unit_text_mirror_service },
                { "hardening-copy-etc-resolv.conf.path", unit_text_copy_path },
                { "hardening-copy-etc-resolv.conf.service", unit_text_copy_service },
                { "hardening-restart-etc-resolv.conf.service", unit_text_restart_service },
        };

        vec_foreach(r, &w->restarts)
                vec_push(a, &restarts, exec_word(a, *r));
        places[3].values = restarts;
        for (size_t i = 0; i < ELEMENTSOF(units) - (restarts.n == 0); i++)
                func(a, units[i].name, unit_text_fill(a, units[i].text, places), userdata);
}

void waiting_emit(Arena *a, const Waiting *w, FileFunc func, void *userdata) {
        vec_foreach(p, &w->paths)
                emit_path(a, w, p, func, userdata);
        vec_foreach(s, &w->sets)
                emit_set(a, w, s, func, userdata);
        if (w->mirrored)
                emit_mirror(a, w, func, userdata);
}
