/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Paths in the lines of a unit: specifiers resolved as far as that is possible here. */

#include "option/value.h"
#include "unit/unit.h"

typedef struct UnitPath {
        const char *path; /* normalised, without a slash at the end */
        bool partial;     /* only the part before a specifier that cannot be resolved */
        const UnitLine *line;
} UnitPath;
typedef VEC(UnitPath) UnitPaths;

/* @s with the specifiers of @u resolved; systemd.unit(5), SPECIFIERS. */
UnitPath unit_path(Arena *a, const Unit *u, const char *s, const UnitLine *line);

/* The paths of one value, such as a policy's line, without the prefixes of a list. */
void unit_path_words(Arena *a, const Unit *u, const char *value, UnitPaths *ret);

/* The words of a list of paths, from the last reset on. */
void unit_path_list(Arena *a, const Unit *u, const Option *o, UnitPaths *ret);

/* Whether a list names @path or a directory above it. */
bool paths_cover(const UnitPaths *paths, const char *path);

/* The areas that an option closes, such as /home, /root and /run/user. Each ends with NULL. */
extern const char *const home_areas[];
/* Whether ProtectSystem= of these bits makes @path read-only. */
bool protect_system_covers(unsigned bits, const char *path);
bool is_in_areas(const char *path, const char *const *areas);
