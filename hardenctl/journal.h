/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The journal. Nothing else knows sd-journal. */

#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"

typedef struct JournalLine {
        uint64_t time;          /* CLOCK_REALTIME in µs */
        const char *message;
        bool manager;           /* systemd says it about the unit, or the process that is to become the service */
        pid_t pid;
        const char *invocation; /* of the unit, NULL: none */
        /* fields of systemd's own lines, NULL where there is none */
        const char *id, *result, *exit_code, *exit_status, *command, *executable;
} JournalLine;
typedef VEC(JournalLine) JournalLines;

/* systemd's messages, as sd-messages.h names them. */
#define MESSAGE_PROCESS_EXIT "98e322203f7a4ed290d09fe03c09fe15"
#define MESSAGE_SPAWN_FAILED "641257651c1b4ec9a8624d7a40a9e1e7"
#define MESSAGE_FAILURE_RESULT "d9b373ed55a64feb8242e02dbe79a49c"

/* Waits until the journal has written what was said so far: under load that is later than the end of who said it. */
void journal_sync(void);

/* The last @most lines of @unit and about it since @since, of this boot or of the one before; oldest first. Returns 0,
 * also where there are none, or a negative errno: -ENOENT if there is no journal, or no boot before this one. */
int journal_unit(Arena *a, const char *unit, bool boot_before, uint64_t since, size_t most, JournalLines *ret);

/* The kernel's lines of this boot since @since about system calls that ended a process. */
int journal_seccomp(Arena *a, uint64_t since, JournalLines *ret);
