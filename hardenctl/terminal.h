/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Where the output goes to. All is decided before a pager takes the place of the terminal. */

#include <stddef.h>

#include "base/util.h"

bool terminal_is_output(void);
/* 0: as wide as need be. */
size_t terminal_width(void);
bool terminal_has_colours(void);

typedef enum Colour { COLOUR_NONE, COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN, COLOUR_GREY, COLOUR_BOLD } Colour;

/* What switches the colour on, "" where there are none; and off. */
const char *colour_on(Colour colour);
const char *colour_off(Colour colour);
