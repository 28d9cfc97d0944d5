/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The policy as a careful person would have written it. */

#include "learn.h"

/* Its text: based on the profile that leaves the fewest lines, each weaker value with the reason. The generator makes
 * the same of it as of the candidate. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int policy_write(Learn *l, const char **ret);
