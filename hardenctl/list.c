/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "say.h"
#include "shipped.h"
#include "table.h"
#include "verbs.h"

static const Column columns[] = {
        { .name = "NAME" },
        { "STATE", .flags = COLUMN_TEXT_ONLY },
        { "STATE", .flags = COLUMN_JSON_ONLY },
        { "PLACE", .flags = COLUMN_JSON_ONLY },
        { "PATH", .flags = COLUMN_JSON_ONLY },
        { .name = "FITS" },
        { "DESCRIPTION", .flags = COLUMN_CUT },
};

static const char *state_text(Context *c, const Shipped *s) {
        static const char *const texts[_SHIPPED_STATES] = {
                [SHIPPED_DISABLED] = "disabled", [SHIPPED_ENABLED] = "enabled",
                [SHIPPED_ENABLED_RUNTIME] = "enabled (runtime)", [SHIPPED_ENABLED_VENDOR] = "enabled (vendor)",
                [SHIPPED_MASKED] = "masked", [SHIPPED_EDITED] = "edited copy",
        };

        return texts[s->state] ?: arena_printf(&c->arena, "hidden by %s", s->place);
}

static Colour state_colour(ShippedState state) {
        switch (state) {
        case SHIPPED_ENABLED:
        case SHIPPED_ENABLED_RUNTIME:
        case SHIPPED_ENABLED_VENDOR:
                return COLOUR_GREEN;
        case SHIPPED_MASKED:
        case SHIPPED_HIDDEN:
                return COLOUR_RED;
        case SHIPPED_EDITED:
                return COLOUR_YELLOW;
        default:
                return COLOUR_NONE;
        }
}

static void add(Context *c, Table *t, const Shipped *s) {
        table_text(t, s->name);
        table_text(t, state_text(c, s));
        table_colour(t, state_colour(s->state));
        table_text(t, shipped_state_name(s->state));
        table_text(t, s->place);
        table_text(t, s->path);
        table_list(t, &s->fits);
        table_text(t, s->policy ? s->policy->description : NULL);
}

static bool is_on(const Shipped *s) {
        return s->state == SHIPPED_ENABLED || s->state == SHIPPED_ENABLED_RUNTIME || s->state == SHIPPED_ENABLED_VENDOR;
}

int verb_list(Context *c, size_t n, char **arguments) {
        Table t = table_new(c, columns, ELEMENTSOF(columns));
        size_t listed = 0, on = 0;
        ShippedPolicies all;
        int r;

        (void) n, (void) arguments;
        r = shipped_load(c, &all);
        if (r == EXIT_FINE)
                r = shipped_fit(c, &all);
        if (r != EXIT_FINE)
                return r;
        vec_foreach(s, &all) {
                if (c->options->installed && s->fits.n == 0)
                        continue;
                add(c, &t, s);
                listed++;
                on += is_on(s);
        }
        table_legend(&t, "%zu polic%s listed, %zu enabled.", listed, listed == 1 ? "y" : "ies", on);
        return table_print(&t, EXIT_FINE);
}
