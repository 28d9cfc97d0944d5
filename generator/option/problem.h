/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What may be written as a value of an option, and what is wrong with the rest. */

#include "base/arena.h"
#include "option/option.h"

/* Why @value cannot be a value of @o on any version of systemd, as a text; NULL if it can. */
const char *value_problem(Arena *a, const Option *o, const char *value);

/* Whether a line that value_problem() refuses must take the whole option with it: leaving out one word
 * of a list of what is allowed would make the list stricter than its author wished. */
bool option_needs_all_lines(const Option *o);

/* Whether Except= can take single elements out of the option's value. */
bool option_has_elements(const Option *o);
