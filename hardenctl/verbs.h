/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The verbs, one file each. A verb gets its arguments (as many as the table in main.c allows, NULL at the end)
 * and returns one of EXIT_*. */

#include "context.h"

typedef struct Verb {
        const char *name;
        const char *arguments; /* as --help shows them */
        size_t least, most;    /* how many */
        unsigned takes;        /* TAKES_*: the options that it has besides those of all verbs */
        int (*run)(Context *c, size_t n, char **arguments);
        const char *help;
} Verb;

/* The first one is meant where none is given; the last one has no name. */
extern const Verb verbs[];

int verb_status(Context *c, size_t n, char **arguments);
int verb_explain(Context *c, size_t n, char **arguments);
int verb_diff(Context *c, size_t n, char **arguments);
int verb_preflight(Context *c, size_t n, char **arguments);
int verb_verify(Context *c, size_t n, char **arguments);
int verb_list(Context *c, size_t n, char **arguments);
int verb_enable(Context *c, size_t n, char **arguments);
int verb_disable(Context *c, size_t n, char **arguments);
int verb_exempt(Context *c, size_t n, char **arguments);
int verb_shell(Context *c, size_t n, char **arguments);
int verb_audit(Context *c, size_t n, char **arguments);
int verb_try(Context *c, size_t n, char **arguments);
int verb_why(Context *c, size_t n, char **arguments);
int verb_learn(Context *c, size_t n, char **arguments);
