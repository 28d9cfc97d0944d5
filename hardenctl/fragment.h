/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "context.h"
#include "unit/unit.h"

/* Whether the fragment of @u hides one of the same name in a directory of lower precedence: @ret_copy_of if the two
 * have the same text, else @ret_hides. Both are NULL if there is none. */
void fragment_compare(Context *c, const Unit *u, const char **ret_copy_of, const char **ret_hides);
