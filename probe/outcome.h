/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What came of a probe. */

typedef enum OutcomeKind {
        ABSENT,  /* what it would touch is not there */
        THROUGH, /* nothing has stopped it */
        STOPPED, /* with an errno */
        KILLED,  /* by a signal */
} OutcomeKind;

typedef struct Outcome {
        OutcomeKind kind;
        int number; /* the errno, or the signal */
} Outcome;

#define OUTCOME(...) ((Outcome) { __VA_ARGS__ })

/* Through where @r says success, else stopped by errno. */
Outcome outcome_of(long r);
/* For calls with senseless arguments: through where these are what the kernel complains about; stopped with EPERM,
 * EACCES or ENOSYS. */
Outcome outcome_of_call(long r);

/* Runs @function in a child, which may be killed. */
Outcome outcome_run(Outcome (*function)(int number), int number);
void outcome_print(const char *name, Outcome o);
