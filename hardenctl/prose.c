/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "prose.h"

#include <stdio.h>

#include "say.h"

#define HEAD 2      /* where an entry begins */
#define NARROW 8    /* where details stand below it */
#define BESIDE 44   /* and where beside it */

static size_t columns(const char *s, size_t n) {
        size_t count = 0;

        for (size_t i = 0; i < n; i++)
                count += ((unsigned char) s[i] & 0xc0) != 0x80;
        return count;
}

static void print_line(Arena *a, const char *s, size_t *at, size_t indent) {
        size_t width = terminal_width(), k;

        s = make_printable(arena_strdup(a, s));
        for (bool first = true; *s; s += k + (s[k] == ' '), first = false) {
                size_t size;

                k = strcspn(s, " ");
                size = columns(s, k);
                if (!first && width > 0 && *at + 1 + size > width) {
                        printf("\n%*s", (int) indent, "");
                        *at = indent;
                } else if (!first) {
                        putchar(' ');
                        (*at)++;
                }
                fwrite(s, 1, k, stdout);
                *at += size;
        }
}

void prose_print(Arena *a, const char *s, size_t at, size_t indent, Colour colour) {
        size_t start = at;

        fputs(colour_on(colour), stdout);
        for (;;) {
                size_t n = strcspn(s, "\n");

                print_line(a, arena_strndup(a, s, n), &at, indent);
                if (!s[n])
                        break;
                s += n + 1;
                printf("\n%*s", (int) start, "");
                at = start;
        }
        puts(colour_off(colour));
}

void prose_heading(Arena *a, const char *text) {
        putchar('\n');
        prose_print(a, text, 0, 0, COLOUR_BOLD);
}

void prose_entry(Arena *a, const char *head, Colour colour, const Strv *details) {
        size_t width = terminal_width(), size = columns(head, strlen(head));
        bool wide = width == 0 || width >= PROSE_WIDE, beside;

        printf("%*s", HEAD, "");
        beside = wide && !strchr(head, '\n') && HEAD + size + 1 < BESIDE && details->n > 0;
        if (!beside)
                prose_print(a, head, HEAD, NARROW, colour);
        else
                printf("%s%s%s%*s", colour_on(colour), make_printable(arena_strdup(a, head)), colour_off(colour),
                       (int) (BESIDE - HEAD - size), "");
        for (size_t i = 0; i < details->n; i++) {
                size_t at = wide ? BESIDE : NARROW - 2;

                if (!beside || i > 0)
                        printf("%*s", (int) at, "");
                prose_print(a, details->v[i], at, at + 2, COLOUR_NONE);
        }
}
