/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a verb works with: the machine below the root, and what was read of it so far. */

#include "bus.h"
#include "options.h"
#include "policy/policy.h"
#include "unit/index.h"

typedef struct Context {
        const Options *options;
        Arena arena; /* lives as long as the verb runs */
        Root root;
        bool running;        /* the root is that of the running system, and systemd runs it */
        Target target;
        Messages messages;   /* about policies and units; printed at the end, or by context_say() */
        size_t said;         /* how many of them were printed */
        PolicySet policies;  /* the active ones, after context_load_policies() */
        UnitIndex units;     /* after context_load_units() */
        bool has_policies, has_units;
        Bus *bus;            /* context_bus() opens it */
        bool bus_was_tried;
} Context;

/* Opens the root and looks at the machine. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int context_open(Context *c, const Options *o);
/* Prints the messages that were not printed yet, and gives all back. */
void context_done(Context *c);

/* Read once, however often it is asked for. They return EXIT_FINE, or EXIT_FAILED after a message. */
int context_load_policies(Context *c);
int context_load_units(Context *c);
int context_load(Context *c); /* both */

/* The connection to the system manager; NULL where none runs this root or it cannot be reached. */
Bus *context_bus(Context *c);

/* Prints the messages that came up since the last time. */
void context_say(Context *c);
