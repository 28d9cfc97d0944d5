/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "suggest.h"

#include <ctype.h>

#define WORD_MAX 80

static size_t least(size_t a, size_t b) {
        return a < b ? a : b;
}

static bool same(char a, char b) {
        return tolower((unsigned char) a) == tolower((unsigned char) b);
}

/* How many letters are wrong, missing, too many or exchanged with their neighbour; case does not count. */
static size_t edit_distance(const char *a, const char *b) {
        size_t n = strlen(a), m = strlen(b), row[3][WORD_MAX + 1];

        for (size_t i = 0; i <= n; i++) {
                size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];

                now[0] = i;
                for (size_t k = 1; k <= m; k++) {
                        if (i == 0) {
                                now[k] = k;
                                continue;
                        }
                        now[k] = least(least(last[k], now[k - 1]) + 1, last[k - 1] + !same(a[i - 1], b[k - 1]));
                        if (i > 1 && k > 1 && same(a[i - 1], b[k - 2]) && same(a[i - 2], b[k - 1]))
                                now[k] = least(now[k], before[k - 2] + 1);
                }
        }
        return row[n % 3][m];
}

Suggestion suggestion_for(const char *word) {
        size_t n = strlen(word);

        /* Of a word of five letters one may be wrong; half of a word is no resemblance. */
        return (Suggestion) { .word = word, .distance = n < 3 ? 1 : n / 3 + 1 };
}

void suggestion_try(Suggestion *s, const char *candidate) {
        size_t distance;

        if (strlen(s->word) > WORD_MAX || strlen(candidate) > WORD_MAX)
                return;
        distance = edit_distance(s->word, candidate);
        if (distance < s->distance) {
                s->distance = distance;
                s->best = candidate;
        }
}

const char *suggestion_text(Arena *a, const Suggestion *s, const char *prefix) {
        return s->best ? arena_printf(a, ". Did you mean %s%s?", prefix, s->best) : "";
}
