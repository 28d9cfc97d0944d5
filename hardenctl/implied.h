/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What options in force imply for others: the unit's own ones and those of the plan. */

#include "in-force.h"

/* What other options leave of the capabilities in @allowed; they are added to @setters. */
uint64_t implied_capabilities(const Subject *s, uint64_t allowed, Setters *setters);

/* Puts into @f what other options make of @o. */
void implied_add(const Subject *s, const Option *o, InForce *f);
