/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unhardened.h"

#include "inactive.h"

static const char *masked_reason(const Explanation *e) {
        const UnitIndex *x = &e->context->units;
        const IndexUnit *i = index_find_service(x, e->unit->name);

        if (!i || !e->unit->masked)
                return "it is masked";
        return arena_printf(e->arena, "it is masked by %s/%s", x->dirs.v[i->dir].path, i->name);
}

static const char *unmatched_reason(const Explanation *e) {
        const PolicySet *set = &e->context->policies;

        if (set->policies.n == 0)
                return "no policy is active";
        if (e->matchable.protected)
                return arena_printf(e->arena, "it is protected, so only a policy with its name in Unit= matches it: %s",
                                    e->matchable.protected);
        return "no policy matches it";
}

/* The last policy of Mode=off decides for all before it. */
static const char *matched_reason(const Explanation *e) {
        const Policy *off = NULL, *planned = NULL, *enforced = NULL;

        vec_foreach(p, &e->policies) {
                if (p->dropped)
                        continue;
                if (p->policy->mode == MODE_OFF)
                        off = p->policy;
                else if (p->policy->mode == MODE_PLAN)
                        planned = p->policy;
                else
                        enforced = p->policy;
        }
        if (planned && !enforced)
                return arena_printf(e->arena, "%s says Mode=plan, so what follows is not emitted", planned->file);
        if (off && !enforced)
                return arena_printf(e->arena, "%s says Mode=off%s%s", off->file, off->description ? ": " : "",
                                    off->description ?: "");
        return "the policies that match it ask for nothing";
}

/* The word of Except= that takes everything; NULL: none does. */
static const PolicyExcept *exempt_by(const Explanation *e) {
        vec_foreach(x, &e->wish.excepts)
                if (!x->value && streq(x->option, "*"))
                        return x;
        return NULL;
}

static const char *exempt_reason(const Explanation *e, const PolicyExcept *x) {
        vec_foreach(p, &e->policies)
                if (streq(p->policy->file, x->file) && p->policy->description)
                        return arena_printf(e->arena, "it is exempt by %s:%u: %s", x->file, x->line,
                                            p->policy->description);
        return arena_printf(e->arena, "it is exempt by %s:%u", x->file, x->line);
}

const char *unhardened_reason(const Explanation *e) {
        const char *inactive = generator_inactive(e->context);
        const PolicyExcept *exempt = exempt_by(e);

        if (e->unit->masked)
                return masked_reason(e);
        if (e->policies.n == 0 && !(e->plan && e->plan->left_alone))
                return unmatched_reason(e);
        if (e->plan && e->plan->left_alone)
                return arena_printf(e->arena, "it is left alone: %s", e->plan->left_alone);
        if (inactive)
                return arena_printf(e->arena, "hardening-generator does nothing: %s", inactive);
        if (exempt)
                return exempt_reason(e, exempt);
        return e->plan && e->plan->plan ? NULL : matched_reason(e);
}
