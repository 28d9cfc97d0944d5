/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Memory of one run, or of the work on one unit: what is taken from an arena lives until the arena
 * is reset, so nothing that is read, merged or planned has an owner of its own. Memory that cannot
 * be had ends the process with exit status 1; that is safe at any time, since files are written whole.
 */

#include <stdarg.h>
#include <stddef.h>

#include "base/util.h"

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
        ArenaBlock *blocks;
        char *free, *end;
} Arena;

/* Returns @size bytes of zeroes, aligned for anything. */
void *arena_alloc(Arena *a, size_t size);
char *arena_strndup(Arena *a, const char *s, size_t n);
char *arena_strdup(Arena *a, const char *s);
char *arena_printf(Arena *a, const char *format, ...) _printf_(2, 3);
char *arena_vprintf(Arena *a, const char *format, va_list args) _printf_(2, 0);

/* Makes room for one more element; used by vec_push(). */
void *arena_grow(Arena *a, void *v, size_t n, size_t *cap, size_t size);

/* Gives everything back; arena_reset() keeps one block for what comes next. */
void arena_reset(Arena *a);
void arena_done(Arena *a);

#define arena_new(a, T) ((T *) arena_alloc((a), sizeof(T)))
#define _cleanup_arena_ _cleanup_(arena_done)

/* A list that grows: VEC(const char *) names = {}; vec_push(a, &names, "x"); */
#define VEC(T)                        \
        struct {                      \
                T *v;                 \
                size_t n, cap;        \
        }
#define vec_push(a, vec, ...)                                                                          \
        do {                                                                                           \
                (vec)->v = arena_grow((a), (vec)->v, (vec)->n, &(vec)->cap, sizeof(*(vec)->v));        \
                (vec)->v[(vec)->n++] = (__VA_ARGS__);                                                  \
        } while (0)
#define vec_foreach(p, vec) for (typeof((vec)->v + 0) p = (vec)->v; p < (vec)->v + (vec)->n; p++)

typedef VEC(const char *) Strv;

bool strv_contains(const Strv *l, const char *s);
/* Adds @s unless it is there. */
void strv_add(Arena *a, Strv *l, const char *s);
