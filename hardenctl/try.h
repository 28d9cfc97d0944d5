/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A plan that is tried. Only try*.c include this. */

#include "try-policy.h"
#include "watch.h"
#include "why.h"

typedef struct Try {
        Context *context;
        Trial trial;
        TriedPolicy policy;
        Watch watch;
        Strv at_reload, at_start;
        uint64_t begun;          /* CLOCK_REALTIME in µs */
        JournalLines before;
        Outcome outcome;
        const char *text;        /* what came of it */
        bool worked;
} Try;

static inline bool try_in_text(const Try *t) {
        return t->context->options->json == JSON_OFF;
}

/* try-judge.c: says what came of it, and fills in @t->text and @t->worked (ExplanationFunc). */
int try_judge(const Explanation *e, void *userdata);
