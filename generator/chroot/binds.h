/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The binds that a unit makes itself: BindPaths= and BindReadOnlyPaths= are one list. */

#include "unit/unit.h"

typedef struct OwnBind {
        const UnitLine *line;
        const char *word;        /* as it stands there, quotes and all */
        const char *source, *destination; /* normalised, specifiers resolved */
        bool partial;            /* holds a specifier that is not known here, or is not understood */
} OwnBind;
typedef VEC(OwnBind) OwnBinds;

/* In systemd's order, from the last reset on. */
void own_binds(Arena *a, const Unit *u, OwnBinds *ret);
