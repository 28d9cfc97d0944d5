/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A policy that is not enabled, put below /run/hardening.d for the time of a trial. */

#include "context.h"

typedef struct TriedPolicy {
        const char *name; /* the file below /run/hardening.d; NULL: none */
        const char *text;
        const char *keep; /* the command that enables it for good */
} TriedPolicy;

/* @word is the path of a file, or the name of a shipped policy. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int tried_policy_find(Context *c, const char *word, const char *unit, TriedPolicy *ret);

int tried_policy_place(Context *c, const TriedPolicy *p);
