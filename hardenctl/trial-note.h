/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What is written down of a trial below /run, for whoever must take it back. */

#include "trial.h"

/* Whether a trial of the unit is under way. */
bool trial_is_noted(const Trial *t);

/* Returns 0, or a negative errno after a message. */
int trial_note(Trial *t);
/* Fills in what was noted of @t->unit. False: nothing was. */
bool trial_read_note(Trial *t);
void trial_remove_note(Trial *t);
