/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* preflight: what running services do that their plans forbid. */
#include "preflight.h"

#include <stdlib.h>

#include "pager.h"
#include "say.h"
#include "unit-argument.h"
#include "unit/name.h"
#include "verbs.h"

/* Why there is nothing to look at, for a unit that was asked for. */
typedef struct Reason {
        bool called, planned;
        const char *left_alone;
        Arena *arena;
} Reason;

static void take_reason(Arena *scratch, const UnitPlan *p, void *userdata) {
        Reason *reason = userdata;

        (void) scratch;
        reason->called = true;
        reason->planned = p->plan && p->plan->emitted > 0;
        reason->left_alone = p->left_alone ? arena_strdup(reason->arena, p->left_alone) : NULL;
}

static int complain(Context *c, const char *unit) {
        Reason reason = { .arena = &c->arena };
        Messages nobody = {};
        Strv name = {};

        vec_push(&c->arena, &name, unit);
        plan_some_units(&c->units, &c->target, &c->policies, PLAN_INCLUDE_PLAN, &nobody, &name, take_reason, &reason);
        messages_done(&nobody);
        if (reason.planned)
                return say(EXIT_FAILED, "%s is not running", unit);
        return say(EXIT_FAILED, "nothing is planned for %s%s%s; hardenctl explain %s says why", unit,
                   reason.left_alone ? ": " : reason.called ? "" : ", no policy matches it", reason.left_alone ?: "",
                   unit);
}

static bool is_among(const Preflights *all, const char *unit) {
        vec_foreach(p, all)
                if (streq(p->unit, unit))
                        return true;
        return false;
}

/* What a glob matches need not run. */
static bool has_globs(size_t n, char **arguments) {
        for (size_t i = 0; i < n; i++)
                if (is_glob(arguments[i]))
                        return true;
        return false;
}

static int compare(const void *a, const void *b) {
        return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* All that are loaded: those that do not run have no control group. */
static void all_units(Context *c, Strv *ret) {
        BusUnits units = {};

        if (bus_services(context_bus(c), &c->arena, &units) < 0)
                return;
        vec_foreach(u, &units)
                if (!streq(u->active_state, "inactive") && !streq(u->active_state, "failed"))
                        strv_add(&c->arena, ret, u->name);
        if (ret->n > 0)
                qsort(ret->v, ret->n, sizeof(*ret->v), compare);
}

int verb_preflight(Context *c, size_t n, char **arguments) {
        const char *obstacle = preflight_obstacle(c);
        Json j = json_new(&c->arena, c->options->json);
        Preflights all = {};
        Strv units = {};
        int r;

        if (obstacle)
                return say(EXIT_FAILED, "preflight: %s", obstacle);
        r = context_load(c);
        if (r == EXIT_FINE)
                r = unit_arguments(c, n, arguments, &units);
        if (r != EXIT_FINE)
                return r;
        if (n == 0)
                all_units(c, &units);
        preflight_units(c, &c->policies, PLAN_INCLUDE_PLAN, &units, &all);
        for (size_t i = 0; !has_globs(n, arguments) && n > 0 && i < units.n; i++)
                if (!is_among(&all, units.v[i]))
                        r = complain(c, units.v[i]);
        if (r != EXIT_FINE && all.n == 0)
                return r;
        if (c->options->json != JSON_OFF) {
                preflight_json(&j, &all);
                json_print(&j);
        } else {
                pager_open(c->options);
                preflight_print(c, &all);
        }
        return r != EXIT_FINE ? r : preflight_count(&all) > 0 ? EXIT_FINDINGS : EXIT_FINE;
}
