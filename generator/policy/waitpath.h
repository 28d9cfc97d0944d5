/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The paths of [Wait] PathExists=. */

#include "base/arena.h"

/* Reads the value of PathExists=: an absolute, normalised path, "%%" for a percent sign, without slashes to
 * spare in @ret. Returns NULL, or why nothing can be waited for there. */
const char *wait_path_parse(Arena *a, const char *value, const char **ret);
