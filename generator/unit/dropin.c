/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which drop-ins a unit has: unit_file_find_dropin_paths() of systemd. */
#include <stdlib.h>

#include "unit/index.h"
#include "unit/name.h"

/* The first directory for @name in the sorted list, or NULL. */
static DropinDir *first_dir(const UnitIndex *x, const char *name) {
        size_t low = 0, high = x->dropins.n;

        while (low < high) {
                size_t middle = low + (high - low) / 2;

                if (strcmp(x->dropins.v[middle].name, name) < 0)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low < x->dropins.n && streq(x->dropins.v[low].name, name) ? x->dropins.v + low : NULL;
}

/* @name, then its template, then its shorter prefixes: the more specific first. */
static void names_of(Arena *a, const char *name, Strv *ret) {
        const char *chopped;

        vec_push(a, ret, name);
        if (unit_name_is_instance(name))
                names_of(a, unit_name_template(a, name), ret);
        chopped = unit_name_chop(a, name);
        if (chopped)
                names_of(a, chopped, ret);
}

static int compare_names(const void *a, const void *b) {
        return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static int list_dir(UnitIndex *x, DropinDir *d) {
        DirEntries entries = {};
        int r;

        if (d->listed)
                return 0;
        d->listed = true;
        r = root_list(x->root, x->arena,
                      arena_printf(x->arena, "%s/%s.d", x->dirs.v[d->dir].path, d->name), &entries);
        if (r < 0)
                return r;
        vec_foreach(e, &entries)
                if (e->name[0] != '.' && endswith(e->name, ".conf"))
                        vec_push(x->arena, &d->files, e->name);
        if (d->files.n > 0)
                qsort(d->files.v, d->files.n, sizeof(*d->files.v), compare_names);
        return 0;
}

static int compare_files(const void *a, const void *b) {
        const DropinFile *x = a, *y = b;

        return strcmp(x->name, y->name);
}

static int add_dir(UnitIndex *x, Arena *a, DropinDir *d, DropinFiles *ret) {
        int r;

        r = list_dir(x, d);
        if (r < 0)
                return r;
        vec_foreach(f, &d->files) {
                bool hidden = false;

                vec_foreach(have, ret)
                        hidden = hidden || streq(have->name, *f);
                if (!hidden)
                        vec_push(a, ret, (DropinFile) { *f, d });
        }
        return 0;
}

/* All directories for @names, the search path's order first. */
static int add_names(UnitIndex *x, Arena *a, const Strv *names, DropinFiles *ret) {
        VEC(DropinDir *) first = {};
        int r;

        vec_foreach(n, names) {
                DropinDir *d = first_dir(x, *n);

                if (d)
                        vec_push(a, &first, d);
        }
        for (size_t dir = 0; first.n > 0 && dir < x->dirs.n; dir++)
                vec_foreach(d, &first)
                        for (DropinDir *i = *d; i < x->dropins.v + x->dropins.n && streq(i->name, (*d)->name);
                             i++) {
                                if (i->dir != dir)
                                        continue;
                                r = add_dir(x, a, i, ret);
                                if (r < 0)
                                        return r;
                        }
        return 0;
}

int index_dropins(UnitIndex *x, Arena *a, const char *name, const Strv *aliases, DropinFiles *ret) {
        Strv names = {}, type = {};
        int r;

        if (x->dropins.n == 0)
                return 0;
        names_of(a, name, &names);
        r = add_names(x, a, &names, ret);
        if (r < 0)
                return r;
        vec_foreach(alias, aliases) {
                Strv more = {};

                names_of(a, *alias, &more);
                r = add_names(x, a, &more, ret);
                if (r < 0)
                        return r;
        }
        vec_push(a, &type, strrchr(name, '.') + 1);
        r = add_names(x, a, &type, ret);
        if (r < 0)
                return r;
        if (ret->n > 0)
                qsort(ret->v, ret->n, sizeof(DropinFile), compare_files);
        return 0;
}
