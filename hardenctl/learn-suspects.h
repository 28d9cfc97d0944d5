/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What an experiment that failed points at. */

#include "learn-traced.h"

/* Opens the places that it shows to be written. Returns how many were not open before. */
size_t suspects_of_paths(Learn *l, const LearnRun *run);
/* Whether the kernel has refused to write where only reading is allowed. */
bool suspects_refused_writing(const LearnRun *run);
/* All else: the kernel's word first, then what the journal says, then, with @doubts, what is in doubt anyway. */
void suspects_find_all(Learn *l, const LearnRun *run, bool doubts, RestrictionRefs *ret);
