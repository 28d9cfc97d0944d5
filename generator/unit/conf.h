/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The reader of systemd's syntax, for policies and unit files alike (systemd.syntax(7), and to the
 * letter config_parse() of systemd: ends of line, continuations, comments inside them, BOM).
 */

#include "base/message.h"

/* The longest line, as in systemd (LONG_LINE_MAX). */
#define CONF_LINE_MAX (1024U * 1024U)

typedef struct ConfLine {
        const char *section; /* "" before the first section; lines of one section share the pointer */
        const char *key;     /* NULL: the line cannot be read, and @value says why */
        const char *value;
        unsigned line; /* the last line of a continuation, as systemd counts */
} ConfLine;

typedef struct ConfSection {
        const char *name;
        unsigned line;
} ConfSection;

typedef struct ConfLines {
        ConfLine *v; /* a VEC */
        size_t n, cap;
        VEC(ConfSection) sections; /* their headers, also of those without a line */
} ConfLines;

/* Takes @data apart in place (@data[@size] must be writable) and appends to @ret. Lines without a key
 * are left to the caller to complain about. Returns 0, -EBADMSG if a broken section header ended the
 * file (the lines before it are there), or -ENOBUFS if a line is too long (likewise). */
int conf_parse(Arena *a, char *data, size_t size, ConfLines *ret, unsigned *ret_line);
