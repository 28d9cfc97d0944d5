/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What an option implies besides, against what the unit and the admin have set. */
#include "option/implies.h"
#include "option/nameset.h"
#include "option/target.h"
#include "plan/own.h"
#include "unit/word.h"

static bool is_on(Planner *p, const Option *o) {
        return o == OPT(DynamicUser) ? service_is_dynamic(p->unit) : service_says_yes(p->unit, o);
}

const OptionValue *implied_value(Planner *p, const Option *o, const char **ret_by) {
        for (const Implied *i = implied_table; i->by; i++)
                if (i->option == o && is_on(p, i->by)) {
                        const OptionValue *v = order_find(o, i->value, (unsigned) -1);

                        *ret_by = i->by->name;
                        return order_at_most(o, v->bits, p->target->version);
                }
        return NULL;
}

/* The capabilities that setting @o takes away, as bits. */
static uint64_t implied_capabilities(const Option *o) {
        uint64_t bits = 0;

        for (const ImpliedCapability *i = implied_capability_table; i->by; i++)
                if (i->by == o)
                        bits |= UINT64_C(1) << name_index(capability_names, i->capability, VERSION_NEWEST);
        return bits;
}

/* The admin's word on another option that @o would overrule. */
static const char *admin_order_reason(Planner *p, const Option *o) {
        for (const Implied *i = implied_table; i->by; i++) {
                const Option *other = i->option;

                if (i->by != o)
                        continue;
                if (own_reach(p, other) == REACH_ADMIN &&
                    (own_order(p, other, NULL) == 0 || (other == OPT(ProtectSystem) && own_order(p, other, NULL) != 7)))
                        return plan_reason(p, "it implies %s=%s, and the admin has set that otherwise (%s)",
                                           other->name, i->value, own_place(p, unit_option(p->unit, other)));
        }
        return NULL;
}

static const char *admin_nnp_reason(Planner *p, const Option *o) {
        const Option *nnp = OPT(NoNewPrivileges);

        if (p->target->version >= NNP_EXPLICIT_SINCE || !(o->flags & OPTION_IMPLIES_NNP) || service_is_root(p->unit) ||
            own_reach(p, nnp) != REACH_ADMIN || own_order(p, nnp, NULL) != 0)
                return NULL;
        return plan_reason(
                p, "before systemd %u it implies NoNewPrivileges=yes, and the admin has set that otherwise (%s)",
                NNP_EXPLICIT_SINCE, own_place(p, unit_option(p->unit, nnp)));
}

/* The capabilities that the unit's own plain lists name. */
static uint64_t named_capabilities(Planner *p, const Option *o) {
        uint64_t bits = 0;

        for (const UnitLine *l = lines_after_reset(unit_option(p->unit, o)); l; l = l->next) {
                const char *s = l->value, *w;

                if (*s == '~')
                        continue;
                while (word_next(p->arena, &s, 0, &w) > 0) {
                        int i = name_index(capability_names, w, p->target->version);

                        bits |= i >= 0 ? UINT64_C(1) << i : 0;
                }
        }
        return bits;
}

static const char *capabilities_reason(Planner *p, const Option *o, bool pattern, WishReach reach) {
        const Option *bounding = OPT(CapabilityBoundingSet);
        uint64_t taken = implied_capabilities(o), kept;
        Strv values = {};

        if (taken == 0)
                return NULL;
        if (named_capabilities(p, OPT(AmbientCapabilities)) & taken)
                return plan_reason(p, "it takes away %s, which AmbientCapabilities= of the unit names",
                                 nameset_text(p->arena, capability_names, taken, p->target->version));
        if (pattern && named_capabilities(p, OPT(CapabilityBoundingSet)) & taken)
                return plan_reason(p, "it takes away %s, which CapabilityBoundingSet= of the unit names",
                                 nameset_text(p->arena, capability_names, taken, p->target->version));
        if (own_reach(p, bounding) != REACH_ADMIN || reach == REACH_ADMIN)
                return NULL;
        own_values(p, bounding, &values);
        kept = nameset_merge(p->arena, bounding, &values, p->target->version).allowed;
        if (!(kept & taken))
                return NULL;
        return plan_reason(p, "it takes away %s, and the admin has set CapabilityBoundingSet= otherwise (%s)",
                         nameset_text(p->arena, capability_names, taken, p->target->version),
                         own_place(p, unit_option(p->unit, bounding)));
}

const char *implied_reason(Planner *p, const Option *o, bool pattern, WishReach reach) {
        const char *reason = capabilities_reason(p, o, pattern, reach);

        if (reason || reach == REACH_ADMIN)
                return reason;
        return admin_order_reason(p, o) ?: admin_nnp_reason(p, o);
}
