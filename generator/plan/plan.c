/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/plan.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/text.h"
#include "plan/own.h"
#include "plan/planner.h"
#include "plan/strict.h"

static const KindPlanner kind_planners[] = {
        [OPTION_ORDER] = plan_order,
        [OPTION_UMASK] = plan_umask,
        [OPTION_MODE] = plan_mode,
        [OPTION_FLAGS] = plan_flags,
        [OPTION_CAPABILITIES] = plan_nameset,
        [OPTION_FAMILIES] = plan_nameset,
        [OPTION_NAMESPACES] = plan_nameset,
        [OPTION_UNION] = plan_union,
        [OPTION_SYSCALLS] = plan_syscalls,
        [OPTION_RESTRICT] = plan_restrict,
        [OPTION_EXCEPTION] = plan_exception,
        [OPTION_REMOVE] = plan_remove,
        [OPTION_FILL] = plan_fill,
        [OPTION_LIMIT] = plan_limit,
};

const char *plan_text(Planner *p, const char *format, ...) {
        const char *s;
        va_list args;

        va_start(args, format);
        s = arena_vprintf(p->arena, format, args);
        va_end(args);
        return s;
}

const char *plan_reason(Planner *p, const char *format, ...) {
        const char *s;
        va_list args;

        if (!p->explain)
                return "withheld";
        va_start(args, format);
        s = arena_vprintf(p->arena, format, args);
        va_end(args);
        return s;
}

static void add_source(Planner *p, PlanLine *l, const WishLine *from) {
        vec_foreach(s, &l->sources)
                if (s->line == from->line && streq(s->file, from->file))
                        return;
        vec_push(p->arena, &l->sources, (PlanSource) { from->file, from->line });
}

PlanLine *plan_add(Planner *p, const Option *o, const char *value, const WishLines *from) {
        PlanLine *l;

        vec_push(p->arena, &p->plan->lines, (PlanLine) { .option = o, .value = value });
        l = p->plan->lines.v + p->plan->lines.n - 1;
        vec_foreach(f, from)
                add_source(p, l, f);
        return l;
}

PlanLine *plan_add_one(Planner *p, const Option *o, const char *value, const WishLine *from) {
        WishLines one = { .v = (WishLine *) from, .n = 1 };

        return plan_add(p, o, value, &one);
}

bool plan_emits(const Planner *p, const Option *o) {
        vec_foreach(l, &p->plan->lines)
                if (!l->reason && l->option == o)
                        return true;
        return false;
}

static bool has_one_value(const Option *o) {
        return o->kind == OPTION_ORDER || o->kind == OPTION_UMASK || o->kind == OPTION_MODE ||
               o->kind == OPTION_FLAGS || o->kind == OPTION_LIMIT;
}

/* What was wished and is withheld: all lines of a list, the last one of what has one value. */
static void withhold(Planner *p, const Option *o, const WishLines *lines, const char *reason) {
        WishLines last = { .v = lines->v + lines->n - 1, .n = 1 };
        Text t = { .arena = p->arena };

        if (has_one_value(o))
                lines = &last;
        vec_foreach(l, lines)
                text_join(&t, " ", l->value);
        plan_add(p, o, text_get(&t), lines)->reason = reason;
}

/* The lines that reach as far as the unit's own word demands, from the last reset on. */
static WishReach select_lines(Planner *p, const Option *o, WishLines *ret) {
        WishReach needed = own_reach(p, o), most = REACH_PATTERN;

        vec_foreach(l, &p->wish->options[option_index(o)])
                if (l->reach >= needed) {
                        if (!*l->value)
                                ret->n = 0;
                        vec_push(p->arena, ret, *l);
                        most = l->reach > most ? l->reach : most;
                }
        return most;
}

/* Of a unit whose files we cannot read, or that is made anew each time, the value may be anything. */
static const char *unknown_reason(const Planner *p, const Option *o, WishReach reach) {
        if (unit_is_known(p->unit))
                return NULL;
        if (reach == REACH_PATTERN)
                return "the unit's own files cannot be read here, so only a policy that names the unit sets it";
        if (o->kind != OPTION_ORDER && o->kind != OPTION_CAPABILITIES && o->kind != OPTION_NAMESPACES)
                return "the unit's own value cannot be known here, and this option could loosen it";
        if (option_opens_run(o) || o == OPT(ProtectClock))
                return "what the unit restricts itself is not known here, and this option could open some of it";
        return NULL;
}

/* Reasons that hold whatever the value is. */
static const char *option_reason(Planner *p, const Option *o, const WishLines *lines, WishReach reach) {
        const PolicyExcept *e = wish_excepted(p->wish, o);
        const UnitLine *later = own_later(p, o);

        if (e && e->by_mistake)
                return plan_reason(p, "%s:%u cannot be read", e->file, e->line);
        if (e)
                return plan_reason(p, "taken out by Except=%s in %s:%u", e->option, e->file, e->line);
        if (o->since > p->target->version)
                return plan_reason(p, "systemd %u does not know it (new in %u)", p->target->version, o->since);
        if (later)
                return plan_reason(p, "set by %s, which sorts after " DROPIN_NAME, own_place(p, later));
        if (lines->n == 0 && own_reach(p, o) == REACH_ADMIN)
                return plan_reason(p, "the admin has set it in %s, and no policy that names the unit says Tighten=all",
                                 own_place(p, unit_option(p->unit, o)));
        if (lines->n == 0)
                return plan_reason(p, "the unit sets it in %s, and no policy that names the unit asks for it",
                                 own_place(p, unit_option(p->unit, o)));
        return unknown_reason(p, o, reach);
}

const char *exception_blocked(Planner *p, const Option *exception) {
        const UnitLine *own = unit_option(p->unit, exception);
        WishLines reaching = {};

        if (p->wish->options[option_index(exception)].n == 0 || wish_excepted(p->wish, exception))
                return NULL;
        if (!unit_is_known(p->unit))
                return plan_reason(
                        p, "%s=, which is wished beside it, cannot be added where the unit's own files are not known",
                        exception->name);
        if (!own)
                return NULL;
        (void) select_lines(p, exception, &reaching);
        if (reaching.n == p->wish->options[option_index(exception)].n && !own_later(p, exception))
                return NULL;
        return plan_reason(p, "%s=, which is wished beside it, may not be added to that of the unit (%s)",
                           exception->name, own_place(p, own));
}

/* Reasons against lines that are ready to be emitted. */
static const char *lines_reason(Planner *p, const Option *o, WishReach reach, size_t from) {
        bool pattern = reach == REACH_PATTERN;
        const char *reason;

        for (size_t i = from; i < p->plan->lines.n; i++) {
                const PlanLine *l = p->plan->lines.v + i;

                if (l->reason || l->option != o)
                        continue;
                reason = needs_reason(p, o, l->value, pattern) ?: implied_reason(p, o, pattern, reach)
                                 ?: uses_reason(p, o, l->value) ?: exceptions_reason(p, o);
                if (reason)
                        return reason;
        }
        return NULL;
}

static void plan_option(Planner *p, const Option *o) {
        const WishLines *all = &p->wish->options[option_index(o)];
        size_t from = p->plan->lines.n;
        WishLines lines = {};
        WishReach reach = select_lines(p, o, &lines);
        const char *reason;

        reason = option_reason(p, o, &lines, reach) ?: kind_planners[o->kind](p, o, &lines);
        if (reason) {
                withhold(p, o, lines.n > 0 ? &lines : all, reason);
                return;
        }
        reason = lines_reason(p, o, reach, from);
        for (size_t i = from; reason && i < p->plan->lines.n; i++)
                if (!p->plan->lines.v[i].reason)
                        p->plan->lines.v[i].reason = reason;
}

static int compare_lines(const void *a, const void *b) {
        const PlanLine *x = a, *y = b;
        size_t i = option_index(x->option), k = option_index(y->option);

        return i < k ? -1 : i > k;
}

/* Exceptions look at the restrictions that the plan has, and Group= at its User=: they come after them. */
static unsigned pass_of(const Option *o) {
        return o->kind == OPTION_EXCEPTION ? 2 : o == OPT(Group) ? 1 : 0;
}

/* A stable sort of a short list. */
static void sort_lines(Plan *plan) {
        for (size_t i = 1; i < plan->lines.n; i++) {
                PlanLine l = plan->lines.v[i];
                size_t k = i;

                for (; k > 0 && compare_lines(&plan->lines.v[k - 1], &l) > 0; k--)
                        plan->lines.v[k] = plan->lines.v[k - 1];
                plan->lines.v[k] = l;
        }
}

/* RootDirectory=/ is no other root, and yet does not go together with a mount namespace before systemd 257
 * (wait.md section 4). */
static void drop_root_of_host(Planner *p) {
        const char *root = unit_last_option(p->unit, OPT(RootDirectory));

        if (!root || !path_is_root(root) || own_later(p, OPT(RootDirectory)))
                return;
        vec_foreach(l, &p->plan->lines)
                if (!l->reason && l->option->needs & NEEDS_MOUNT_NS) {
                        PlanLine reset = {
                                .option = OPT(RootDirectory),
                                .value = "",
                                .sources = l->sources,
                                .note = "RootDirectory=/ of the unit fails with what needs a mount namespace"
                        };

                        vec_push(p->arena, &p->plan->lines, reset);
                        return;
                }
}

void plan_make(Arena *a, Machine *machine, const Matchable *m, const Wish *w, bool explain, Plan *ret) {
        Planner p = {
                .arena = a,
                .target = machine->target,
                .index = machine->index,
                .defaults = &machine->defaults,
                .matchable = m,
                .unit = m->unit,
                .wish = w,
                .plan = ret,
                .explain = explain,
                .mounts = -1,
        };

        *ret = (Plan) { .unit = m->unit->name };
        for (unsigned pass = 0; pass < 3; pass++)
                for (const Option *o = option_table; o->name; o++)
                        if (w->options[option_index(o)].n > 0 && pass_of(o) == pass)
                                plan_option(&p, o);
        plan_keep_closed(&p);
        drop_root_of_host(&p);
        sort_lines(ret);
        vec_foreach(l, &ret->lines)
                ret->emitted += !l->reason;
}
