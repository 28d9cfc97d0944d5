/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How single values of options are read and compared. */

#include "base/arena.h"
#include "option/option.h"

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
/* Whether @s has no "." and ".." in it. */
bool path_is_normalised(const char *s);
/* @s without doubled slashes and one at the end. */
const char *path_tidy(Arena *a, const char *s);
/* Whether @path is @dir or lies below it. */
bool path_is_below(const char *path, const char *dir);
/* Whether @path is "/", however many slashes. */
bool path_is_root(const char *path);
bool has_control_character(const char *s);

typedef struct Bind {
        const char *source, *destination, *options; /* options: NULL for none */
        bool ignore_missing;
} Bind;
/* One word of BindPaths=. Returns -EINVAL if it is none. */
int bind_parse(Arena *a, const char *word, Bind *ret);
