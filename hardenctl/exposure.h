/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Exposures, as systemd-analyze security computes them. It tells those of what PID 1 has loaded; what they would be
 * with another drop-in of ours it computes from files (systemd 250 and later).
 */

#include "status.h"

typedef struct Exposures Exposures;

/* Begins to ask for those that PID 1 has loaded; NULL: nobody can be asked. */
Exposures *exposures_begin(Context *c, const StatusUnits *units);
/* Waits for them, and for those before and with the plan, after the states are known. */
void exposures_end(Exposures *e, StatusUnits *units);
