/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* systemd-analyze security, in the background, and what it prints. */

#include <sys/types.h>

#include "base/arena.h"

/* What it says of one unit: the sums over all lines, of which the exposure is the quotient. */
typedef struct Sums {
        const char *unit;
        unsigned long long badness, weight;
        unsigned long printed; /* the exposure in tenths */
        bool is_whole;         /* the sums make what was printed */
        bool mounts;           /* something gives it a mount namespace */
        unsigned long long private_mounts, its_weight; /* the badness and weight of that line */
} Sums;
typedef VEC(Sums) Report;

typedef struct Run {
        pid_t pid;
        int fd;
} Run;

/* The exposure in tenths. */
static inline unsigned long long exposure_of(unsigned long long badness, unsigned long long weight) {
        return (badness * 100 + weight - 1) / weight;
}

/* @path: NULL, or that of the units, which are then read from files (systemd 250 and later). */
Run analyze_start(Arena *a, const char *path, const Strv *units);
/* Waits for it. What it does not know is not in the report. */
void analyze_finish(Arena *a, Run *r, Report *ret);
