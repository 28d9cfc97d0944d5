/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fragment.h"

static const char *read_text(Context *c, const char *path, size_t *ret_size) {
        char *text;

        return root_read(&c->root, &c->arena, path, UNIT_FILE_MAX, &text, ret_size, NULL) >= 0 ? text : NULL;
}

void fragment_compare(Context *c, const Unit *u, const char **ret_copy_of, const char **ret_hides) {
        const char *name = u->fragment ? base_name(u->fragment) : NULL, *own, *other;
        size_t size, n;
        bool lower = false;

        *ret_copy_of = *ret_hides = NULL;
        own = name ? read_text(c, u->fragment, &size) : NULL;
        if (!own)
                return;
        vec_foreach(d, &c->units.dirs) {
                const char *path = arena_printf(&c->arena, "%s/%s", d->path, name);

                if (streq(path, u->fragment)) {
                        lower = true;
                        continue;
                }
                other = lower ? read_text(c, path, &n) : NULL;
                if (!other)
                        continue;
                if (n == size && memcmp(own, other, n) == 0)
                        *ret_copy_of = path;
                else
                        *ret_hides = path;
                return;
        }
}
