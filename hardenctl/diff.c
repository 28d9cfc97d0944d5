/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>

#include "changes.h"
#include "inactive.h"
#include "json.h"
#include "pager.h"
#include "preflight.h"
#include "prose.h"
#include "say.h"
#include "unified.h"
#include "unit-argument.h"
#include "unit/unit.h"
#include "verbs.h"

static void print_coloured(Arena *a, Colour colour, const char *line) {
        printf("%s%s%s\n", colour_on(colour), make_printable(arena_strdup(a, line)), colour_off(colour));
}

static Colour line_colour(char first) {
        return first == '+' ? COLOUR_GREEN : first == '-' ? COLOUR_RED : first == '@' ? COLOUR_YELLOW : COLOUR_NONE;
}

/* What the change does, and when. */
static void print_title(Arena *a, const Change *c) {
        const char *what = !c->before ? "new" : !c->after ? "gone" : "changed";

        print_coloured(a, COLOUR_BOLD, arena_printf(a, "%s (%s)", c->unit, what));
        if (c->at_reload.n > 0)
                print_coloured(a, COLOUR_BOLD,
                               arena_printf(a, "  at the daemon-reload already: %s",
                                            strv_join(a, ", ", &c->at_reload)));
        if (c->at_start.n > 0)
                print_coloured(a, COLOUR_BOLD, arena_printf(a, "  at its next start: %s",
                                                            strv_join(a, ", ", &c->at_start)));
        if (c->at_reload.n + c->at_start.n == 0 && endswith(c->path, ".d/" DROPIN_NAME))
                print_coloured(a, COLOUR_BOLD, "  nothing: only comments differ");
}

static void print_name(Arena *a, const char *mark, const Change *c, const char *text) {
        print_coloured(a, COLOUR_BOLD, text ? arena_printf(a, "%s " GENERATED "/%s", mark, c->path)
                                            : arena_printf(a, "%s /dev/null", mark));
}

static void print_change(Arena *a, const Change *c) {
        const char *hunks = unified_diff(a, c->before, c->after);

        print_title(a, c);
        print_name(a, "---", c, c->before);
        print_name(a, "+++", c, c->after);
        for (size_t n; *hunks; hunks += n + (hunks[n] == '\n')) {
                n = strcspn(hunks, "\n");
                print_coloured(a, line_colour(*hunks), arena_strndup(a, hunks, n));
        }
}

/* How many findings of preflight there are; null where nothing runs, or nothing can be looked at. */
static void json_preflight(Json *j, const Preflights *preflight, const char *unit) {
        long long n = preflight_count_of(preflight, unit);

        json_key(j, "preflight");
        if (n < 0)
                json_string(j, NULL);
        else
                json_integer(j, n);
}

static void print_json(Context *c, const Changes *changes, const Preflights *preflight) {
        Json j = json_new(&c->arena, c->options->json);

        json_begin(&j, '[');
        vec_foreach(i, changes) {
                json_begin(&j, '{');
                json_key(&j, "unit");
                json_string(&j, i->unit);
                json_key(&j, "path");
                json_string(&j, arena_printf(&c->arena, GENERATED "/%s", i->path));
                json_key(&j, "change");
                json_string(&j, !i->before ? "new" : !i->after ? "gone" : "changed");
                json_key(&j, "at_reload");
                json_strings(&j, &i->at_reload);
                json_key(&j, "at_start");
                json_strings(&j, &i->at_start);
                json_key(&j, "diff");
                json_string(&j, unified_diff(&c->arena, i->before, i->after));
                json_preflight(&j, preflight, i->unit);
                json_end(&j);
        }
        json_end(&j);
        json_print(&j);
}

static void print_legend(Context *c, const Changes *changes) {
        Strv units = {};

        vec_foreach(i, changes)
                if (i->at_reload.n + i->at_start.n > 0)
                        strv_add(&c->arena, &units, i->unit);
        if (changes->n == 0)
                puts("The next daemon-reload changes nothing.");
        else
                printf("\n%zu file%s, and so do the options of %zu unit%s.\n", changes->n,
                       changes->n == 1 ? " differs" : "s differ", units.n, units.n == 1 ? "" : "s");
}

/* Units that run, and get or keep a drop-in by the change. */
static void look_ahead(Context *c, const Changes *changes, Preflights *ret) {
        Strv units = {};

        vec_foreach(i, changes)
                if (i->after && endswith(i->path, ".d/" DROPIN_NAME) && endswith(i->unit, ".service"))
                        strv_add(&c->arena, &units, i->unit);
        preflight_beside(c, &units, ret);
}

int verb_diff(Context *c, size_t n, char **arguments) {
        Preflights preflight;
        Changes changes;
        Strv units = {};
        const char *inactive = generator_inactive(c);
        int r;

        r = unit_arguments(c, n, arguments, &units);
        if (r != EXIT_FINE)
                return r;
        if (n > 0 && units.n == 0)
                return say(EXIT_FAILED, "no unit matches");
        r = changes_find(c, &units, &changes);
        if (r != EXIT_FINE)
                return r;
        if (inactive)
                (void) say(EXIT_FINE, "hardening-generator does nothing: %s", inactive);
        look_ahead(c, &changes, &preflight);
        if (c->options->json != JSON_OFF)
                print_json(c, &changes, &preflight);
        else {
                pager_open(c->options);
                vec_foreach(i, &changes) {
                        if (i != changes.v)
                                putchar('\n');
                        print_change(&c->arena, i);
                }
                if (!c->options->no_legend)
                        print_legend(c, &changes);
                preflight_mention(&preflight);
        }
        return changes.n > 0 && c->options->exit_code ? EXIT_FINDINGS : EXIT_FINE;
}
