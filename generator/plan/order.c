/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Booleans, ordered words, masks and modes: options of one value. */
#include "base/text.h"
#include "plan/own.h"
#include "unit/word.h"

static const WishLine *last_line(const WishLines *lines) {
        return lines->v + lines->n - 1;
}

static const char *as_strict(Planner *p, const char *why) {
        return plan_reason(p, "no stricter than what is in force already (%s)", why);
}

/* With nothing known of the unit, only what nothing surpasses. */
static const char *check_top(Planner *p, const Option *o, const OptionValue *v) {
        const OptionValue *top = order_top(o, p->target->version);

        if (top && top->bits == v->bits)
                return NULL;
        return "the unit's own value cannot be known here, and could be stricter";
}

const char *plan_order(Planner *p, const Option *o, const WishLines *lines) {
        const WishLine *line = last_line(lines);
        const OptionValue *wished = order_find(o, line->value, (unsigned) -1);
        const OptionValue *v = order_at_most(o, wished->bits, p->target->version);
        const char *why, *reason;
        PlanLine *l;
        int own;

        if (!unit_is_known(p->unit)) {
                reason = check_top(p, o, v);
                if (reason)
                        return reason;
        } else {
                own = own_order(p, o, &why);
                if (own < 0)
                        return plan_reason(p, "the unit's own value in %s does not compare with it",
                                         own_place(p, own_last(p, o)));
                if (((unsigned) own & v->bits) == v->bits)
                        return as_strict(p, why);
                if ((v->bits & (unsigned) own) != (unsigned) own)
                        return plan_reason(p, "does not compare with what is in force already (%s)", why);
        }
        l = plan_add_one(p, o, v->name, line);
        if (v->bits != wished->bits)
                l->note = plan_text(p, "systemd %u does not know %s", p->target->version, line->value);
        return NULL;
}

/* The last own value that systemd can read, else the default. */
static unsigned own_mode(Planner *p, const Option *o) {
        unsigned mode = 0, v;

        (void) mode_parse(o->initial, &mode);
        for (const UnitLine *l = unit_option(p->unit, o); l; l = l->next)
                if (!l->source->after && mode_parse(l->value, &v) >= 0)
                        mode = v;
        return mode;
}

const char *plan_umask(Planner *p, const Option *o, const WishLines *lines) {
        const WishLine *line = last_line(lines);
        unsigned own = own_mode(p, o), v = 0;

        (void) mode_parse(line->value, &v);
        if ((own | v) == own)
                return as_strict(p, plan_reason(p, "%04o", own));
        plan_add_one(p, o, plan_text(p, "%04o", own | v), line);
        return NULL;
}

const char *plan_mode(Planner *p, const Option *o, const WishLines *lines) {
        const WishLine *line = last_line(lines);
        unsigned own = own_mode(p, o), v = 0;

        (void) mode_parse(line->value, &v);
        if ((own & v) == own)
                return as_strict(p, plan_reason(p, "%04o", own));
        plan_add_one(p, o, plan_text(p, "%04o", own & v), line);
        return NULL;
}

/* The words of a list as the bits of the table; a later line replaces an earlier one. */
static unsigned flag_bits(Planner *p, const Option *o, const char *value) {
        unsigned bits = 0;
        const char *w;

        while (word_next(p->arena, &value, 0, &w) > 0) {
                const OptionValue *v = order_find(o, w, p->target->version);

                bits |= v ? v->bits : 0;
        }
        return bits;
}

const char *plan_flags(Planner *p, const Option *o, const WishLines *lines) {
        unsigned own = 0, wished = flag_bits(p, o, last_line(lines)->value);
        const UnitLine *own_line = own_last(p, o);
        Text t = { .arena = p->arena };
        const char *value = own_line ? own_line->value : "", *w;

        own = flag_bits(p, o, value);
        if ((own & wished) == wished)
                return as_strict(p, own_line ? own_place(p, own_line) : "systemd's default");
        /* The line replaces the unit's: its words, those that loosen too, have to stand in it again. */
        while (word_next(p->arena, &value, 0, &w) > 0)
                if (order_find(o, w, p->target->version) || streq(w, "keep-caps") || streq(w, "no-setuid-fixup"))
                        text_join(&t, " ", w);
        for (const OptionValue *v = o->values; v->name; v++)
                if (v->bits & wished & ~own)
                        text_join(&t, " ", v->name);
        plan_add_one(p, o, text_get(&t), last_line(lines));
        return NULL;
}
