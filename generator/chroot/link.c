/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "chroot/link.h"

#include "unit/search.h"

#define HOPS_MAX 40 /* as the kernel follows */

/* Takes the first component off @p. */
static const char *component(Arena *a, const char **p) {
        const char *s = *p + strspn(*p, "/");
        size_t n = strcspn(s, "/");

        *p = s + n;
        return arena_strndup(a, s, n);
}

static const char *parent(Arena *a, const char *path) {
        const char *slash = strrchr(path, '/');

        return slash ? arena_strndup(a, path, (size_t) (slash - path)) : "";
}

/* @path with all links in it followed, as far as it is there (readlink -m). NULL: it is a loop. */
static const char *resolve(Arena *a, const Root *root, const char *path) {
        const char *out = "", *rest = path, *name;

        for (int hops = 0; *(name = component(a, &rest));) {
                const char *next = arena_printf(a, "%s/%s", out, name);
                char *target;

                if (streq(name, "."))
                        continue;
                if (streq(name, ".."))
                        out = parent(a, out);
                else if (path_is_readable_place(next) && root_readlink(root, a, next, &target) >= 0) {
                        if (++hops > HOPS_MAX)
                                return NULL;
                        rest = arena_printf(a, "%s/%s", target, rest);
                        out = *target == '/' ? "" : out;
                } else
                        out = next;
        }
        return out;
}

const char *link_directory(Arena *a, const Root *root, const char *path) {
        const char *real;
        char *target;

        if (!path_is_readable_place(path) || root_readlink(root, a, path, &target) < 0)
                return NULL;
        real = resolve(a, root, path);
        if (!real)
                return NULL;
        real = parent(a, real);
        return *real ? real : "/";
}
