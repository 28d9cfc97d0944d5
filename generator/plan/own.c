/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/own.h"

/* What a transient unit was given is not the admin's lasting word: naming it is consent. */
static bool counts(const Planner *p, const UnitLine *l) {
        return !(p->unit->transient && streq(l->source->path, p->unit->fragment));
}

void own_values(Planner *p, const Option *o, Strv *ret) {
        for (const UnitLine *l = unit_option(p->unit, o); l; l = l->next)
                if (!l->source->after)
                        vec_push(p->arena, ret, l->value);
}

const UnitLine *own_last(Planner *p, const Option *o) {
        const UnitLine *last = NULL;

        for (const UnitLine *l = unit_option(p->unit, o); l; l = l->next)
                if (!l->source->after)
                        last = l;
        return last;
}

const UnitLine *own_later(Planner *p, const Option *o) {
        for (const UnitLine *l = unit_option(p->unit, o); l; l = l->next)
                if (l->source->after)
                        return l;
        return NULL;
}

WishReach own_reach(Planner *p, const Option *o) {
        WishReach reach = REACH_PATTERN;

        for (const UnitLine *l = unit_option(p->unit, o); l; l = l->next)
                if (counts(p, l)) {
                        WishReach r = l->source->admin ? REACH_ADMIN : REACH_VENDOR;

                        reach = r > reach ? r : reach;
                }
        return reach;
}

const char *own_place(Planner *p, const UnitLine *l) {
        return plan_reason(p, "%s:%u", l->source->path, l->line);
}

static int merge_order(Planner *p, const Option *o, bool later, const char **ret_why) {
        const OptionValue *v = order_find(o, o->initial, p->target->version), *implied;
        const char *why = "systemd's default", *by;
        bool odd = false;

        for (const UnitLine *l = unit_option(p->unit, o); l; l = l->next) {
                const OptionValue *own = order_find(o, l->value, p->target->version);

                if (l->source->after && !later)
                        continue;
                /* systemd ignores a value that it does not know; one that we do not know it may. */
                if (own) {
                        v = own;
                        why = own_place(p, l);
                        odd = false;
                } else if (*l->value && !order_find(o, l->value, (unsigned) -1))
                        odd = true;
        }
        implied = implied_value(p, o, &by);
        if (implied && (v->bits == 0 || o == OPT(ProtectSystem))) { /* which DynamicUser= sets in any case */
                v = implied;
                why = plan_reason(p, "implied by %s=", by);
        }
        if (ret_why)
                *ret_why = why;
        return odd ? -1 : (int) v->bits;
}

int own_order(Planner *p, const Option *o, const char **ret_why) {
        return merge_order(p, o, false, ret_why);
}

int full_order(Planner *p, const Option *o) {
        return merge_order(p, o, true, NULL);
}
