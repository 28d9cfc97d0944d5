/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit/index.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "unit/name.h"
#include "unit/search.h"

static int compare_units(const void *a, const void *b) {
        const IndexUnit *x = a, *y = b;
        int r = strcmp(x->name, y->name);

        if (r != 0)
                return r;
        /* Names without a fragment of their own come last. */
        if ((x->state == UNIT_INSTANCE) != (y->state == UNIT_INSTANCE))
                return x->state == UNIT_INSTANCE ? 1 : -1;
        return x->dir < y->dir ? -1 : x->dir > y->dir;
}

static int compare_dropins(const void *a, const void *b) {
        const DropinDir *x = a, *y = b;

        return strcmp(x->name, y->name) ?: x->dir < y->dir ? -1 : x->dir > y->dir;
}

static int compare_targets(const void *a, const void *b) {
        const IndexUnit *const *x = a, *const *y = b;

        return strcmp((*x)->target, (*y)->target) ?: strcmp((*x)->name, (*y)->name);
}

static void add_instance(UnitIndex *x, const char *name) {
        if (x->services.n <= UNITS_MAX && unit_name_is_instance(name) && unit_name_is_valid(name, ".service"))
                vec_push(x->arena, &x->services, (IndexUnit) { .name = name, .state = UNIT_INSTANCE });
}

/* x.wants/ and its like: links in it enable instances. One that cannot be listed names none. */
static void list_enabled(UnitIndex *x, const char *dir, const char *name) {
        const char *path = arena_printf(x->arena, "%s/%s", dir, name);
        DirEntries entries = {};
        int r;

        r = root_list(x->root, x->arena, path, &entries);
        if (r < 0)
                vec_push(x->arena, &x->unlisted,
                         arena_printf(x->arena, "%s: cannot be listed (%s)", path, strerror(-r)));
        vec_foreach(e, &entries)
                add_instance(x, e->name);
}

static int add_entry(UnitIndex *x, size_t dir, const DirEntry *e) {
        const char *suffix = strrchr(e->name, '.');

        if (!suffix)
                return 0;
        if (streq(suffix, ".service") || streq(suffix, ".socket")) {
                IndexUnit u = {
                        .name = e->name,
                        .dir = dir,
                        .state = e->type == DT_REG ? UNIT_FILE : UNIT_LINKED,
                };

                if (e->type == DT_DIR || !unit_name_is_valid(e->name, suffix))
                        return 0;
                if (suffix[2] == 'e')
                        vec_push(x->arena, &x->services, u);
                else
                        vec_push(x->arena, &x->sockets, u);
                return x->services.n > UNITS_MAX ? -E2BIG : 0;
        }
        if (streq(suffix, ".d")) {
                const char *name = arena_strndup(x->arena, e->name, (size_t) (suffix - e->name));

                if (endswith(name, ".service") || streq(name, "service") || endswith(name, ".socket") ||
                    streq(name, "socket")) {
                        vec_push(x->arena, &x->dropins, (DropinDir) { .name = name, .dir = dir });
                        add_instance(x, name);
                }
                return 0;
        }
        if (streq(suffix, ".wants") || streq(suffix, ".requires") || streq(suffix, ".upholds"))
                list_enabled(x, x->dirs.v[dir].path, e->name);
        return 0;
}

/* A link to elsewhere is a unit of its own name, whatever the file is called (systemctl link). */
static bool is_in_search_path(const UnitIndex *x, const char *target) {
        size_t n = (size_t) (base_name(target) - target);

        if (*target != '/')
                return true;
        while (n > 1 && target[n - 1] == '/')
                n--;
        for (const char *p = SYSTEM_UNIT_PATH; *p; p += strcspn(p, ":"), p += *p == ':')
                if (strcspn(p, ":") == n && strncmp(p, target, n) == 0)
                        return true;
        vec_foreach(d, &x->dirs)
                if (strlen(d->path) == n && strncmp(d->path, target, n) == 0)
                        return true;
        return false;
}

/* What a link in the search path means: a mask, an alias, or a fragment elsewhere. */
static int resolve_link(UnitIndex *x, IndexUnit *u) {
        const char *path = arena_printf(x->arena, "%s/%s", x->dirs.v[u->dir].path, u->name);
        char *target;
        int r;

        r = root_readlink(x->root, x->arena, path, &target);
        if (r == -EINVAL) { /* no link: the file system does not tell types */
                u->state = UNIT_FILE;
                return 0;
        }
        if (r == -ENOENT) {
                u->state = UNIT_MASKED;
                return 0;
        }
        if (r < 0)
                return r;
        u->target = target;
        if (streq(target, "/dev/null") || endswith(target, "/dev/null"))
                u->state = UNIT_MASKED;
        else if (!streq(base_name(target), u->name) && is_in_search_path(x, target) &&
                 unit_name_is_valid(base_name(target), strrchr(u->name, '.'))) {
                u->target = base_name(target);
                u->state = UNIT_ALIAS;
                /* foo@x.service -> foo@.service is the instance itself, with a fragment. */
                if (unit_name_is_instance(u->name) && unit_name_is_template(u->target) &&
                    streq(unit_name_template(x->arena, u->name), u->target))
                        u->state = UNIT_INSTANCE;
        }
        return 0;
}

/* Sorts, keeps the first of each name, and resolves links. */
static int settle(UnitIndex *x, IndexUnits *units) {
        size_t n = 0;
        int r;

        if (units->n > 0)
                qsort(units->v, units->n, sizeof(*units->v), compare_units);
        for (size_t i = 0; i < units->n; i++) {
                if (n > 0 && streq(units->v[n - 1].name, units->v[i].name))
                        continue;
                units->v[n] = units->v[i];
                if (units->v[n].state == UNIT_LINKED) {
                        r = resolve_link(x, units->v + n);
                        if (r < 0)
                                return r;
                }
                n++;
        }
        units->n = n;
        return 0;
}

/* An instance of a template that is an alias is an alias, too: of the other template's instance. */
static void resolve_instances(UnitIndex *x) {
        vec_foreach(u, &x->services) {
                const IndexUnit *template;

                if (u->state != UNIT_INSTANCE)
                        continue;
                template = index_find_service(x, unit_name_template(x->arena, u->name));
                if (!template || template->state != UNIT_ALIAS || !unit_name_is_template(template->target))
                        continue;
                u->state = UNIT_ALIAS;
                u->target = arena_printf(x->arena, "%.*s%s", (int) (strchr(template->target, '@') - template->target),
                                         template->target, strchr(u->name, '@'));
        }
}

int index_load(const Root *root, Arena *a, UnitIndex *ret) {
        int r;

        *ret = (UnitIndex) { .root = root, .arena = a };
        r = search_path(ret);
        if (r < 0)
                return r;
        for (size_t i = 0; i < ret->dirs.n; i++) {
                DirEntries entries = {};

                r = root_list(root, a, ret->dirs.v[i].path, &entries);
                if (r < 0)
                        return r;
                vec_foreach(e, &entries) {
                        r = add_entry(ret, i, e);
                        if (r < 0)
                                return r;
                }
        }
        r = settle(ret, &ret->services);
        if (r < 0)
                return r;
        r = settle(ret, &ret->sockets);
        if (r < 0)
                return r;
        if (ret->services.n > UNITS_MAX)
                return -E2BIG;
        resolve_instances(ret);
        if (ret->dropins.n > 0)
                qsort(ret->dropins.v, ret->dropins.n, sizeof(DropinDir), compare_dropins);
        vec_foreach(u, &ret->services)
                if (u->state == UNIT_ALIAS)
                        vec_push(a, &ret->aliases, u);
        if (ret->aliases.n > 0)
                qsort(ret->aliases.v, ret->aliases.n, sizeof(*ret->aliases.v), compare_targets);
        return 0;
}

static const IndexUnit *find(const IndexUnit *v, size_t n, const char *name) {
        IndexUnit key = { .name = name };
        size_t low = 0, high = n;

        while (low < high) {
                size_t middle = low + (high - low) / 2;
                int r = strcmp(v[middle].name, key.name);

                if (r == 0)
                        return v + middle;
                if (r < 0)
                        low = middle + 1;
                else
                        high = middle;
        }
        return NULL;
}

const IndexUnit *index_find_service(const UnitIndex *x, const char *name) {
        return find(x->services.v, x->services.n, name);
}

const IndexUnit *index_find_socket(const UnitIndex *x, const char *name) {
        return find(x->sockets.v, x->sockets.n, name);
}

const IndexUnit *index_resolve(const UnitIndex *x, const char *name) {
        const IndexUnit *u = index_find_service(x, name);

        for (unsigned hops = 0; u && u->state == UNIT_ALIAS; hops++)
                u = hops < 16 ? index_find_service(x, u->target) : NULL;
        return u;
}

void index_aliases(const UnitIndex *x, Arena *a, const char *name, Strv *ret) {
        size_t low = 0, high = x->aliases.n;

        while (low < high) {
                size_t middle = low + (high - low) / 2;

                if (strcmp(x->aliases.v[middle]->target, name) < 0)
                        low = middle + 1;
                else
                        high = middle;
        }
        for (; low < x->aliases.n && streq(x->aliases.v[low]->target, name); low++)
                if (!strv_contains(ret, x->aliases.v[low]->name)) {
                        vec_push(a, ret, x->aliases.v[low]->name);
                        index_aliases(x, a, x->aliases.v[low]->name, ret);
                }
}
