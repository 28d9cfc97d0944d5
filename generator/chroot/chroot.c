/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "chroot/chroot.h"

#include "chroot/planner.h"

ChrootNote *chroot_note(ChrootPlanner *p, int level, const UnitLine *at, const char *format, ...) {
        const char *text;
        va_list args;

        va_start(args, format);
        text = arena_vprintf(p->arena, format, args);
        va_end(args);
        vec_push(p->arena, &p->ret->notes,
                 (ChrootNote) { .level = level,
                                .file = at ? at->source->path : NULL,
                                .line = at ? at->line : 0,
                                .text = text });
        return p->ret->notes.v + p->ret->notes.n - 1;
}

void chroot_add(ChrootPlanner *p, const char *key, const char *value) {
        ChrootLine l = { .key = key, .value = value };

        vec_push(p->arena, &l.sources, (PlanSource) { p->wish->chroot.source.file, p->wish->chroot.source.line });
        vec_push(p->arena, &p->ret->lines, l);
}

static bool is_excepted(ChrootPlanner *p, const char *section) {
        const PolicyExcept *e = wish_section_excepted(p->wish, section);

        if (e)
                chroot_note(p, LOG_DEBUG, NULL, "[%s] withheld: %s (%s:%u)", section,
                            e->by_mistake ? "a line of it cannot be read" : "taken out by Except=", e->file, e->line);
        return e;
}

/* Returns false if the unit cannot have the root that its files promise. */
static bool look_at_root(ChrootPlanner *p) {
        UnitRoot *r = &p->root;

        unit_root_find(p->arena, p->machine, p->unit, p->plan, r);
        if (r->kind != ROOT_MISSING)
                return true;
        chroot_note(p, LOG_ERR, r->line, "%s=%s does not exist, %s gets nothing of [Chroot] and [Wait]", r->option,
                    r->path, p->unit->name);
        return false;
}

void chroot_plan_make(Arena *a, Machine *machine, const Matchable *m, const Wish *w, const Plan *plan,
                      ChrootPlan *ret) {
        ChrootPlanner p = {
                .arena = a, .machine = machine, .matchable = m, .unit = m->unit, .wish = w, .plan = plan, .ret = ret,
                .root.tree.fd = -1,
        };
        bool files, waits;

        *ret = (ChrootPlan) {};
        if (!w->chroot.wanted && w->paths.n == 0)
                return;
        files = w->chroot.wanted && !is_excepted(&p, "Chroot");
        waits = w->paths.n > 0 && !is_excepted(&p, "Wait");
        if (files && !look_at_root(&p))
                return;
        if ((!waits || plan_waits(&p)) && files && p.root.kind != ROOT_NONE)
                plan_files(&p);
        unit_root_done(&p.root);
}

bool chroot_plans_are_equal(const ChrootPlan *a, const ChrootPlan *b) {
        if (a->lines.n != b->lines.n || a->waits.n != b->waits.n || a->mirror != b->mirror || a->restart != b->restart)
                return false;
        for (size_t i = 0; i < a->lines.n; i++) {
                const ChrootLine *x = a->lines.v + i, *y = b->lines.v + i;

                if (!streq(x->key, y->key) || !x->value != !y->value || (x->value && !streq(x->value, y->value)))
                        return false;
        }
        for (size_t i = 0; i < a->waits.n; i++)
                if (!streq(a->waits.v[i].path, b->waits.v[i].path))
                        return false;
        return true;
}
