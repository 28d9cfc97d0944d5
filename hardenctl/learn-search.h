/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* From the most likely candidate to one that the service bears. */

#include "learn.h"

/* Weakens the candidate until the service works with all of it, or takes the best that there is when the time is over.
 * Returns EXIT_FINE, or another status after a message. */
int search(Learn *l);
/* One experiment with the candidate as it is. */
int search_try(Learn *l, RunFlags flags, LearnRun *ret);
/* Weakens it by what this run shows. 0: nothing is suspected any more. */
size_t search_weaken(Learn *l, const LearnRun *run);
