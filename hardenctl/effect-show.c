/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>

#include "effect.h"
#include "say.h"

static bool changes_nothing(const Effect *e) {
        return e->units.n == 0 && e->waits.n == 0 && e->no_waits.n == 0 && e->added.n == 0 && e->changed.n == 0 &&
               e->removed.n == 0;
}

static bool is_restarted(const Context *c, const Effect *e) {
        return c->options->restart && e->reloaded && e->failed.n == 0;
}

/* What is left to do, ready to paste. */
static void print_commands(Context *c, const Effect *e) {
        Strv units = {};

        if (!c->running || is_restarted(c, e))
                return;
        effect_restartable(c, e, &units);
        if (e->reloaded && units.n == 0)
                return;
        printf("Run: %s%s%s%s\n", e->reloaded ? "" : "systemctl daemon-reload",
               !e->reloaded && units.n > 0 ? " && " : "", units.n > 0 ? "systemctl try-restart " : "",
               strv_join(&c->arena, " ", &units));
}

/* One line for all units that wait for the same. */
static void print_waits(Context *c, const char *text, const EffectDetails *waits) {
        Strv said = {};

        vec_foreach(w, waits) {
                const char *paths = strv_join(&c->arena, ", ", &w->what);
                Strv units = {};

                if (strv_contains(&said, paths))
                        continue;
                vec_push(&c->arena, &said, paths);
                vec_foreach(other, waits)
                        if (streq(strv_join(&c->arena, ", ", &other->what), paths))
                                vec_push(&c->arena, &units, other->unit);
                printf("%s %s: %s\n", text, make_printable(arena_strdup(&c->arena, paths)),
                       strv_join(&c->arena, ", ", &units));
        }
}

static void print_units(Context *c, const Effect *e) {
        if (is_restarted(c, e)) {
                if (e->restarted.n > 0)
                        printf("Restarted, if they were running: %s\n", strv_join(&c->arena, ", ", &e->restarted));
                return;
        }
        if (e->units.n > 0)
                printf("Takes effect at the next restart of: %s\n", strv_join(&c->arena, ", ", &e->units));
        vec_foreach(r, &e->at_reload)
                printf("%s: %s (%s)\n", e->reloaded ? "In effect already" : "Takes effect at daemon-reload already",
                       r->unit, strv_join(&c->arena, ", ", &r->what));
}

static void print_added(Context *c, const Effect *e, const char *what, const Strv *units) {
        if (units->n > 0)
                printf("Units %s%s: %s\n", what, e->reloaded ? "" : " at daemon-reload",
                       strv_join(&c->arena, ", ", units));
}

void effect_print(Context *c, const Effect *e) {
        if (e->reloaded)
                puts("Reloaded the system manager.");
        if (changes_nothing(e)) {
                puts("No unit of this machine changes.");
                return;
        }
        print_units(c, e);
        print_waits(c, "From the next start on, waits for", &e->waits);
        print_waits(c, "From the next start on, waits no more for", &e->no_waits);
        print_added(c, e, "added", &e->added);
        print_added(c, e, "changed", &e->changed);
        print_added(c, e, "removed", &e->removed);
        print_commands(c, e);
}

static void json_details(Json *j, const char *key, const EffectDetails *details, const char *what) {
        json_key(j, key);
        json_begin(j, '[');
        vec_foreach(d, details) {
                json_begin(j, '{');
                json_key(j, "unit");
                json_string(j, d->unit);
                json_key(j, what);
                json_strings(j, &d->what);
                json_end(j);
        }
        json_end(j);
}

static void json_list(Json *j, const char *key, const Strv *l) {
        json_key(j, key);
        json_strings(j, l);
}

void effect_json(Json *j, const Effect *e) {
        json_list(j, "units", &e->units);
        json_details(j, "at_reload", &e->at_reload, "options");
        json_details(j, "waits", &e->waits, "paths");
        json_details(j, "waits_no_more", &e->no_waits, "paths");
        json_key(j, "other_units");
        json_begin(j, '{');
        json_list(j, "added", &e->added);
        json_list(j, "changed", &e->changed);
        json_list(j, "removed", &e->removed);
        json_end(j);
        json_key(j, "reloaded");
        json_bool(j, e->reloaded);
        json_list(j, "restarted", &e->restarted);
}
