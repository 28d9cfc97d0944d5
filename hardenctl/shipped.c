/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "shipped.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "policy/place.h"
#include "policy/profile.h"
#include "say.h"
#include "services.h"
#include "suggest.h"

const char *shipped_state_name(ShippedState state) {
        static const char *const names[_SHIPPED_STATES] = {
                [SHIPPED_DISABLED] = "disabled", [SHIPPED_ENABLED] = "enabled",
                [SHIPPED_ENABLED_RUNTIME] = "enabled-runtime", [SHIPPED_ENABLED_VENDOR] = "enabled-vendor",
                [SHIPPED_MASKED] = "masked", [SHIPPED_EDITED] = "edited", [SHIPPED_HIDDEN] = "hidden",
        };

        return names[state];
}

/* 30-nginx.conf is nginx. */
static const char *name_of(Context *c, const char *file) {
        const char *name = file;

        if (isdigit((unsigned char) file[0]) && isdigit((unsigned char) file[1]) && file[2] == '-')
                name += 3;
        return arena_strndup(&c->arena, name, (size_t) (endswith(file, ".conf") - name));
}

/* Where a link leads, followed to its end. */
static const char *real_path(Context *c, const char *path) {
        _cleanup_close_ int fd = root_openat(&c->root, path, O_PATH);
        const char *real;

        return fd >= 0 && root_real_path(&c->root, &c->arena, fd, &real) >= 0 ? real : NULL;
}

bool shipped_is_linked(Context *c, const Shipped *s, const char *dir) {
        const char *path = arena_printf(&c->arena, "%s/%s", dir, s->file), *real, *own;
        char *target;

        if (root_readlink(&c->root, &c->arena, path, &target) < 0)
                return false;
        real = real_path(c, path);
        own = real_path(c, s->path);
        return streq(target, s->path) || (real && own && streq(real, own));
}

static bool is_mask(Context *c, const char *path, const struct stat *st) {
        char *target;

        if (S_ISLNK(st->st_mode))
                return root_readlink(&c->root, &c->arena, path, &target) >= 0 && streq(target, "/dev/null");
        return S_ISREG(st->st_mode) && st->st_size == 0;
}

/* The first directory that has the name decides. */
void shipped_refresh(Context *c, Shipped *s) {
        static const ShippedState linked[] = { SHIPPED_ENABLED, SHIPPED_ENABLED_RUNTIME };

        s->state = SHIPPED_DISABLED;
        s->place = NULL;
        for (size_t i = 0; policy_dirs[i]; i++) {
                const char *path = arena_printf(&c->arena, "%s/%s", policy_dirs[i], s->file);
                bool is_linked = shipped_is_linked(c, s, policy_dirs[i]);
                struct stat st;

                if (root_lstat(&c->root, path, &st) < 0)
                        continue;
                if (!s->place) {
                        s->place = path;
                        if (is_linked)
                                s->state = i < ELEMENTSOF(linked) ? linked[i] : SHIPPED_ENABLED_VENDOR;
                        else
                                s->state = is_mask(c, path, &st) ? SHIPPED_MASKED : SHIPPED_EDITED;
                } else if (is_linked && s->state == SHIPPED_EDITED)
                        s->state = SHIPPED_HIDDEN;
        }
}

const char *shipped_obstacle(Context *c, const Shipped *s) {
        _cleanup_close_ int fd = -1;
        char *target;

        if (s->state == SHIPPED_MASKED)
                return arena_printf(&c->arena, "is masked by %s", s->place);
        if (root_readlink(&c->root, &c->arena, s->place, &target) < 0)
                return arena_printf(&c->arena, "has an edited copy, %s", s->place);
        fd = root_openat(&c->root, s->place, O_PATH);
        return arena_printf(&c->arena, "is hidden by %s, a link to %s%s", s->place, target,
                            fd < 0 ? ", where nothing is" : "");
}

void shipped_read(Context *c, Messages *m, Shipped *s) {
        Policy *p = arena_new(&c->arena, Policy);
        Profiles profiles = {};
        size_t size;
        char *data;

        s->policy = NULL;
        if (policy_file_read(&c->root, &c->arena, m, s->path, &data, &size) > 0 &&
            policy_parse(&c->arena, &c->target, m, &profiles, s->path, data, size, p) >= 0)
                s->policy = p;
}

static bool is_name_of(Context *c, const char *file, const char *word) {
        return endswith(file, ".conf") && (streq(name_of(c, file), word) || streq(file, word) ||
                                           streq(file, arena_printf(&c->arena, "%s.conf", word)));
}

/* The link to a policy that was shipped once; NULL: there is none. */
static const char *link_to_gone(Context *c, const char *word) {
        for (size_t i = 0; policy_dirs[i]; i++) {
                DirEntries entries = {};
                char *target;

                (void) root_list(&c->root, &c->arena, policy_dirs[i], &entries);
                vec_foreach(e, &entries) {
                        const char *path = arena_printf(&c->arena, "%s/%s", policy_dirs[i], e->name);

                        if (is_name_of(c, e->name, word) &&
                            root_readlink(&c->root, &c->arena, path, &target) >= 0 &&
                            startswith(target, SHIPPED_DIRECTORY "/"))
                                return path;
                }
        }
        return NULL;
}

static int compare(const void *a, const void *b) {
        return strcmp(((const Shipped *) a)->file, ((const Shipped *) b)->file);
}

const char *policy_in_place(Context *c, const char *file) {
        static const char *const dirs[] = { POLICY_DIRECTORY, RUNTIME_DIRECTORY };
        struct stat st;

        for (size_t i = 0; i < ELEMENTSOF(dirs); i++) {
                const char *path = arena_printf(&c->arena, "%s/%s", dirs[i], file);

                if (root_lstat(&c->root, path, &st) >= 0)
                        return path;
        }
        return NULL;
}

int shipped_load(Context *c, ShippedPolicies *ret) {
        DirEntries entries = {};
        int r;

        *ret = (ShippedPolicies) {};
        r = root_list(&c->root, &c->arena, SHIPPED_DIRECTORY, &entries);
        if (r < 0)
                return say(EXIT_FAILED, SHIPPED_DIRECTORY " cannot be listed: %s", strerror(-r));
        vec_foreach(e, &entries) {
                Shipped s = { .file = e->name };

                if (*e->name == '.' || !endswith(e->name, ".conf"))
                        continue;
                s.name = name_of(c, e->name);
                s.path = arena_printf(&c->arena, SHIPPED_DIRECTORY "/%s", e->name);
                shipped_refresh(c, &s);
                vec_push(&c->arena, ret, s);
        }
        if (ret->n > 0)
                qsort(ret->v, ret->n, sizeof(*ret->v), compare);
        return EXIT_FINE;
}

typedef struct Fitting {
        Arena *arena;
        ShippedPolicies *all;
} Fitting;

static void fit(const Matchable *m, void *userdata) {
        Fitting *f = userdata;
        const char *name = NULL;

        vec_foreach(s, f->all)
                if (s->policy && s->policy->fits_machine && policy_match(s->policy, m) != MATCH_NO) {
                        name = name ?: arena_strdup(f->arena, m->unit->name);
                        vec_push(f->arena, &s->fits, name);
                }
}

int shipped_fit(Context *c, ShippedPolicies *all) {
        Fitting f = { .arena = &c->arena, .all = all };

        vec_foreach(s, all)
                shipped_read(c, &c->messages, s);
        return services_each(c, fit, &f);
}

Shipped *shipped_find(Context *c, ShippedPolicies *all, const char *word) {
        Suggestion suggestion = suggestion_for(word);
        const char *path;

        vec_foreach(s, all) {
                if (is_name_of(c, s->file, word))
                        return s;
                suggestion_try(&suggestion, s->name);
        }
        path = link_to_gone(c, word);
        if (path)
                say(EXIT_FAILED, "%s is no longer shipped, and %s leads nowhere: rm %s", word, path, path);
        else
                say(EXIT_FAILED, "there is no policy %s%s", word, suggestion_text(&c->arena, &suggestion, ""));
        return NULL;
}
