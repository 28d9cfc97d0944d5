/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The policy that exempts one unit, /etc/hardening.d/90-exempt-UNIT.conf: a file that a person could have written. */

#include "context.h"

typedef struct Exemption {
        const char *unit;
        const char *dir, *file;
        bool exists;
        const char *reason; /* NULL: none */
        Strv words;         /* of Except= */
} Exemption;

/* Reads what is there. Returns EXIT_FINE, or EXIT_FAILED after a message, also for a file that is another than we
 * would write. */
int exemption_read(Context *c, const char *dir, const char *unit, Exemption *ret);

/* What is to stand in the file. */
const char *exemption_text(Context *c, const Exemption *e);

/* One word of Except= as a person types it, with its option's own spelling. Returns EXIT_FINE, or EXIT_FAILED after a
 * message. */
int exemption_word(Context *c, const char *word, const char **ret);

/* Whether the generator will read @text as @e means it. */
bool exemption_is_legible(Context *c, const Exemption *e, const char *text);
