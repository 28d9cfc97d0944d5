/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Whether the generator does nothing on this machine, whatever the policies say. */

#include "context.h"

/* Why, in words; NULL: it works. */
const char *generator_inactive(Context *c);

/* Whether that is so by damage: its file is empty where a package puts it, and not where an admin masks it. */
bool generator_is_damaged(Context *c);
