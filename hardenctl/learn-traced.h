/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the kernel has told of a service, in terms of restrictions. */

#include "learn.h"

/* Takes out of the candidate what was used. What is used by the way, and not missed, stays forbidden first. */
void traced_weaken(Learn *l, const Traces *traces);

/* Whether anything is known at all. */
bool traced_knows(const Traces *traces, TraceKind kind);

/* learn-reasons.c: the name of a system call, NULL: unknown. */
const char *traced_call(Arena *a, unsigned number);
/* Restrictions that explain what was refused in this run and not in the reference; the surest first. */
typedef VEC(Restriction *) RestrictionRefs;
void traced_suspects(Learn *l, const LearnRun *run, RestrictionRefs *ret);
