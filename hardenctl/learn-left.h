/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Processes that a stop leaves in the control groups of the unit. */

#include "learn-steps.h"

/* What is there now is not this experiment's. */
void left_note_others(Run *r);
/* Where its processes are. */
void left_note_group(Run *r);
/* Those of this experiment. */
void left_find(Run *r, Pids *ret);
/* With KillMode=process they would stand in the way of the next one. */
void left_kill(Run *r);
