/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What an option of the plan is made of: lines that forbid but a part of it. */

#include "explanation.h"

typedef struct Parts {
        const char *key;   /* the option whose line forbids parts */
        const char *before;/* put before the list: "~" */
        const char *prefix;/* put before each word: "-" of paths */
        Strv names;
        bool paths;        /* what lies in one that is guilty can be looked at in turn */
} Parts;

/* The parts of the lines @values of @o together. False: it has none. */
bool parts_of(const Explanation *e, const Option *o, const Strv *values, Parts *ret);

/* What lies in the directory @path, as parts of the same kind. False: nothing does. */
bool parts_below(Context *c, const Parts *p, const char *path, Parts *ret);

/* The line that forbids the marked parts; "" for none. */
const char *parts_line(Arena *a, const Parts *p, const bool *in);
