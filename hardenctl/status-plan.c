/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "status-plan.h"

#include "emit/render.h"
#include "filters.h"
#include "unit/service.h"
#include "unit/word.h"

StatusOwn status_own(Arena *scratch, const Unit *u, const Matchable *m) {
        StatusOwn own = {
                .chrooted = m->chrooted,
                .user_namespace = service_says_yes(u, OPT(PrivateUsers)),
                .private_mounts = service_says_yes(u, OPT(PrivateMounts)) || unit_last(u, FACT_ROOT_IMAGE),
        };
        Program p;

        filters_of_unit(u, own.filters);
        for (const UnitLine *l = lines_after_reset(unit_fact(u, FACT_EXEC_START)); l; l = l->next)
                own.privileged = own.privileged || (exec_program(scratch, l->value, &p) > 0 && p.privileged);
        return own;
}

void status_take_policies(Context *c, const Wish *w, StatusUnit *u) {
        vec_foreach(p, &w->policies)
                strv_add(&c->arena, &u->policies, *p);
}

/* A drop-in that sorts after ours sets what was wished. */
static void take_overridden(Context *c, const Unit *unit, const Plan *plan, StatusUnit *u) {
        vec_foreach(l, &plan->lines) {
                const UnitLine *later = NULL;

                for (const UnitLine *i = l->reason ? unit_option(unit, l->option) : NULL; i; i = i->next)
                        later = i->source->after ? i : later;
                if (!later)
                        continue;
                u->state = STATE_OVERRIDDEN;
                u->detail = arena_strdup(&c->arena, later->source->path);
                strv_add(&c->arena, &u->options, l->option->name);
        }
}

static bool takes_out(const Wish *w) {
        for (const Option *o = option_table; o->name; o++)
                if (w->options[option_index(o)].n > 0 && wish_excepted(w, o))
                        return true;
        return (w->chroot.wanted && wish_section_excepted(w, "Chroot")) ||
               (w->paths.n > 0 && wish_section_excepted(w, "Wait"));
}

static void take_chroot(Context *c, Arena *scratch, const ChrootPlan *chroot, StatusUnit *u) {
        Strv waits = {};

        service_waits(scratch, chroot, true, &waits);
        vec_foreach(l, &chroot->lines)
                u->binds_resolv = u->binds_resolv || (!l->value && strv_contains(&waits, RESOLV_CONF));
        vec_foreach(w, &chroot->waits)
                strv_add(&c->arena, &u->waits, arena_strdup(&c->arena, w->path));
}

void status_take_plan(Context *c, Arena *scratch, const UnitPlan *p, const Wish *w, bool emitted, StatusUnit *u) {
        vec_foreach(line, &p->plan->lines)
                if (!line->reason) {
                        vec_push(&c->arena, &u->lines,
                                 (StatusLine) { line->option, arena_strdup(&c->arena, line->value) });
                        u->own.user_namespace = u->own.user_namespace || line->option == OPT(PrivateUsers);
                }
        take_chroot(c, scratch, p->chroot, u);
        if (!emitted)
                u->state = STATE_PLAN;
        else if (p->plan->emitted > 0 || !chroot_plan_is_empty(p->chroot)) {
                u->state = STATE_ENFORCED;
                take_overridden(c, p->unit, p->plan, u);
        } else
                u->state = takes_out(w) ? STATE_EXEMPT : STATE_NOTHING;
}
