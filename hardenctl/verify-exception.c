/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* verify: exceptions, such as ReadWritePaths=, to restrictions that nobody makes. They open nothing. */
#include "verify-unit.h"

#define MOST 8

static const struct {
        const Option *exception, *restrictions[MOST];
} pairs[] = {
        { OPT(ReadWritePaths), { OPT(ProtectSystem), OPT(ReadOnlyPaths), OPT(ProtectHome), OPT(InaccessiblePaths),
                                 OPT(TemporaryFileSystem), OPT(DynamicUser), OPT(ProtectKernelTunables) } },
        { OPT(ExecPaths), { OPT(NoExecPaths) } },
        { OPT(IPAddressAllow), { OPT(IPAddressDeny) } },
        { OPT(SocketBindAllow), { OPT(SocketBindDeny) } },
};

static bool is_restricted(const UnitCheck *u, const Option *const *restrictions) {
        for (; *restrictions; restrictions++) {
                if (unit_option(u->unit, *restrictions))
                        return true;
                vec_foreach(l, &u->plan->lines)
                        if (l->option == *restrictions)
                                return true;
        }
        return false;
}

/* Another policy, or the unit, may make the restriction. */
void check_exceptions(const UnitCheck *u) {
        Verify *v = u->verify;

        for (size_t i = 0; i < ELEMENTSOF(pairs); i++)
                vec_foreach(l, &u->plan->lines)
                        if (l->option == pairs[i].exception && is_restricted(u, pairs[i].restrictions))
                                vec_foreach(s, &l->sources)
                                        vec_push(v->arena, &v->excepting, *s);
}

static bool restricts(const Policy *p, const Option *const *restrictions) {
        for (; *restrictions; restrictions++)
                vec_foreach(l, &p->lines)
                        if (l->option == *restrictions)
                                return true;
        return false;
}

static bool excepts_from_something(const Verify *v, const PolicyLine *l) {
        vec_foreach(s, &v->excepting)
                if (s->line == l->line && streq(s->file, l->file))
                        return true;
        return false;
}

/* A profile may leave the restriction to those that build on it. */
void verify_exceptions(Verify *v) {
        v->check = "exception";
        for (size_t i = 0; i < ELEMENTSOF(pairs); i++)
                vec_foreach(t, &v->files) {
                        if (!t->policy || t->is_profile || restricts(t->policy, pairs[i].restrictions))
                                continue;
                        vec_foreach(l, &t->policy->lines)
                                if (l->option == pairs[i].exception && *l->value && streq(l->file, t->path) &&
                                    !excepts_from_something(v, l))
                                        verify_add(v, LOG_WARNING, l->file, l->line,
                                                   "%s=%s has no effect: there is no restriction such as %s= to make "
                                                   "an exception from", l->option->name, l->value,
                                                   pairs[i].restrictions[0]->name);
                }
}
