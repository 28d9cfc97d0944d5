/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "policy/lines.h"

#include "option/problem.h"

void policy_unknown_key(Messages *m, const char *file, const ConfLine *l) {
        message_add(m, LOG_ERR, file, l->line, "unknown key %s= in [%s], line ignored", l->key, l->section);
}

void policy_add_option(Arena *a, Messages *m, const char *file, const ConfLine *l, Policy *p) {
        const Option *o = option_find(l->key);
        const char *problem;

        if (startswith(l->key, "X-"))
                return;
        if (!o) {
                message_add(m, LOG_ERR, file, l->line, "%s= is no option that hardens, line ignored", l->key);
                return;
        }
        problem = value_problem(a, o, l->value);
        if (!problem)
                vec_push(a, &p->lines, (PolicyLine) { o, l->value, file, l->line });
        else if (option_needs_all_lines(o)) {
                message_add(m, LOG_ERR, file, l->line, "%s=: %s, option left out for the units of this policy",
                            o->name, problem);
                vec_push(a, &p->excepts, (PolicyExcept) { o->name, NULL, file, l->line, true });
        } else
                message_add(m, LOG_ERR, file, l->line, "%s=: %s, line ignored", o->name, problem);
}
