/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What both tables of "status" say. */

#include "status.h"
#include "terminal.h"

typedef struct StatusStateRow {
        const char *text, *json; /* json NULL: null */
        Colour colour;
} StatusStateRow;
extern const StatusStateRow status_state_rows[_STATES];

size_t status_count(const StatusUnits *units, StatusState state);

/* For the legend: why some are unknown; why no policy is in force whatever the states are, "" if they are. */
const char *status_unknown_reason(Context *c);
const char *status_inactive_reason(Context *c);

/* status-pending.c: prints it, returns the exit code. */
int status_print_pending(Context *c, const StatusUnits *units);
