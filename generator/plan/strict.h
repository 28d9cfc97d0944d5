/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "plan/planner.h"

/* A path of NoExecPaths= or ExecPaths= below "/" becomes writable again under ProtectSystem=strict
 * (services/README.md, surprises 1). Adds the ReadOnlyPaths= that keep it closed; where those may not be
 * set, takes back the lines that would open it. */
void plan_keep_strict(Planner *p);
