/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The policies that are shipped and wait to be enabled: by a link to them in a directory of policies. */

#include "context.h"

#define SHIPPED_DIRECTORY DATADIR "/hardening/policies"
#define RUNTIME_DIRECTORY "/run/hardening.d"

typedef enum ShippedState {
        SHIPPED_DISABLED,
        SHIPPED_ENABLED,
        SHIPPED_ENABLED_RUNTIME,
        SHIPPED_ENABLED_VENDOR, /* by a link below /usr */
        SHIPPED_MASKED,
        SHIPPED_EDITED, /* a file of the same name, in no way a link to it, stands in its place */
        SHIPPED_HIDDEN, /* and hides a link to it */
        _SHIPPED_STATES,
} ShippedState;

typedef struct Shipped {
        const char *name; /* without "NN-" and ".conf" */
        const char *file;
        const char *path;
        ShippedState state;
        const char *place;    /* the file in a directory of policies that decides; NULL: none */
        const Policy *policy; /* after shipped_read(); NULL: it must be refused */
        Strv fits;            /* the units of this machine that it matches, after shipped_fit() */
} Shipped;
typedef VEC(Shipped) ShippedPolicies;

/* The policy @file among the admin's or those below /run; NULL: there is none. */
const char *policy_in_place(Context *c, const char *file);

/* All of them, sorted by file name. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int shipped_load(Context *c, ShippedPolicies *ret);

/* What stands in the place of a link to it: "is masked by …", "has an edited copy, …". */
const char *shipped_obstacle(Context *c, const Shipped *s);

/* Reads what it says; what is wrong with it is told to @m. */
void shipped_read(Context *c, Messages *m, Shipped *s);

/* Reads all of them, and finds out which units of the machine they match. Returns EXIT_FINE, or EXIT_FAILED after a
 * message. */
int shipped_fit(Context *c, ShippedPolicies *all);

/* By NAME, NN-NAME or NN-NAME.conf. NULL after a message, with a suggestion. */
Shipped *shipped_find(Context *c, ShippedPolicies *all, const char *word);

/* Whether @dir holds a link of the policy's name to it. */
bool shipped_is_linked(Context *c, const Shipped *s, const char *dir);

/* Looks again at what is in force. */
void shipped_refresh(Context *c, Shipped *s);

/* One word for the state. */
const char *shipped_state_name(ShippedState state);
