/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit/units.h"

#include <stdlib.h>

#include "unit/name.h"

typedef struct Context {
        Machine machine;
        const PolicySet *set;
        PlanFlags flags;
        Messages *messages;
        UnitPlanFunc func;
        void *userdata;
        Arena scratch;
} Context;

static bool any_policy_may_match(Context *c, const char *name) {
        Strv aliases = {};

        index_aliases(c->machine.index, &c->scratch, name, &aliases);
        return policies_may_match(&c->scratch, c->set, name, &aliases);
}

/* Policies that only name units need those units' files alone. */
static bool all_policies_name_units(const PolicySet *set) {
        vec_foreach(p, &set->policies) {
                if ((*p)->unit.n == 0 || (*p)->unit_has_globs)
                        return false;
        }
        return true;
}

static bool is_skipped(Context *c, const Unit *u) {
        vec_foreach(w, &c->machine.target->command_line) {
                const char *name = startswith(*w, "hardening.skip=");

                if (name && (streq(name, u->name) || strv_contains(&u->aliases, name) ||
                             streq(name, arena_printf(&c->scratch, "%.*s",
                                                      (int) (strrchr(u->name, '.') - u->name), u->name))))
                        return true;
        }
        return false;
}

/* Makes the plan of one unit. Returns false if no policy matches it or it cannot be read. */
static bool make(Context *c, const char *name, Unit *u, Plan *plan, ChrootPlan *chroot, const char **ret_left_alone) {
        Arena *a = &c->scratch;
        const DamagedPolicy *damaged;
        Matchable m;
        Wish w;

        *ret_left_alone = NULL;
        if (unit_load(c->machine.index, a, c->messages, name, u) < 0 || u->masked)
                return false;
        m = matchable_of(a, u);
        wish_make(a, c->set, &m, c->flags & PLAN_INCLUDE_PLAN, &w);
        if (w.empty)
                return false;
        damaged = policy_damaged_for(c->set, &m);
        if (damaged)
                *ret_left_alone = arena_printf(a, "%s would have exempted it and had to be ignored", damaged->file);
        else if (is_skipped(c, u))
                *ret_left_alone = "hardening.skip= on the kernel's command line";
        else if (u->occupied)
                *ret_left_alone = arena_printf(a, "%s is there already", u->occupied);
        else {
                plan_make(a, &c->machine, &m, &w, c->flags & PLAN_EXPLAIN, plan);
                chroot_plan_make(a, &c->machine, &m, &w, plan, chroot);
        }
        return true;
}

static bool same_lines(const Plan *a, const Plan *b) {
        size_t i = 0, k = 0;

        for (;; i++, k++) {
                while (i < a->lines.n && a->lines.v[i].reason)
                        i++;
                while (k < b->lines.n && b->lines.v[k].reason)
                        k++;
                if (i == a->lines.n || k == b->lines.n)
                        return i == a->lines.n && k == b->lines.n;
                if (a->lines.v[i].option != b->lines.v[k].option || !streq(a->lines.v[i].value, b->lines.v[k].value))
                        return false;
        }
}

/* An instance has its template's drop-in unless it gets one of its own: it needs one only where the two
 * plans differ, and then also an empty one. */
static bool differs_from_template(Context *c, const UnitPlan *instance) {
        static const Plan nothing = {};
        static const ChrootPlan no_chroot = {};
        const char *left_alone;
        ChrootPlan chroot = {};
        Plan plan = {};
        Unit template;

        if (!make(c, unit_name_template(&c->scratch, instance->unit->name), &template, &plan, &chroot, &left_alone) ||
            left_alone) {
                plan = (Plan) {};
                chroot = (ChrootPlan) {};
        }
        return !same_lines(instance->plan ?: &nothing, &plan) ||
               !chroot_plans_are_equal(instance->chroot ?: &no_chroot, &chroot);
}

static void plan_unit(Context *c, const char *name) {
        UnitPlan p = {};
        ChrootPlan chroot = {};
        Plan plan = {};
        Unit u;
        bool matched;

        arena_reset(&c->scratch);
        if (!any_policy_may_match(c, name))
                return;
        matched = make(c, name, &u, &plan, &chroot, &p.left_alone);
        if (!u.name || u.masked)
                return;
        p.unit = &u;
        p.plan = p.left_alone || !matched ? NULL : &plan;
        p.chroot = p.plan ? &chroot : NULL;
        if (unit_name_is_instance(name) && !u.occupied) {
                p.hides_template = differs_from_template(c, &p);
                p.is_templates = !p.hides_template;
                if (p.is_templates && !matched)
                        return;
        } else if (!matched)
                return;
        c->func(&c->scratch, &p, c->userdata);
}

static int compare_names(const void *a, const void *b) {
        return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* The canonical names of all units to look at. */
static void candidates(const UnitIndex *x, const PolicySet *set, Arena *a, Strv *ret) {
        bool named = all_policies_name_units(set);

        vec_foreach(u, &x->services)
                if (u->state != UNIT_ALIAS && u->state != UNIT_MASKED &&
                    (!named || unit_name_is_instance(u->name)))
                        vec_push(a, ret, u->name);
        vec_foreach(p, &set->policies)
                vec_foreach(w, &(*p)->unit) {
                        const IndexUnit *u = index_resolve(x, *w);

                        if (!is_glob(*w) && unit_name_is_valid(*w, ".service"))
                                vec_push(a, ret, u ? u->name : *w);
                }
        if (ret->n > 0)
                qsort(ret->v, ret->n, sizeof(*ret->v), compare_names);
}

void plan_some_units(UnitIndex *x, const Target *t, const PolicySet *set, PlanFlags flags, Messages *m,
                     const Strv *names, UnitPlanFunc func, void *userdata) {
        _cleanup_arena_ Arena a = {};
        Context c = {
                .machine = { .target = t, .index = x, .defaults = { .arena = &a, .target = t } },
                .set = set,
                .flags = flags,
                .messages = m,
                .func = func,
                .userdata = userdata,
        };

        vec_foreach(u, names)
                plan_unit(&c, *u);
        arena_done(&c.scratch);
}

void plan_units(UnitIndex *x, const Target *t, const PolicySet *set, PlanFlags flags, Messages *m, UnitPlanFunc func,
                void *userdata) {
        _cleanup_arena_ Arena a = {};
        Strv all = {}, units = {};

        candidates(x, set, &a, &all);
        vec_foreach(u, &all)
                if (units.n == 0 || !streq(units.v[units.n - 1], *u))
                        vec_push(&a, &units, *u);
        plan_some_units(x, t, set, flags, m, &units, func, userdata);
}
