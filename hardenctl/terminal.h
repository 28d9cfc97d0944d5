/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Where the output goes to. All is decided before a pager takes the place of the terminal. */

#include <stddef.h>

#include "base/util.h"

bool terminal_is_output(void);
/* 0: as wide as need be. */
size_t terminal_width(void);
bool terminal_has_colours(void);
