/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define BLOCK_SIZE (32 * 1024)
#define ALIGNMENT 16

struct ArenaBlock {
        ArenaBlock *next;
        size_t size;
        char data[] __attribute__((aligned(ALIGNMENT)));
};

/* Under AddressSanitizer each piece is a block of its own, so that every overrun is seen. */
#ifdef __SANITIZE_ADDRESS__
#define ONE_PIECE_A_BLOCK 1
#else
#define ONE_PIECE_A_BLOCK 0
#endif

static _Noreturn void out_of_memory(void) {
        static const char text[] = "hardening-generator: out of memory\n";

        (void) !write(STDERR_FILENO, text, sizeof(text) - 1);
        _exit(EXIT_FAILURE);
}

static void add_block(Arena *a, size_t size) {
        ArenaBlock *b = malloc(sizeof(ArenaBlock) + size);

        if (!b)
                out_of_memory();
        b->next = a->blocks;
        b->size = size;
        a->blocks = b;
        a->free = b->data;
        a->end = b->data + size;
}

void *arena_alloc(Arena *a, size_t size) {
        size_t aligned = (size + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);
        void *p;

        if (size > SIZE_MAX / 4)
                out_of_memory();
        if (ONE_PIECE_A_BLOCK)
                add_block(a, size);
        else if ((size_t) (a->end - a->free) < aligned)
                add_block(a, aligned > BLOCK_SIZE ? aligned : BLOCK_SIZE);
        p = a->free;
        a->free += ONE_PIECE_A_BLOCK ? size : aligned;
        return memset(p, 0, size);
}

char *arena_strndup(Arena *a, const char *s, size_t n) {
        char *p = arena_alloc(a, n + 1);

        memcpy(p, s, n);
        return p;
}

char *arena_strdup(Arena *a, const char *s) {
        return arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(Arena *a, const char *format, va_list args) {
        size_t room = ONE_PIECE_A_BLOCK ? 0 : (size_t) (a->end - a->free);
        char nothing[1], *p = a->free;
        va_list again;
        int n;

        /* Mostly it fits into what is free, and need not be formatted twice. */
        va_copy(again, args);
        n = vsnprintf(room > 0 ? p : nothing, room, format, again);
        va_end(again);
        if (n < 0)
                out_of_memory();
        if ((size_t) n < room) {
                a->free += ((size_t) n + ALIGNMENT) & ~(size_t) (ALIGNMENT - 1);
                a->free = a->free > a->end ? a->end : a->free;
                return p;
        }
        p = arena_alloc(a, (size_t) n + 1);
        vsnprintf(p, (size_t) n + 1, format, args);
        return p;
}

char *arena_printf(Arena *a, const char *format, ...) {
        va_list args;
        char *p;

        va_start(args, format);
        p = arena_vprintf(a, format, args);
        va_end(args);
        return p;
}

void *arena_grow(Arena *a, void *v, size_t n, size_t *cap, size_t size) {
        void *p;

        if (n < *cap)
                return v;
        *cap = *cap ? *cap * 2 : 8;
        p = arena_alloc(a, *cap * size);
        if (n > 0)
                memcpy(p, v, n * size);
        return p;
}

void arena_done(Arena *a) {
        while (a->blocks) {
                ArenaBlock *b = a->blocks;

                a->blocks = b->next;
                free(b);
        }
        *a = (Arena) {};
}

void arena_reset(Arena *a) {
        ArenaBlock *keep = NULL;

        /* One block of the usual size is kept. */
        while (a->blocks) {
                ArenaBlock *b = a->blocks;

                a->blocks = b->next;
                if (!ONE_PIECE_A_BLOCK && !keep && b->size == BLOCK_SIZE)
                        keep = b;
                else
                        free(b);
        }
        *a = (Arena) {};
        if (keep) {
                keep->next = NULL;
                *a = (Arena) { .blocks = keep, .free = keep->data, .end = keep->data + keep->size };
        }
}

bool strv_contains(const Strv *l, const char *s) {
        vec_foreach(i, l)
                if (streq(*i, s))
                        return true;
        return false;
}

void strv_add(Arena *a, Strv *l, const char *s) {
        if (!strv_contains(l, s))
                vec_push(a, l, s);
}
