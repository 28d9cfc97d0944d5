/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The command of --probe=, which succeeds if a service works. */

#include <sys/types.h>

#include "base/arena.h"

/* Starts it in sh, as the leader of a group of processes. @output: the descriptor of a file for what it says. Returns
 * its PID, or -1. */
pid_t probe_start(const char *command, int output);

/* The last line of the file that says anything, as it is; NULL: there is none. */
char *probe_last_line(Arena *a, int output);
