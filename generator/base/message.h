/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What went wrong, as lines "file:line: what is wrong, what is done about it". The library only
 * collects; the mains print. An error means that something was left out: it sets the exit status.
 */

#include <syslog.h>

#include "base/arena.h"

typedef struct Message {
        int level; /* LOG_ERR: something was left out; LOG_WARNING; LOG_DEBUG */
        const char *text;
} Message;

typedef struct Messages {
        Arena arena;
        VEC(Message) list;
        size_t errors;
} Messages;

/* Adds a message about @file (NULL: none) and @line (0: none). */
void message_add(Messages *m, int level, const char *file, unsigned line, const char *format, ...)
        _printf_(5, 6);
void messages_done(Messages *m);
