/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Words of a value, as extract_first_word() of systemd takes them apart, and how to write one. */

#include "base/arena.h"

typedef enum WordFlags {
        WORD_CUNESCAPE = 1 << 0,     /* \n, \x20, … are C escapes; an unknown one is an error */
        WORD_RETAIN_ESCAPE = 1 << 1, /* backslashes stay as they are */
} WordFlags;

/* Takes the next word out of *@p, quotes removed. Without flags a backslash takes the next character
 * literally. Returns 1, 0 at the end, or -EINVAL (open quote, backslash at the end, bad escape). */
int word_next(Arena *a, const char **p, WordFlags flags, const char **ret);

/* All words of @s. Returns 0 or -EINVAL. */
int words_split(Arena *a, const char *s, WordFlags flags, Strv *ret);

/* @s as one word of a list of paths: quoted where systemd would split or unescape it otherwise. */
const char *word_quote(Arena *a, const char *s);

/* -1 if @s is none of systemd's spellings of a boolean. */
int boolean_parse(const char *s);
