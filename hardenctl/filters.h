/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Options that make filters of system calls. */

#include "unit/unit.h"

/* Whether @o with @value does. */
bool option_filters(const Option *o, const char *value);
/* Sets what the unit's own files ask for in @ret, by the option's index. */
void filters_of_unit(const Unit *u, bool *ret);
/* How many filters these options make together, at least. */
unsigned filters_least(const bool *set, const char *architecture);
