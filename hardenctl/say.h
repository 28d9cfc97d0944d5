/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What hardenctl says on stderr, and what it ends with. */

#include "base/message.h"
#include "base/text.h"

enum {
        EXIT_FINE = 0,
        EXIT_FINDINGS = 1, /* something was found that the verb looks for */
        EXIT_USAGE = 2,    /* the command line makes no sense */
        EXIT_FAILED = 3,   /* what was asked for failed, or names what is not there */
};

/* Prints "hardenctl: …" on stderr and returns @status, so that a verb can end with it. */
int say(int status, const char *format, ...) _printf_(2, 3);

/* Prints the messages from the @from-th on, but for those that are for debugging. Returns how many there are now. */
size_t say_messages(const Messages *m, size_t from);
