/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The text of a drop-in (design.md section 5, output). */

#include "plan/units.h"

/* The whole file for a unit; without lines it only hides the drop-in of the unit's template. */
const char *render_dropin(Arena *a, const UnitPlan *p);
