/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Whether the generator does nothing on this machine, whatever the policies say. */

#include "context.h"

/* Why, in words; NULL: it works. */
const char *generator_inactive(Context *c);
