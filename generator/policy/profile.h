/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Profiles: named sets of options that policies build on. */

#include "policy/policy.h"

/* Appends the lines of the profile @name, those that it builds on first, to @p. What is missing or goes
 * in a circle is told to @m with the place that asks for it, and left out. */
void profile_add(Arena *a, const Target *t, Messages *m, const char *name, const char *file, unsigned line,
                 Policy *p);
