/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The unit's own value of an option: what its files say and what systemd makes of it. */

#include "plan/planner.h"

/* The values of the lines that sort before our drop-in. */
void own_values(Planner *p, const Option *o, Strv *ret);
/* The line that decides, the last one, for messages; NULL: unset. */
const UnitLine *own_last(Planner *p, const Option *o);
/* A line of a drop-in that sorts after ours; NULL: none. */
const UnitLine *own_later(Planner *p, const Option *o);
/* How far a policy must reach to touch the option. */
WishReach own_reach(Planner *p, const Option *o);

/* The bits of an ordered option in force, implied ones included; -1: a value that is not understood.
 * @ret_why (may be NULL): where it comes from. */
int own_order(Planner *p, const Option *o, const char **ret_why);

/* The same with the drop-ins that sort after ours: what will really be in force without our plan. */
int full_order(Planner *p, const Option *o);

/* "FILE:LINE" of a unit's line. */
const char *own_place(Planner *p, const UnitLine *l);
