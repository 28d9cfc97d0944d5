/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A text that grows at its end. It lives in an arena and is always terminated. */

#include "base/arena.h"

typedef struct Text {
        Arena *arena;
        char *s;
        size_t n, cap;
} Text;

void text_add(Text *t, const char *s);
void text_addn(Text *t, const char *s, size_t n);
void text_addf(Text *t, const char *format, ...) _printf_(2, 3);
void text_add_number(Text *t, unsigned n);
/* Adds @s, with @separator before it unless the text is empty. */
void text_join(Text *t, const char *separator, const char *s);
/* The text so far; "" if nothing was added. */
const char *text_get(const Text *t);

/* All of a list in one text. */
const char *strv_join(Arena *a, const char *separator, const Strv *l);

/* Whether @s is valid UTF-8 in systemd's sense. */
bool utf8_is_valid(const char *s);
/* Takes out of @s in place what could speak to a terminal: stray bytes, the control characters of ASCII and those of
 * Unicode (U+0080 to U+009F). */
char *make_printable(char *s);
