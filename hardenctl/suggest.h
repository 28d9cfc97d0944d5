/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* "Did you mean …?" for misspelt words. */

#include "base/arena.h"

typedef struct Suggestion {
        const char *word;
        const char *best; /* NULL: nothing is near enough */
        size_t distance;
} Suggestion;

Suggestion suggestion_for(const char *word);
/* Offers a word that would have been right; it must live as long. */
void suggestion_try(Suggestion *s, const char *candidate);
/* ". Did you mean PREFIXbest?", or "". */
const char *suggestion_text(Arena *a, const Suggestion *s, const char *prefix);
