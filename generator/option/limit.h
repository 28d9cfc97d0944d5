/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Limits: numbers, sizes, percentages and "infinity", and for Limit*= a soft and a hard one. */

#include <stdint.h>

#include "base/arena.h"

#define LIMIT_INFINITY UINT64_MAX

typedef struct Limit {
        bool percent; /* in ten thousandths; soft and hard are the same */
        uint64_t soft, hard;
} Limit;

/* Parses the value of @option. Returns 0 or -EINVAL. */
int limit_parse(const char *option, const char *s, Limit *ret);
/* As it is written into a unit: "SOFT:HARD" only where they differ. */
const char *limit_text(Arena *a, const Limit *l);
