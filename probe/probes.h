/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "outcome.h"

typedef struct Probe {
        const char *name, *option;
        Outcome (*function)(int number);
        int number;
} Probe;

extern const Probe probes[]; /* the last one has no name */
