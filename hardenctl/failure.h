/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What is known of the last failure of a service: from the manager, and from the journal of that attempt. */

#include "context.h"
#include "journal.h"

typedef struct Failure {
        const char *unit;
        const char *state;     /* ActiveState=, NULL: the manager cannot be asked */
        const char *result;    /* such as exit-code, timeout, oom-kill; "success": it has not failed */
        uint64_t since;        /* CLOCK_REALTIME in µs; 0: unknown */
        int status, signal;    /* of the process that ended wrongly; -1: unknown, or not so */
        const char *command;   /* ExecStart, ExecStartPre, …; NULL: unknown */
        const char *program;   /* that could not be run, NULL: unknown */
        pid_t pid;             /* its main process, 0: unknown */
        JournalLines lines;    /* of that attempt, oldest first */
        bool has_journal;      /* the journal could be read */
        bool carries;          /* the manager has a drop-in of ours loaded for it */
} Failure;

/* @since: only what its journal says from then on. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int failure_find(Context *c, const char *unit, uint64_t since, Failure *ret);

static inline bool failure_is_one(const Failure *f) {
        return !streq(f->result, "success");
}

/* Whether the unit has a drop-in of ours loaded. */
bool carries_ours(Context *c, const char *unit);

/* "main process exited, status=203/EXEC", for people. */
const char *failure_text(Arena *a, const Failure *f);
/* systemd's name of an exit status of its own (systemd.exec(5), PROCESS EXIT CODES), NULL for another one. */
const char *step_name(int status);
