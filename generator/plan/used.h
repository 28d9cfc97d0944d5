/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The paths that a unit's own lines name, and how they use them. */

#include "plan/paths.h"
#include "plan/planner.h"

typedef enum UseKind { USE_READ, USE_WRITE, USE_EXEC, USE_BIND } UseKind;

typedef struct Use {
        UnitPath path;
        UseKind kind;
} Use;
typedef struct Uses {
        VEC(Use) list;
} Uses;

/* All of them; looked for once for each plan. */
const struct Uses *uses_of(Planner *p);
