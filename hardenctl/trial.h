/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A change to one unit for a time, which is taken back whatever happens. All of it lives below /run, so that a reboot
 * takes it back, too; a timer of the manager does if we do not give a sign of life any more.
 */

#include "context.h"

typedef struct Trial {
        Context *context;
        const char *unit;
        const char *policy;  /* its file below /run/hardening.d; NULL: none */
        const char *before;  /* the drop-in that was loaded; NULL: none */
        bool was_active, interrupted;
        unsigned long long sign; /* of life, the last one: CLOCK_MONOTONIC in seconds */
} Trial;

/* Writes down what is now, arms the timer, and from now on takes signals as interruptions. Returns EXIT_FINE, or
 * EXIT_FAILED after a message: then nothing has changed. */
int trial_begin(Context *c, const char *unit, const char *policy, Trial *ret);

/* Puts @text in the place of the generator's drop-in; takes effect at the next reload. */
int trial_override(Trial *t, const char *text);

/* To be called at least every few seconds. False: interrupted, or taken back already. */
bool trial_goes_on(void *trial);

/* Reloads the manager. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int trial_reload(Trial *t);

/* Takes all back. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int trial_undo(Trial *t);
/* Ends it, and leaves the unit as it is now: nothing was started yet, or all is to stay. */
void trial_end(Trial *t);

/* Takes back what another hardenctl has left. */
int trial_undo_left(Context *c, const char *unit);
