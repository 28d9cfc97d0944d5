/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "chroot/names.h"

#include <stdint.h>

#include "base/text.h"

#define WAIT_NAME_MAX 100

const char *path_escape(Arena *a, const char *path) {
        static const char plain[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:_.";
        Text t = { .arena = a };

        path += strspn(path, "/");
        if (!*path)
                return "-";
        for (const char *p = path; *p; p++) {
                if (*p == '/')
                        text_add(&t, "-");
                else if (!strchr(plain, *p) || (p == path && *p == '.'))
                        text_addf(&t, "\\x%02x", (unsigned char) *p);
                else
                        text_addn(&t, p, 1);
        }
        return text_get(&t);
}

/* FNV-1a: names must be the same on every machine. */
static uint64_t hash(const char *s) {
        uint64_t h = UINT64_C(0xcbf29ce484222325);

        for (; *s; s++)
                h = (h ^ (unsigned char) *s) * UINT64_C(0x100000001b3);
        return h;
}

const char *wait_name(Arena *a, const Strv *escaped) {
        Text t = { .arena = a };

        vec_foreach(e, escaped)
                text_join(&t, "--", *e);
        if (t.n <= WAIT_NAME_MAX)
                return text_get(&t);
        return arena_printf(a, "%016llx", (unsigned long long) hash(text_get(&t)));
}
