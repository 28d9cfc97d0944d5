/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "effect.h"

#include <errno.h>

#include "chroot/chroot.h"
#include "say.h"
#include "unit/name.h"

#define CONDITION "ConditionPathExists="

static bool has_line(const SnapshotFile *f, const char *line) {
        return f && strv_contains(&f->lines, line);
}

/* The path that a line waits for, be it by its mirror; NULL for another line. */
static const char *waited_path(Arena *a, const char *line) {
        const char *value = startswith(line, CONDITION);
        char *path, *to;

        if (!value)
                return NULL;
        path = to = arena_strdup(a, streq(value, MIRROR) ? RESOLV_CONF : value);
        for (const char *from = path; (*to = *from); from++, to++)
                from += from[0] == '%' && from[1] == '%';
        return path;
}

static void waited_paths(Arena *a, const SnapshotFile *f, Strv *ret) {
        if (f)
                vec_foreach(l, &f->lines) {
                        const char *path = waited_path(a, *l);

                        if (path)
                                strv_add(a, ret, path);
                }
}

static void add_detail(Context *c, EffectDetails *details, const char *unit, const Strv *what) {
        if (what->n > 0)
                vec_push(&c->arena, details, (EffectDetail) { unit, *what });
}

static void compare_waits(Context *c, const char *unit, const SnapshotFile *before, const SnapshotFile *after,
                          Effect *e) {
        Strv old = {}, new = {}, begun = {}, ended = {};

        waited_paths(&c->arena, before, &old);
        waited_paths(&c->arena, after, &new);
        vec_foreach(p, &new)
                if (!strv_contains(&old, *p))
                        vec_push(&c->arena, &begun, *p);
        vec_foreach(p, &old)
                if (!strv_contains(&new, *p))
                        vec_push(&c->arena, &ended, *p);
        add_detail(c, &e->waits, unit, &begun);
        add_detail(c, &e->no_waits, unit, &ended);
}

/* Adds the options of [Service] that @f has and @other has not, or not so. */
static void differing(Arena *a, const SnapshotFile *f, const SnapshotFile *other, Strv *ret_all, Strv *ret_at_reload) {
        bool is_service = false;

        if (!f)
                return;
        vec_foreach(l, &f->lines) {
                const char *name = arena_strndup(a, *l, strcspn(*l, "="));
                const Option *o = option_find(name);

                if (**l == '[')
                        is_service = streq(*l, "[Service]");
                else if (is_service && !has_line(other, *l)) {
                        strv_add(a, ret_all, name);
                        if (o && (o->flags & OPTION_AT_RELOAD))
                                strv_add(a, ret_at_reload, name);
                }
        }
}

static void compare_dropin(Context *c, const char *unit, const SnapshotFile *before, const SnapshotFile *after,
                           Effect *e) {
        Strv all = {}, at_reload = {};

        differing(&c->arena, before, after, &all, &at_reload);
        differing(&c->arena, after, before, &all, &at_reload);
        if (all.n > 0)
                vec_push(&c->arena, &e->units, unit);
        add_detail(c, &e->at_reload, unit, &at_reload);
        compare_waits(c, unit, before, after, e);
}

static bool lines_are_equal(const Strv *a, const Strv *b) {
        bool equal = a->n == b->n;

        for (size_t i = 0; equal && i < a->n; i++)
                equal = streq(a->v[i], b->v[i]);
        return equal;
}

void effect_compare(Context *c, const Snapshot *before, const Snapshot *after, Effect *ret) {
        size_t i = 0, k = 0;

        *ret = (Effect) {};
        while (i < before->files.n || k < after->files.n) {
                const SnapshotFile *b = i < before->files.n ? before->files.v + i : NULL;
                const SnapshotFile *a = k < after->files.n ? after->files.v + k : NULL;
                int order = !a ? -1 : !b ? 1 : strcmp(b->path, a->path);
                const SnapshotFile *f = order <= 0 ? b : a;

                if (f->unit)
                        compare_dropin(c, f->unit, snapshot_dropin(c, before, f->unit),
                                       snapshot_dropin(c, after, f->unit), ret);
                else if (order != 0)
                        vec_push(&c->arena, order < 0 ? &ret->removed : &ret->added, f->path);
                else if (!lines_are_equal(&b->lines, &a->lines))
                        vec_push(&c->arena, &ret->changed, f->path);
                i += order <= 0;
                k += order >= 0;
        }
}

int effect_check_options(Context *c) {
        if (c->running || (!c->options->reload && !c->options->restart))
                return EXIT_FINE;
        return say(EXIT_USAGE, "--%s is for the running system", c->options->restart ? "restart" : "reload");
}

/* A template cannot be restarted: its instances that are loaded can. */
static void add_instances(Context *c, const BusUnits *loaded, const char *template, Strv *ret) {
        vec_foreach(u, loaded)
                if (unit_name_is_instance(u->name) && streq(unit_name_template(&c->arena, u->name), template))
                        strv_add(&c->arena, ret, u->name);
}

void effect_restartable(Context *c, const Effect *e, Strv *ret) {
        BusUnits loaded = {};

        vec_foreach(u, &e->units) {
                if (!unit_name_is_template(*u)) {
                        strv_add(&c->arena, ret, *u);
                        continue;
                }
                if (loaded.n == 0)
                        (void) bus_services(context_bus(c), &c->arena, &loaded);
                add_instances(c, &loaded, *u, ret);
        }
}

int effect_apply(Context *c, Effect *e, bool reload) {
        Bus *bus = context_bus(c);
        int r;

        if (!reload && !c->options->restart)
                return EXIT_FINE;
        r = bus_reload(bus);
        if (r == -ENOTCONN)
                return say(EXIT_FAILED, "the system manager cannot be reached, systemctl daemon-reload is left to do");
        if (r < 0)
                return say(EXIT_FAILED, "the system manager cannot be reloaded: %s",
                           *bus_error(bus) ? bus_error(bus) : strerror(-r));
        e->reloaded = true;
        if (!c->options->restart)
                return EXIT_FINE;
        effect_restartable(c, e, &e->restarted);
        r = bus_try_restart(bus, &c->arena, &e->restarted, &e->failed);
        if (r == -EIO)
                return say(EXIT_FAILED, "cannot be restarted: %s (see systemctl status)",
                           strv_join(&c->arena, ", ", &e->failed));
        return r < 0 ? say(EXIT_FAILED, "units cannot be restarted: %s", strerror(-r)) : EXIT_FINE;
}
