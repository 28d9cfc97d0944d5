/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The steps of one experiment: start, probe, reload, probe, stop. */

#include "learn.h"
#include "process.h"

typedef struct Run {
        Learn *learn;
        RunFlags flags;
        RunWatch watch;
        LearnRun *result;
        Trace *trace;
        LearnStep step;
        uint64_t end;    /* of the step */
        Pids others;     /* processes that the unit had before: of sessions that outlive its stop, as with sshd */
        bool interrupted;
} Run;

/* All of them, or up to the one that fails: then -1, and the result says which and why. */
int steps_all(Run *r);
/* Whatever state the service is in: it is stopped, and its next start is as good as its first. */
void steps_clear(Run *r);
/* How long a step may take that takes @usual. */
uint64_t steps_patience(const Run *r, uint64_t usual);
