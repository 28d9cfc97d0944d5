/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Programs of this machine. */

#include "context.h"

/* The path of the program of that name in $PATH, of which only absolute directories count; @name itself if there is a
 * slash in it. NULL: there is none. */
const char *program_find(Context *c, const char *name);
