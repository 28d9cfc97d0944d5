/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "status-print.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "exposure.h"
#include "inactive.h"
#include "say.h"
#include "table.h"
#include "unit-argument.h"
#include "verbs.h"

const StatusStateRow status_state_rows[_STATES] = {
        [STATE_NONE] = { "-", NULL, COLOUR_NONE },
        [STATE_UNKNOWN] = { "?", "unknown", COLOUR_YELLOW },
        [STATE_ENFORCED] = { "enforced", "enforced", COLOUR_GREEN },
        [STATE_RELOAD] = { "reload needed", "reload-needed", COLOUR_RED },
        [STATE_RESTART] = { "restart needed", "restart-needed", COLOUR_YELLOW },
        [STATE_PLAN] = { "plan", "plan", COLOUR_NONE },
        [STATE_EXEMPT] = { "exempt", "exempt", COLOUR_GREY },
        [STATE_WAITING] = { "waiting", "waiting", COLOUR_YELLOW },
        [STATE_OVERRIDDEN] = { "overridden", "overridden", COLOUR_YELLOW },
        [STATE_NO_POLICY] = { "no policy matches it", "no-policy", COLOUR_GREY },
        [STATE_PROTECTED] = { "protected", "protected", COLOUR_GREY },
        [STATE_NOTHING] = { "as strict already", "nothing-to-add", COLOUR_GREY },
        [STATE_MASKED] = { "masked", "masked", COLOUR_GREY },
};

static const Column columns[] = {
        { .name = "UNIT" },
        { .name = "POLICIES" },
        { "EXPOSURE", .flags = COLUMN_TEXT_ONLY },
        { "BEFORE", "exposure_before", COLUMN_JSON_ONLY },
        { "AFTER", "exposure_after", COLUMN_JSON_ONLY },
        { "STATE", .flags = COLUMN_TEXT_ONLY },
        { "STATE", .flags = COLUMN_JSON_ONLY },
        { "DETAIL", .flags = COLUMN_JSON_ONLY },
        { "ACTIVE", .flags = COLUMN_JSON_ONLY },
        { "OPTIONS", .flags = COLUMN_JSON_ONLY },
};

static const char *state_text(Context *c, const StatusUnit *u) {
        Text t = { .arena = &c->arena };

        text_add(&t, status_state_rows[u->state].text);
        if (u->state == STATE_WAITING)
                text_addf(&t, " for %s", u->detail);
        else if (u->state == STATE_OVERRIDDEN)
                text_addf(&t, " by %s%s%s", u->detail, u->options.n > 0 ? ": " : "",
                          strv_join(&c->arena, ", ", &u->options));
        else if (u->detail)
                text_addf(&t, ": %s", u->detail);
        if (u->is_known && !u->active && (u->state == STATE_ENFORCED || u->state == STATE_RELOAD))
                text_add(&t, " (inactive)");
        return text_get(&t);
}

/* Without directory and .conf. */
static const Strv *policy_names(Context *c, const StatusUnit *u) {
        Strv *names = arena_new(&c->arena, Strv);

        vec_foreach(p, &u->policies) {
                const char *name = base_name(*p), *end = endswith(name, ".conf");

                vec_push(&c->arena, names, end ? arena_strndup(&c->arena, name, (size_t) (end - name)) : name);
        }
        return names;
}

static const char *exposure_text(Context *c, int exposure) {
        return exposure < 0 ? "-" : arena_printf(&c->arena, "%d.%d", exposure / 10, exposure % 10);
}

static void add_exposure(Table *t, int exposure) {
        if (exposure < 0)
                table_none(t);
        else
                table_decimal(t, exposure / 10.0);
}

static void add(Context *c, Table *t, const StatusUnit *u) {
        table_text(t, u->name);
        table_list(t, policy_names(c, u));
        table_text(t, u->before < 0 && u->after < 0 ? NULL :
                      arena_printf(&c->arena, "%s %s %s", exposure_text(c, u->before), MB_CUR_MAX > 1 ? "→" : "->",
                                   exposure_text(c, u->after)));
        add_exposure(t, u->before);
        add_exposure(t, u->after);
        table_text(t, state_text(c, u));
        table_colour(t, status_state_rows[u->state].colour);
        table_text(t, status_state_rows[u->state].json);
        table_text(t, u->detail);
        if (u->is_known)
                table_bool(t, u->active);
        else
                table_none(t);
        table_list(t, &u->options);
}

/* Worst first; those that nobody knows last. */
static int compare(const void *a, const void *b) {
        const StatusUnit *x = a, *y = b;

        return x->after != y->after ? y->after - x->after : strcmp(x->name, y->name);
}

size_t status_count(const StatusUnits *units, StatusState state) {
        size_t n = 0;

        vec_foreach(u, units)
                n += u->state == state;
        return n;
}

const char *status_unknown_reason(Context *c) {
        return context_bus(c) ? "\nOnly root sees all of them." : "\nThe system manager cannot be reached.";
}

/* Whatever the states are. */
const char *status_inactive_reason(Context *c) {
        const char *reason = c->policies.policies.n > 0 ? generator_inactive(c) : NULL;

        return reason ? arena_printf(&c->arena, "\nNo policy is in force: %s.", reason) : "";
}

static void add_legend(Context *c, Table *t, const StatusUnits *units) {
        Text text = { .arena = &c->arena };

        text_addf(&text, "%zu unit%s", units->n, units->n == 1 ? "" : "s");
        for (size_t i = STATE_UNKNOWN; i < _STATES; i++)
                if (status_count(units, (StatusState) i) > 0)
                        text_addf(&text, ", %zu %s", status_count(units, (StatusState) i),
                                  i == STATE_UNKNOWN ? "unknown" : status_state_rows[i].text);
        text_add(&text, ".");
        if (status_count(units, STATE_UNKNOWN) > 0)
                text_add(&text, status_unknown_reason(c));
        text_add(&text, status_inactive_reason(c));
        if (status_count(units, STATE_RELOAD) > 0)
                text_add(&text, "\nRun: systemctl daemon-reload");
        table_legend(t, "%s", text_get(&text));
}

/* The units that are asked for, or all. */
static int select_units(Context *c, size_t n, char **arguments, StatusUnits *units) {
        StatusUnits all = *units;
        Strv names = {};
        int r;

        if (n == 0)
                return EXIT_FINE;
        r = unit_arguments(c, n, arguments, &names);
        *units = (StatusUnits) {};
        vec_foreach(name, &names) {
                const StatusUnit *found = NULL;
                StatusUnit other;

                vec_foreach(u, &all)
                        found = streq(u->name, *name) ? u : found;
                if (!found) {
                        status_other_unit(c, *name, &other);
                        found = &other;
                }
                vec_push(&c->arena, units, *found);
        }
        return r;
}

static int print_all(Context *c, StatusUnits *units) {
        Table t = table_new(c, columns, ELEMENTSOF(columns));

        if (units->n > 0)
                qsort(units->v, units->n, sizeof(*units->v), compare);
        vec_foreach(u, units)
                add(c, &t, u);
        add_legend(c, &t, units);
        return table_print(&t, EXIT_FINE);
}

static void look(Context *c, StatusUnits *units) {
        bool progress = isatty(STDERR_FILENO) && c->options->json == JSON_OFF && c->running && units->n > 0;
        Exposures *e;

        if (c->options->pending) {
                status_states(c, units);
                return;
        }
        if (progress)
                fprintf(stderr, "Computing the exposure of %zu services...", units->n);
        e = exposures_begin(c, units);
        status_states(c, units);
        exposures_end(e, units);
        if (progress)
                fputs("\r\033[K", stderr);
}

int verb_status(Context *c, size_t n, char **arguments) {
        StatusUnits units;
        int r;

        r = context_load(c);
        if (r != EXIT_FINE)
                return r;
        status_units(c, &units);
        status_instances(c, &units);
        r = select_units(c, n, arguments, &units);
        if (r != EXIT_FINE)
                return r;
        look(c, &units);
        return c->options->pending ? status_print_pending(c, &units) : print_all(c, &units);
}
