/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What policies and profiles have in common: their [Service] section and messages about keys. */

#include "policy/policy.h"
#include "unit/conf.h"

/* Takes a line of [Service] into @p, or complains. */
void policy_add_option(Arena *a, Messages *m, const char *file, const ConfLine *l, Policy *p);

/* "unknown key X= in [S], line ignored". */
void policy_unknown_key(Messages *m, const char *file, const ConfLine *l);
