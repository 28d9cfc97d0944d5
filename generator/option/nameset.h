/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Sets of allowed names (capabilities, address families, namespace types), merged line by line exactly
 * as systemd does it: config_parse_capability_set(), config_parse_address_families() and
 * config_parse_restrict_namespaces(); semantics.md 5.
 */

#include <stdint.h>

#include "base/arena.h"
#include "option/names.h"
#include "option/option.h"

typedef struct NameSet {
        bool restricted;  /* false: everything is allowed */
        bool deny;        /* the list began as a deny list */
        bool none;        /* RestrictAddressFamilies=none */
        uint64_t allowed; /* by place in the table of names; beyond it the mode decides */
} NameSet;

/* The names that the option takes, NULL for options of another kind. */
const Name *option_names(const Option *o);

/* All places of a table as bits. */
uint64_t names_all(const Name *names);

/* What the @lines make together on @version of systemd. Words that it does not know count as nothing. */
NameSet nameset_merge(Arena *a, const Option *o, const Strv *lines, unsigned version);

/* The names in @bits that @version knows, joined by blanks. */
const char *nameset_text(Arena *a, const Name *names, uint64_t bits, unsigned version);
