/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "audit.h"

#include "inactive.h"
#include "sandbox.h"
#include "say.h"
#include "table.h"
#include "unit-argument.h"
#include "verbs.h"

static const Column columns[] = {
        { .name = "UNIT" },
        { .name = "OPTION" },
        { .name = "VALUE", .flags = COLUMN_JSON_ONLY },
        { .name = "VERDICT", .flags = COLUMN_TEXT_ONLY },
        { .name = "VERDICT", .flags = COLUMN_JSON_ONLY },
        { .name = "EVIDENCE", .flags = COLUMN_JSON_ONLY },
        { .name = "WHY", .flags = COLUMN_JSON_ONLY },
        { .name = "WHY", .flags = COLUMN_TEXT_ONLY | COLUMN_CUT },
};

static const struct {
        const char *text, *json;
        Colour colour;
} verdicts[] = {
        [VERDICT_ENFORCED] = { "enforced", "enforced", COLOUR_GREEN },
        [VERDICT_UNKNOWN] = { "cannot tell", "cannot-tell", COLOUR_YELLOW },
        [VERDICT_MISSING] = { "not enforced", "not-enforced", COLOUR_RED },
};

static int print(Context *c, const AuditRows *rows) {
        Table t = table_new(c, columns, ELEMENTSOF(columns));
        size_t n[VERDICT_MISSING + 1] = {};

        vec_foreach(r, rows) {
                n[r->verdict]++;
                table_text(&t, r->unit);
                table_text(&t, r->option);
                table_text(&t, r->value);
                table_text(&t, verdicts[r->verdict].text);
                table_colour(&t, verdicts[r->verdict].colour);
                table_text(&t, verdicts[r->verdict].json);
                table_text(&t, r->evidence);
                table_text(&t, r->why);
                table_text(&t, r->why ?: r->evidence);
        }
        table_legend(&t, "%zu enforced, %zu not enforced, %zu cannot be told.", n[VERDICT_ENFORCED], n[VERDICT_MISSING],
                     n[VERDICT_UNKNOWN]);
        return table_print(&t, n[VERDICT_MISSING] > 0 ? EXIT_FINDINGS : EXIT_FINE);
}

/* Whether something is planned for it that could be enforced. */
static bool has_plan(Context *c, const StatusUnit *u) {
        switch (u->state) {
        case STATE_PLAN:
                return generator_inactive(c);
        case STATE_NONE:
        case STATE_UNKNOWN:
        case STATE_ENFORCED:
        case STATE_RELOAD:
        case STATE_RESTART:
        case STATE_WAITING:
        case STATE_OVERRIDDEN:
                return true;
        default:
                return false;
        }
}

/* The units that are asked for, or those that run. */
static int select_units(Context *c, size_t n, char **arguments, const StatusUnits *all, StatusUnits *ret) {
        Strv names = {};
        int r;

        vec_foreach(u, all)
                if (n == 0 && has_plan(c, u) && u->active)
                        vec_push(&c->arena, ret, *u);
        r = unit_arguments(c, n, arguments, &names);
        if (r != EXIT_FINE)
                return r;
        vec_foreach(name, &names) {
                const StatusUnit *found = NULL;

                vec_foreach(u, all)
                        found = streq(u->name, *name) && has_plan(c, u) ? u : found;
                if (!found)
                        return say(EXIT_FAILED, "nothing is planned for %s (hardenctl status %s)", *name, *name);
                vec_push(&c->arena, ret, *found);
        }
        return EXIT_FINE;
}

int verb_audit(Context *c, size_t n, char **arguments) {
        StatusUnits all, units = {};
        AuditRows rows = {};
        int r;

        r = sandbox_check(c, "audit");
        if (r == EXIT_FINE)
                r = context_load(c);
        if (r != EXIT_FINE)
                return r;
        status_units(c, &all);
        status_instances(c, &all);
        status_states(c, &all);
        r = select_units(c, n, arguments, &all, &units);
        if (r != EXIT_FINE)
                return r;
        vec_foreach(u, &units)
                audit_unit(c, u, &rows);
        return print(c, &rows);
}
