/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the checks of verify that look at one unit and its plan share. */

#include "verify.h"

typedef struct UnitCheck {
        Verify *verify;
        Arena *arena; /* of this unit */
        const Unit *unit;
        const Plan *plan;
        const ChrootPlan *chroot;
} UnitCheck;

/* The emitted line of an option; NULL: there is none. */
const PlanLine *unit_emits(const UnitCheck *u, const Option *o);

/* Adds a finding at the policy's line that the first of @sources is; where a profile has it, at that which names the
 * profile. */
void unit_add(const UnitCheck *u, const PlanSources *sources, const char *format, ...) _printf_(3, 4);

/* verify-chroot.c: units with a root of their own, and what waits. */
void check_plus(const UnitCheck *u);
void check_stale(const UnitCheck *u);
void check_waits_for_itself(const UnitCheck *u);
/* What [Chroot] has left in trees of units that it does nothing for. */
void verify_left_behind(Verify *v);

/* verify-exception.c: exceptions to restrictions that nobody makes. */
void check_exceptions(const UnitCheck *u);
void verify_exceptions(Verify *v);
