/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "changes.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "emit/machine.h"
#include "inactive.h"
#include "plan/sockets.h"
#include "say.h"
#include "unit/conf.h"
#include "unit/name.h"
#include "unit/unit.h"

/* Other generators write there, too. */
static bool is_ours(const char *name) {
        static const char *const prefixes[] = {
                "hardening-wait-", "hardening-mirror-", "hardening-copy-", "hardening-restart-",
        };

        for (size_t i = 0; i < ELEMENTSOF(prefixes); i++)
                if (startswith(name, prefixes[i]))
                        return true;
        return false;
}

typedef struct Finding {
        Context *context;
        Changes all;
} Finding;

static Change *change_of(Finding *f, const char *path) {
        Arena *a = &f->context->arena;
        const char *unit = path;

        vec_foreach(c, &f->all)
                if (streq(c->path, path))
                        return c;
        if (strchr(path, '/'))
                unit = arena_strndup(a, path, (size_t) (strchr(path, '/') - path - strlen(".d")));
        vec_push(a, &f->all, (Change) { .path = arena_strdup(a, path), .unit = arena_strdup(a, unit) });
        return f->all.v + f->all.n - 1;
}

static int read_file(Finding *f, const char *path) {
        Arena *a = &f->context->arena;
        char *text;
        size_t size;
        int r;

        r = root_read(&f->context->root, a, arena_printf(a, GENERATED "/%s", path), UNIT_FILE_MAX, &text, &size, NULL);
        if (r >= 0)
                change_of(f, path)->before = text;
        return r == -ENOENT || r == -ENOTSUP ? 0 : r;
}

static int read_generated(Finding *f) {
        Arena *a = &f->context->arena;
        DirEntries entries = {};
        int r;

        r = root_list(&f->context->root, a, GENERATED, &entries);
        vec_foreach(e, &entries) {
                const char *path = is_ours(e->name) ? e->name : NULL;

                if (endswith(e->name, ".service.d") || endswith(e->name, ".socket.d"))
                        path = arena_printf(a, "%s/" DROPIN_NAME, e->name);
                if (r >= 0 && path && !(is_ours(e->name) && e->type == DT_DIR))
                        r = read_file(f, path);
        }
        return r;
}

static void add_emitted(Arena *scratch, const char *path, const char *text, void *userdata) {
        Finding *f = userdata;

        (void) scratch;
        change_of(f, path)->after = arena_strdup(&f->context->arena, text);
}

static int compare(const void *a, const void *b) {
        return strcmp(((const Change *) a)->path, ((const Change *) b)->path);
}

/* The settings of a text, comments and empty lines left out. */
static ConfLines settings_of(Arena *a, const char *text) {
        ConfLines lines = {};
        unsigned line;

        if (text)
                (void) conf_parse(a, arena_strdup(a, text), strlen(text), &lines, &line);
        return lines;
}

static bool has_setting(const ConfLines *lines, const ConfLine *wanted) {
        vec_foreach(l, lines)
                if (l->key && streq(l->key, wanted->key) && streq(l->value, wanted->value))
                        return true;
        return false;
}

static void add_options(Arena *a, Change *c, const ConfLines *from, const ConfLines *other) {
        vec_foreach(l, from) {
                const Option *o;

                if (!l->key || has_setting(other, l))
                        continue;
                o = option_find(l->key);
                strv_add(a, o && o->flags & OPTION_AT_RELOAD ? &c->at_reload : &c->at_start, l->key);
        }
}

/* Of our own units nothing is said: they are started and stopped by those that wait. */
static void compare_settings(Arena *a, Change *c) {
        ConfLines before = settings_of(a, c->before), after = settings_of(a, c->after);

        if (!endswith(c->path, "/" DROPIN_NAME))
                return;
        add_options(a, c, &before, &after);
        add_options(a, c, &after, &before);
}

/* The names of the drop-in directories that concern the units. */
static void names_of(Context *c, const Strv *units, Strv *ret) {
        Messages again = {};

        vec_foreach(name, units) {
                Unit u;

                strv_add(&c->arena, ret, *name);
                if (unit_name_is_instance(*name))
                        strv_add(&c->arena, ret, unit_name_template(&c->arena, *name));
                if (unit_load(&c->units, &c->arena, &again, *name, &u) >= 0 && !u.masked) {
                        Strv sockets = {};

                        service_sockets(&c->arena, &c->units, &u, &sockets);
                        vec_foreach(s, &sockets)
                                strv_add(&c->arena, ret, *s);
                }
        }
        messages_done(&again);
}

int changes_find(Context *c, const Strv *units, Changes *ret) {
        Finding f = { .context = c };
        Strv names = {};
        int r;

        *ret = (Changes) {};
        r = context_load(c);
        if (r != EXIT_FINE)
                return r;
        if (!generator_inactive(c))
                emit_machine(&c->units, &c->target, &c->policies, 0, &c->messages, add_emitted, NULL, &f);
        r = read_generated(&f);
        if (r < 0)
                return say(EXIT_FAILED, GENERATED " cannot be read: %s", strerror(-r));
        names_of(c, units, &names);
        if (f.all.n > 0)
                qsort(f.all.v, f.all.n, sizeof(*f.all.v), compare);
        vec_foreach(i, &f.all) {
                if ((units->n > 0 && !strv_contains(&names, i->unit)) ||
                    (i->before && i->after && streq(i->before, i->after)))
                        continue;
                compare_settings(&c->arena, i);
                vec_push(&c->arena, ret, *i);
        }
        return EXIT_FINE;
}
