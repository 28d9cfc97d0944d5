/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Paragraphs that fit the terminal, in one column or in two. */

#include "table.h"

#define PROSE_WIDE 120 /* from here on details stand beside what they are about */

/* Prints @s from column @at on, where the cursor is, and goes on at @indent where the line is full; a line feed in @s
 * leads back to @at. Without a width nothing is broken. */
void prose_print(Arena *a, const char *s, size_t at, size_t indent, Colour colour);

/* A heading, with an empty line before it. */
void prose_heading(Arena *a, const char *text);

/* One entry: what it is about, and its details, each a paragraph of its own. */
void prose_entry(Arena *a, const char *head, Colour colour, const Strv *details);
