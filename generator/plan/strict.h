/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "plan/planner.h"

/* Options that open again what others close, found by trying (services/README.md, surprises 1, and
 * tests/property): a path of NoExecPaths= or ExecPaths= below "/" becomes writable although ProtectSystem=
 * or ReadOnlyPaths= closes it; and what mounts /proc or /sys anew makes /run writable under
 * ProtectSystem=strict. Takes the former back, and closes /run again. */
void plan_keep_closed(Planner *p);

/* Whether @o makes /run writable under ProtectSystem=strict. */
bool option_opens_run(const Option *o);
