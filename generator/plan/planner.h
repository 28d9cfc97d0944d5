/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the steps of planning share. Nothing outside of plan/ includes this. */

#include <stdint.h>

#include "option/implies.h"
#include "option/value.h"
#include "plan/paths.h"
#include "plan/plan.h"

typedef struct Planner {
        Arena *arena;
        const Target *target;
        UnitIndex *index;
        Defaults *defaults;
        const Matchable *matchable;
        const Unit *unit;
        const Wish *wish;
        Plan *plan;
        struct Uses *uses; /* what the unit's lines use; NULL: not looked yet */
        bool explain;      /* reasons are wanted in words */
        int mounts;        /* whether the unit could mount something for others; -1: not looked yet */
} Planner;

/* plan.c: adds a line that is emitted unless somebody gives it a reason; valid until the next one is added.
 * @from: the wish lines that ask for it. */
PlanLine *plan_add(Planner *p, const Option *o, const char *value, const WishLines *from);
PlanLine *plan_add_one(Planner *p, const Option *o, const char *value, const WishLine *from);
/* Whether the plan emits a line of @o so far. */
bool plan_emits(const Planner *p, const Option *o);
/* Why the lines of an exception that are wished may not all be added; NULL: they may. */
const char *exception_blocked(Planner *p, const Option *exception);
/* A formatted text that lives as long as the plan. */
const char *plan_text(Planner *p, const char *format, ...) _printf_(2, 3);
/* The same for a reason: only put into words where somebody will read it. */
const char *plan_reason(Planner *p, const char *format, ...) _printf_(2, 3);

/*
 * One function for each kind of option (order.c, sets.c, syscalls.c, lists.c, fill.c, limits.c): it adds the lines that
 * make its option as strict as wished, or stricter than the unit has it, and returns NULL; or adds nothing and returns
 * the reason.
 */
typedef const char *(*KindPlanner)(Planner *p, const Option *o, const WishLines *lines);

const char *plan_order(Planner *p, const Option *o, const WishLines *lines);
const char *plan_umask(Planner *p, const Option *o, const WishLines *lines);
const char *plan_mode(Planner *p, const Option *o, const WishLines *lines);
const char *plan_flags(Planner *p, const Option *o, const WishLines *lines);
const char *plan_nameset(Planner *p, const Option *o, const WishLines *lines);
const char *plan_union(Planner *p, const Option *o, const WishLines *lines);
const char *plan_syscalls(Planner *p, const Option *o, const WishLines *lines);
const char *plan_restrict(Planner *p, const Option *o, const WishLines *lines);
const char *plan_exception(Planner *p, const Option *o, const WishLines *lines);
const char *plan_remove(Planner *p, const Option *o, const WishLines *lines);
const char *plan_fill(Planner *p, const Option *o, const WishLines *lines);
const char *plan_limit(Planner *p, const Option *o, const WishLines *lines);

/* lists.c: why a restriction must not go out: the exceptions that are wished beside it cannot. */
const char *exceptions_reason(Planner *p, const Option *restriction);

/* needs.c: why the machine or the unit forbids what @o needs; NULL: nothing does. */
const char *needs_reason(Planner *p, const Option *o, const char *value, bool pattern);

/* implied.c: why what @o implies would change what the admin has set, or take what the unit names. */
const char *implied_reason(Planner *p, const Option *o, bool pattern, WishReach reach);
/* The value that the unit's other options imply for an ordered option; NULL: none. */
const OptionValue *implied_value(Planner *p, const Option *o, const char **ret_by);

/* uses.c: why @o with @value would take away what the unit's own lines use; NULL: it would not. */
const char *uses_reason(Planner *p, const Option *o, const char *value);
/* A program of the unit that lies below one of @closed and below none of @open, as text; NULL: none. */
const char *uses_program_reason(Planner *p, const UnitPaths *closed, const UnitPaths *open);
/* The same for one path of InaccessiblePaths=, ReadOnlyPaths=, NoExecPaths=, TemporaryFileSystem=. */
const char *uses_path_reason(Planner *p, const Option *o, const char *path);

/* reach.c: whether the unit's own options, drop-ins after ours included, leave @path open in that sense: an
 * exception may only be made where they do. */
bool own_leaves_writable(Planner *p, const char *path);
bool own_leaves_visible(Planner *p, const char *path);
bool own_leaves_executable(Planner *p, const char *path);
