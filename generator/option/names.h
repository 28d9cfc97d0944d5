/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The names that may stand inside lists, each with the first version of systemd that knows it.
 * systemd drops a name that it does not know, and a list that becomes empty by that turns into "all"
 * or "nothing" (semantics.md 6): so no name goes out that the target does not know.
 */

#include <stddef.h>

typedef struct Name {
        const char *name;
        unsigned since; /* 247 for all that is older */
} Name;

/* Each ends with a row without name. Capabilities stand at their number. */
extern const Name capability_names[];
extern const Name family_names[];
extern const Name namespace_names[];
extern const Name syscall_groups[];
extern const Name architecture_names[];

/* The place of @name in @names if @version of systemd knows it, else -1. Exact case, but for
 * capabilities, which systemd takes in any case. */
int name_index(const Name *names, const char *name, unsigned version);

/* How many rows of @names there are. */
size_t name_count(const Name *names);
