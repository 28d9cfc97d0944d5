/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The few words that every file uses. */

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define _cleanup_(f) __attribute__((cleanup(f)))
#define _printf_(a, b) __attribute__((format(printf, a, b)))
#define ELEMENTSOF(a) (sizeof(a) / sizeof((a)[0]))

static inline void closep(int *fd) {
        if (*fd >= 0)
                close(*fd);
}
#define _cleanup_close_ _cleanup_(closep)

static inline int take_fd(int *fd) {
        int r = *fd;

        *fd = -1;
        return r;
}

static inline bool streq(const char *a, const char *b) {
        return strcmp(a, b) == 0;
}

/* What follows @prefix in @s, NULL where @s begins otherwise. */
static inline const char *startswith(const char *s, const char *prefix) {
        size_t n = strlen(prefix);

        return strncmp(s, prefix, n) == 0 ? s + n : NULL;
}

/* Where @suffix begins in @s, NULL where @s ends otherwise. */
static inline const char *endswith(const char *s, const char *suffix) {
        size_t n = strlen(s), m = strlen(suffix);

        return n >= m && memcmp(s + n - m, suffix, m) == 0 ? s + n - m : NULL;
}

static inline const char *base_name(const char *path) {
        const char *slash = strrchr(path, '/');

        return slash ? slash + 1 : path;
}
