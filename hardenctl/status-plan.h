/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What one unit's own files and its plan say, for status. */

#include "emit/machine.h"
#include "status.h"

StatusOwn status_own(Arena *scratch, const Unit *u, const Matchable *m);
void status_take_policies(Context *c, const Wish *w, StatusUnit *u);
/* The lines, what it waits for, and the state; @emitted: as the generator would, else with policies of Mode=plan. */
void status_take_plan(Context *c, Arena *scratch, const UnitPlan *p, const Wish *w, bool emitted, StatusUnit *u);
