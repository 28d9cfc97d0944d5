/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit/machine.h"

#include "emit/held.h"
#include "emit/render.h"

typedef struct Emission {
        Arena arena; /* what waits for the last unit */
        const Target *target;
        Messages *messages;
        HeldUnits held;
        FileFunc file_func;
        UnitPlanFunc unit_func;
        void *userdata;
} Emission;

static void report_notes(Emission *e, const UnitPlan *p) {
        for (size_t i = 0; p->chroot && i < p->chroot->notes.n; i++) {
                const ChrootNote *n = p->chroot->notes.v + i;

                if (n->level < LOG_DEBUG)
                        message_add(e->messages, n->level, n->file, n->line, "%s", n->text);
                else if (n->file)
                        message_add(e->messages, n->level, NULL, 0, "%s: %s (%s:%u)", p->unit->name, n->text, n->file,
                                    n->line);
                else
                        message_add(e->messages, n->level, NULL, 0, "%s: %s", p->unit->name, n->text);
        }
}

static void emit_unit(Arena *scratch, const UnitPlan *p, void *userdata) {
        Emission *e = userdata;

        if (e->unit_func)
                e->unit_func(scratch, p, e->userdata);
        if (p->is_templates)
                return;
        report_notes(e, p);
        if (!e->file_func)
                return;
        if (p->chroot && !chroot_plan_is_empty(p->chroot))
                held_add(&e->arena, scratch, &e->held, p);
        else if (p->hides_template || (p->plan && p->plan->emitted > 0))
                e->file_func(scratch, arena_printf(scratch, "%s.d/" DROPIN_NAME, p->unit->name),
                             render_dropin(scratch, p, false), e->userdata);
}

void emit_machine(UnitIndex *x, const Target *t, const PolicySet *set, PlanFlags flags, Messages *m, FileFunc file_func,
                  UnitPlanFunc unit_func, void *userdata) {
        Emission e = {
                .target = t, .messages = m, .file_func = file_func, .unit_func = unit_func, .userdata = userdata
        };

        plan_units(x, t, set, flags, m, emit_unit, &e);
        if (e.held.n > 0)
                held_emit(&e.arena, t, m, &e.held, file_func, userdata);
        arena_done(&e.arena);
}
