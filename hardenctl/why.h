/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What "why" says; "try" says it too. */

#include "json.h"
#include "suspect.h"

/* why-text.c: the failure, and the suspects, for people and as members of an open object. */
void why_print(Case *k);
void why_json(Case *k, Json *j);
/* A point in time; NULL for 0. */
const char *time_text(Arena *a, uint64_t time);

/* Whether @unit failed in the boot before this one: 1, 0, or -1 if that is not known. */
int failed_in_boot_before(Arena *a, const char *unit);

/* why-list.c: without a unit. */
int why_list(Context *c);

/* Explains the last failure of @unit on stdout. Returns EXIT_FINE if there was none, EXIT_FINDINGS, or EXIT_FAILED
 * after a message. */
int why_explain(Context *c, const char *unit);

/* experiment.c: finds the lines that are guilty by restarting the unit. */
int experiment(const Explanation *e);
