/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The best that has passed so far, for when there is no time for more. */

#include "learn.h"

/* The service works with the candidate; @in: with these of its restrictions alone. */
void proven_note(Learn *l, const bool *in);

/* When the search has to end for the last proof to have its time, CLOCK_MONOTONIC in µs; 0: never. */
uint64_t proven_deadline(const Learn *l);
/* Whether there is time for another experiment before the last proof. */
bool proven_may_improve(Learn *l);

/* What is the end of the search, in words. */
const char *proven_end(const Learn *l);

/* The candidate is the best one from now on. Returns EXIT_FINE, or EXIT_FINDINGS after a message: there is none. */
int proven_take(Learn *l);
