/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "effect.h"

#include <errno.h>
#include <stdio.h>

#include "plan/units.h"
#include "say.h"
#include "unit/name.h"

typedef struct Taking {
        Arena *arena;
        Snapshot *snapshot;
} Taking;

static void take_unit(Arena *scratch, const UnitPlan *p, void *userdata) {
        Taking *t = userdata;
        SnapshotUnit u = { .name = arena_strdup(t->arena, p->unit->name) };

        (void) scratch;
        for (size_t i = 0; p->plan && i < p->plan->lines.n; i++) {
                const PlanLine *l = p->plan->lines.v + i;

                if (!l->reason)
                        vec_push(t->arena, &u.lines, (SnapshotLine) { l->option, arena_strdup(t->arena, l->value) });
        }
        vec_push(t->arena, &t->snapshot->units, u);
}

int snapshot_take(Context *c, Messages *m, Snapshot *ret) {
        Taking t = { .arena = &c->arena, .snapshot = ret };
        PolicySet set;
        int r;

        *ret = (Snapshot) {};
        r = context_load_units(c);
        if (r != EXIT_FINE)
                return r;
        r = policy_set_load(&c->arena, &c->target, m, &set);
        if (r < 0)
                return say(EXIT_FAILED, "policies cannot be listed: %s", strerror(-r));
        plan_units(&c->units, &c->target, &set, 0, m, take_unit, &t);
        return EXIT_FINE;
}

static bool has_line(const SnapshotUnit *u, const SnapshotLine *line) {
        if (u)
                vec_foreach(l, &u->lines)
                        if (l->option == line->option && streq(l->value, line->value))
                                return true;
        return false;
}

/* Adds the options of @u that @other has not, or not so. */
static void differing(Arena *a, const SnapshotUnit *u, const SnapshotUnit *other, Strv *ret_all, Strv *ret_at_reload) {
        if (u)
                vec_foreach(l, &u->lines)
                        if (!has_line(other, l)) {
                                strv_add(a, ret_all, l->option->name);
                                if (l->option->flags & OPTION_AT_RELOAD)
                                        strv_add(a, ret_at_reload, l->option->name);
                        }
}

static void compare_unit(Context *c, const char *name, const SnapshotUnit *before, const SnapshotUnit *after,
                         Effect *e) {
        Strv all = {}, at_reload = {};

        differing(&c->arena, before, after, &all, &at_reload);
        differing(&c->arena, after, before, &all, &at_reload);
        if (all.n > 0)
                vec_push(&c->arena, &e->units, name);
        if (at_reload.n > 0)
                vec_push(&c->arena, &e->at_reload, (EffectReload) { name, at_reload });
}

void effect_compare(Context *c, const Snapshot *before, const Snapshot *after, Effect *ret) {
        size_t i = 0, k = 0;

        *ret = (Effect) {};
        while (i < before->units.n || k < after->units.n) {
                const SnapshotUnit *b = i < before->units.n ? before->units.v + i : NULL;
                const SnapshotUnit *a = k < after->units.n ? after->units.v + k : NULL;
                int order = !a ? -1 : !b ? 1 : strcmp(b->name, a->name);

                compare_unit(c, order <= 0 ? b->name : a->name, order <= 0 ? b : NULL, order >= 0 ? a : NULL, ret);
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

static void restartable(Context *c, const Effect *e, Strv *ret) {
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
        Text failed = { .arena = &c->arena };
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
        restartable(c, e, &e->restarted);
        r = bus_try_restart(bus, &c->arena, &e->restarted, &e->failed);
        vec_foreach(u, &e->failed)
                text_join(&failed, ", ", *u);
        if (r == -EIO)
                return say(EXIT_FAILED, "cannot be restarted: %s (see systemctl status)", text_get(&failed));
        return r < 0 ? say(EXIT_FAILED, "units cannot be restarted: %s", strerror(-r)) : EXIT_FINE;
}

static const char *joined(Context *c, const char *separator, const Strv *l) {
        Text text = { .arena = &c->arena };

        vec_foreach(s, l)
                text_join(&text, separator, *s);
        return text_get(&text);
}

/* What is left to do, ready to paste. */
static void print_commands(Context *c, const Effect *e) {
        Strv units = {};

        if (!c->running)
                return;
        restartable(c, e, &units);
        if (e->reloaded && units.n == 0)
                return;
        printf("Run: %s%s%s%s\n", e->reloaded ? "" : "systemctl daemon-reload",
               !e->reloaded && units.n > 0 ? " && " : "", units.n > 0 ? "systemctl try-restart " : "",
               joined(c, " ", &units));
}

void effect_print(Context *c, const Effect *e) {
        if (e->units.n == 0) {
                puts("No unit of this machine changes.");
                return;
        }
        if (c->options->restart && e->failed.n == 0 && e->reloaded) {
                printf("Restarted, if they were running: %s\n", joined(c, ", ", &e->restarted));
                return;
        }
        printf("Takes effect at the next restart of: %s\n", joined(c, ", ", &e->units));
        vec_foreach(r, &e->at_reload)
                printf("%s at daemon-reload already: %s (%s)\n", e->reloaded ? "In effect" : "Takes effect", r->unit,
                       joined(c, ", ", &r->options));
        print_commands(c, e);
}

void effect_json(Json *j, const Effect *e) {
        json_key(j, "units");
        json_strings(j, &e->units);
        json_key(j, "at_reload");
        json_begin(j, '[');
        vec_foreach(r, &e->at_reload) {
                json_begin(j, '{');
                json_key(j, "unit");
                json_string(j, r->unit);
                json_key(j, "options");
                json_strings(j, &r->options);
                json_end(j);
        }
        json_end(j);
        json_key(j, "reloaded");
        json_bool(j, e->reloaded);
        json_key(j, "restarted");
        json_strings(j, &e->restarted);
}
