/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A terminal for a program of another unit, which shows on ours. */

#include "bus-transient.h"

typedef struct Pty {
        int master;
        const char *path; /* of the program's side */
} Pty;

/* Makes one of the size of our terminal. Returns 0 or a negative errno. */
int pty_open(Arena *a, Pty *ret);
/* Passes on what is typed and printed until the unit has ended, or our terminal is gone (-EPIPE). */
int pty_forward(const Pty *p, BusTransient *t);
void pty_close(Pty *p);
