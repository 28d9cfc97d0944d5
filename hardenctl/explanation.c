/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "explanation.h"

#include "fragment.h"
#include "inactive.h"
#include "say.h"
#include "sections.h"
#include "unhardened.h"

typedef struct Making {
        Explanation explanation;
        const UnitPlan *planned; /* with the policies of Mode=plan */
        Subject now, own;
        ExplanationFunc func;
        void *userdata;
        bool called;
        int result;
} Making;

static void add_policies(Explanation *e) {
        vec_foreach(p, &e->context->policies.policies) {
                Match match = policy_match(*p, &e->matchable);

                if (match == MATCH_NO)
                        continue;
                if ((*p)->mode == MODE_OFF)
                        vec_foreach(earlier, &e->policies)
                                earlier->dropped = true;
                vec_push(e->arena, &e->policies, (ExplainedPolicy) { *p, match, false });
        }
}

static void add_lines(Arena *a, const Plan *plan, const Option *o, bool withheld, PlanLineRefs *ret) {
        for (size_t i = 0; plan && i < plan->lines.n; i++)
                if (plan->lines.v[i].option == o && !plan->lines.v[i].reason == !withheld)
                        vec_push(a, ret, plan->lines.v + i);
}

static ExplainedOption option_make(const Making *m, const Option *o) {
        const Explanation *e = &m->explanation;
        const Plan *plan = e->plan ? e->plan->plan : NULL, *planned = m->planned ? m->planned->plan : NULL;
        ExplainedOption x = { .option = o, .wished = e->wish.options[option_index(o)] };
        PlanLineRefs all = {};

        in_force(&m->now, o, &x.now);
        in_force(&m->own, o, &x.own);
        add_lines(e->arena, plan, o, false, &x.emitted);
        add_lines(e->arena, plan, o, true, &x.withheld);
        add_lines(e->arena, planned, o, false, &all);
        vec_foreach(l, &all) {
                bool emitted = false;

                vec_foreach(k, &x.emitted)
                        emitted = emitted || streq((*k)->value, (*l)->value);
                if (!emitted)
                        vec_push(e->arena, &x.planned, *l);
        }
        if (x.emitted.n + x.planned.n + x.withheld.n == 0)
                add_lines(e->arena, planned, o, true, &x.withheld);
        return x;
}

static bool is_of_interest(const ExplainedOption *x) {
        return x->now.setters.n > 0 || x->wished.n > 0 || x->emitted.n > 0 || x->withheld.n > 0;
}

static void finish(Making *m) {
        Explanation *e = &m->explanation;

        m->called = true;
        e->unhardened = unhardened_reason(e);
        if (e->unhardened && generator_inactive(e->context))
                e->plan = NULL;
        sections_add(e);
        m->own = m->now = (Subject) {
                .arena = e->arena, .target = &e->context->target, .unit = e->unit, .resolv_bind = e->resolv_bind,
                .defaults = &(Defaults) { .arena = e->arena, .target = &e->context->target },
        };
        m->now.plan = e->plan ? e->plan->plan : NULL;
        m->now.chroot = e->plan ? e->plan->chroot : NULL;
        for (const Option *o = option_table; o->name; o++) {
                ExplainedOption x = option_make(m, o);

                if (is_of_interest(&x))
                        vec_push(e->arena, &e->options, x);
        }
        m->result = m->func(e, m->userdata);
}

static void plan_enforced(Arena *scratch, const UnitPlan *p, void *userdata) {
        Making *m = userdata;

        (void) scratch;
        m->explanation.plan = p;
        finish(m);
}

static void plan_all(Arena *scratch, const UnitPlan *p, void *userdata) {
        Making *m = userdata;
        Context *c = m->explanation.context;
        Messages again = {};
        Strv name = {};

        vec_push(scratch, &name, p->unit->name);
        m->planned = p;
        plan_some_units(&c->units, &c->target, &c->policies, PLAN_EXPLAIN, &again, &name, plan_enforced, m);
        messages_done(&again);
        if (!m->called)
                finish(m);
}

int explanation_make(Context *c, const char *unit, ExplanationFunc func, void *userdata) {
        Making m = { .explanation = { .context = c, .arena = &c->arena }, .func = func, .userdata = userdata };
        Explanation *e = &m.explanation;
        Messages again = {};
        Strv name = {};
        Unit u;
        int r;

        r = context_load(c);
        if (r != EXIT_FINE)
                return r;
        if (unit_load(&c->units, &c->arena, &c->messages, unit, &u) < 0)
                return say(EXIT_FAILED, "%s cannot be read", unit);
        e->unit = &u;
        e->matchable = matchable_of(e->arena, &u);
        wish_make(e->arena, &c->policies, &e->matchable, true, &e->wish);
        fragment_compare(c, &u, &e->copy_of, &e->hides);
        add_policies(e);
        vec_push(e->arena, &name, unit);
        plan_some_units(&c->units, &c->target, &c->policies, PLAN_EXPLAIN | PLAN_INCLUDE_PLAN, &again, &name, plan_all,
                        &m);
        messages_done(&again);
        if (!m.called)
                finish(&m);
        return m.result;
}

ExplainedOption explanation_option(const Explanation *e, const Option *o) {
        vec_foreach(x, &e->options)
                if (x->option == o)
                        return *x;
        return (ExplainedOption) { .option = o, .now.value = o->initial, .own.value = o->initial };
}
