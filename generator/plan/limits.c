/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Limits: the lower of the unit's and the wish's; unset means the manager's default. */
#include "option/limit.h"
#include "option/target.h"
#include "plan/own.h"
#include "plan/defaults.h"

static uint64_t lower(uint64_t a, uint64_t b) {
        return a < b ? a : b;
}

/* The unit's own value. Returns 1, 0 if there is none, or -1 if it is a value that we do not understand but
 * systemd may (sums, fractions, other bases). */
static int own_limit(Planner *p, const Option *o, Limit *ret) {
        int r = 0;

        for (const UnitLine *l = unit_option(p->unit, o); l; l = l->next)
                if (!l->source->after)
                        r = !*l->value ? 0 : limit_parse(o->name, l->value, ret) >= 0 ? 1 : -1;
        return r;
}

/* The lower of both, if they can be compared at all. */
static bool lower_limit(const Limit *own, const Limit *wished, Limit *ret) {
        *ret = *wished;
        if (own->percent == wished->percent) {
                ret->soft = lower(own->soft, wished->soft);
                ret->hard = lower(own->hard, wished->hard);
                return true;
        }
        return !own->percent && own->soft == LIMIT_INFINITY;
}

const char *plan_limit(Planner *p, const Option *o, const WishLines *lines) {
        const WishLine *line = lines->v + lines->n - 1;
        const UnitLine *own_line = own_last(p, o);
        Limit own, wished, both;
        int r = own_limit(p, o, &own);

        if (limit_parse(o->name, line->value, &wished) < 0)
                return "names nothing";
        if (r < 0)
                return plan_reason(p, "does not compare with the unit's own value (%s)", own_place(p, own_line));
        if (r == 0 && !default_limit(p->defaults, o, &own))
                return "the machine's default cannot be known here, and could be lower";
        if (!lower_limit(&own, &wished, &both))
                return plan_reason(p, "does not compare with %s (%s)", limit_text(p->arena, &own),
                                 own_line ? own_place(p, own_line) : "the default");
        if (both.percent == own.percent && both.soft == own.soft && both.hard == own.hard)
                return plan_reason(p, "no lower than %s (%s)", limit_text(p->arena, &own),
                                 own_line ? own_place(p, own_line) : "the default");
        plan_add_one(p, o, limit_text(p->arena, &both), line);
        return NULL;
}
