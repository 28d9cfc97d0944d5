/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the generator makes of a policy that is not in force yet. */
#include "emit/render.h"
#include "learn.h"
#include "policy/profile.h"
#include "say.h"
#include "shipped.h"
#include "unit/name.h"

/* An instance is matched by its own name only if it has a file of its own; its template always is. */
const char *learn_match(Learn *l) {
        return unit_name_is_instance(l->unit) ? unit_name_template(l->arena, l->unit) : l->unit;
}

const char *learn_policy_of(Learn *l, const char *lines) {
        return arena_printf(l->arena, "[Match]\nUnit=%s\n\n[Service]\n%s", learn_match(l), lines);
}

const char *learn_candidate_policy(Learn *l) {
        return learn_policy_of(l, candidate_lines(&l->candidate, NULL, false));
}

/* Policies count in the order of their names. */
static void insert(Arena *a, PolicySet *set, Policy *p) {
        size_t i = set->policies.n;

        vec_push(a, &set->policies, p);
        for (; i > 0 && strcmp(base_name(set->policies.v[i - 1]->file), base_name(p->file)) > 0; i--) {
                set->policies.v[i] = set->policies.v[i - 1];
                set->policies.v[i - 1] = p;
        }
}

int learn_policies(Learn *l, const char *text, PolicySet *ret) {
        Context *c = l->context;
        Policy *p = arena_new(l->arena, Policy);
        Profiles profiles = {};
        int r = context_load(c);

        if (r != EXIT_FINE)
                return r;
        *ret = (PolicySet) { .damaged = c->policies.damaged };
        if (policy_parse(l->arena, &c->target, &c->messages, &profiles,
                         arena_printf(l->arena, RUNTIME_DIRECTORY "/%s", l->file),
                         arena_strdup(l->arena, text), strlen(text), p) < 0)
                return say(EXIT_FAILED, "the policy that was made cannot be read");
        vec_foreach(other, &c->policies.policies)
                vec_push(l->arena, &ret->policies, *other);
        insert(l->arena, ret, p);
        return EXIT_FINE;
}

typedef struct Planning {
        Learn *learn;
        LearnPlan *plan;
} Planning;

static void take(Arena *scratch, const UnitPlan *p, void *userdata) {
        Planning *planning = userdata;

        if (p->plan)
                planning->plan->dropin = arena_strdup(planning->learn->arena, render_dropin(scratch, p, false));
}

int learn_plan(Learn *l, const char *text, LearnPlan *ret) {
        Context *c = l->context;
        Planning planning = { .learn = l, .plan = ret };
        Messages nobody = {};
        PolicySet set;
        Strv units = {};
        int r = learn_policies(l, text, &set);

        *ret = (LearnPlan) { .dropin = "" };
        if (r != EXIT_FINE)
                return r;
        vec_push(l->arena, &units, l->unit);
        plan_some_units(&c->units, &c->target, &set, 0, &nobody, &units, take, &planning);
        messages_done(&nobody);
        return EXIT_FINE;
}

static const struct {
        const char *property, *above;
} directories[] = {
        { "RuntimeDirectory", "/run" },     { "StateDirectory", "/var/lib" },
        { "CacheDirectory", "/var/cache" }, { "LogsDirectory", "/var/log" },
        { "ConfigurationDirectory", "/etc" },
};

void learn_directories(Learn *l, Strv *ret) {
        for (size_t i = 0; i < ELEMENTSOF(directories); i++) {
                Strv names = {};

                if (bus_unit_strings(context_bus(l->context), l->arena, l->unit, directories[i].property, &names) < 0)
                        continue;
                vec_foreach(name, &names) {
                        vec_push(l->arena, ret, arena_printf(l->arena, "%s/%s", directories[i].above, *name));
                        vec_push(l->arena, ret, arena_printf(l->arena, "%s/private/%s", directories[i].above, *name));
                }
        }
}

/* The settings alone: comments name files and lines. */
const char *learn_settings(Arena *a, const char *dropin) {
        Text t = { .arena = a };

        while (*dropin) {
                size_t n = strcspn(dropin, "\n");

                if (n > 0 && *dropin != '#')
                        text_addn(&t, dropin, n + 1);
                dropin += n + (dropin[n] == '\n');
        }
        return text_get(&t);
}

int learn_candidate_settings(Learn *l, const char **ret) {
        LearnPlan plan;
        int r = learn_plan(l, learn_candidate_policy(l), &plan);

        if (r == EXIT_FINE)
                *ret = learn_settings(l->arena, plan.dropin);
        return r;
}
