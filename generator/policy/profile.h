/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Profiles: named sets of options that policies build on. Each is read once. */

#include "policy/policy.h"

typedef struct Profile {
        const char *name;
        PolicyLines lines; /* those of the profiles that it builds on first */
        PolicyExcepts excepts;
} Profile;

struct Profiles {
        VEC(Profile) list;
};

/* Appends the lines of the profile @name to @p. What is missing or goes in a circle is told to @m with the
 * place that asks for it, and left out. @profiles: those read so far. */
void profile_add(Arena *a, const Target *t, Messages *m, Profiles *profiles, const char *name, const char *file,
                 unsigned line, Policy *p);
