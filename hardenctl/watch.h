/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Starts a service and looks whether it works. */

#include <stdint.h>

#include "trial.h"

typedef enum Outcome {
        OUTCOME_FINE,
        OUTCOME_START,       /* it did not start */
        OUTCOME_DIED,        /* it started, and ended wrongly */
        OUTCOME_PROBE,       /* it runs, but the probe fails */
        OUTCOME_INTERRUPTED,
} Outcome;

typedef struct Watch {
        const char *probe;   /* a command for sh; NULL: none */
        uint64_t time;       /* µs from the start for which it must go on */
        uint64_t took;       /* returned: µs until it failed, or the start was done and the probe passed */
        const char *said;    /* returned: the last line of the probe */
} Watch;

/* Restarts the unit, and watches it. */
Outcome watch_restart(Trial *t, Watch *w);
/* Only watches, as after a restart. */
Outcome watch_unit(Trial *t, Watch *w);

/* Why that is no success, in words. */
const char *outcome_text(Arena *a, Outcome o, const Watch *w);
