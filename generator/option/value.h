/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Single values of options: what may be written, and how a value is read. */

#include "base/arena.h"
#include "option/option.h"

/* Why @value cannot be a value of @o on any version of systemd, as a text; NULL if it can. */
const char *value_problem(Arena *a, const Option *o, const char *value);

/* Whether a line that value_problem() refuses must take the whole option with it: leaving out one word
 * of a list of what is allowed would make the list stricter than its author wished. */
bool option_needs_all_lines(const Option *o);

/* Whether Except= can take single elements out of the option's value. */
bool option_has_elements(const Option *o);

/* The row of an ordered option's @value that @version knows (booleans in all spellings), or NULL. */
const OptionValue *order_find(const Option *o, const char *value, unsigned version);
/* The tightest value of @o that @version knows and that is no tighter than @bits. Never NULL. */
const OptionValue *order_at_most(const Option *o, unsigned bits, unsigned version);
/* The value that is at least as tight as all others of @version, NULL if there is none. */
const OptionValue *order_top(const Option *o, unsigned version);

/* An octal file mode. Returns -EINVAL if it is none. */
int mode_parse(const char *s, unsigned *ret);

/* The path behind the prefixes "-" and "+" of a list of paths. */
const char *path_skip_prefix(const char *s);
/* Whether @s is absolute and normalised, or begins with a specifier. */
bool path_is_fine(const char *s);

typedef struct Bind {
        const char *source, *destination, *options; /* options: NULL for none */
        bool ignore_missing;
} Bind;
/* One word of BindPaths=. Returns -EINVAL if it is none. */
int bind_parse(Arena *a, const char *word, Bind *ret);
