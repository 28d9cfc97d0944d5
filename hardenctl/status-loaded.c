/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What PID 1 has loaded of the generator's file, and of those behind it. */
#include "status.h"
#include "unit/conf.h"
#include "unit/name.h"

#define DROPIN_MAX (1024U * 1024U)

/* The generator's file as of the last reload; NULL: none is loaded. Nobody loads a template: there the file counts. */
static const char *loaded_text(Context *c, const StatusUnit *u) {
        char *text;
        size_t size;

        if (!u->loaded && !unit_name_is_template(u->name))
                return NULL;
        if (root_read(&c->root, &c->arena, arena_printf(&c->arena, GENERATOR_DIRECTORY "/%s", u->dropin), DROPIN_MAX,
                      &text, &size, NULL) < 0)
                return NULL;
        return text;
}

static bool same(const char *a, const char *b) {
        return a == b || (a && b && streq(a, b));
}

/* The lines of a drop-in as "Key=value". */
static void lines_of(Context *c, const char *text, Strv *ret) {
        ConfLines lines = {};
        unsigned last;

        if (!text || conf_parse(&c->arena, arena_strdup(&c->arena, text), strlen(text), &lines, &last) < 0)
                return;
        vec_foreach(l, &lines)
                if (l->key)
                        strv_add(&c->arena, ret, arena_printf(&c->arena, "%s=%s", l->key, l->value));
}

static void add_missing(Context *c, const Strv *lines, const Strv *other, Strv *ret) {
        vec_foreach(l, lines)
                if (!strv_contains(other, *l))
                        strv_add(&c->arena, ret, arena_strndup(&c->arena, *l, strcspn(*l, "=")));
}

/* The keys in which two drop-ins differ. */
static void add_differences(Context *c, const char *old, const char *new, Strv *ret) {
        Strv before = {}, after = {};

        lines_of(c, old, &before);
        lines_of(c, new, &after);
        add_missing(c, &before, &after, ret);
        add_missing(c, &after, &before, ret);
}

bool status_add_changes(Context *c, StatusUnit *u) {
        const char *loaded = loaded_text(c, u);

        add_differences(c, loaded, u->text, &u->options);
        return !same(loaded, u->text);
}

static void overridden(Context *c, StatusUnit *u, const char *dropin, const Strv *keys) {
        size_t n = 0;

        vec_foreach(l, &u->lines) {
                if (!strv_contains(keys, l->option->name)) {
                        u->lines.v[n++] = *l;
                        continue;
                }
                u->state = STATE_OVERRIDDEN;
                u->detail = dropin;
                strv_add(&c->arena, &u->options, l->option->name);
        }
        u->lines.n = n; /* the process need not have the others */
}

/* A drop-in that sorts after ours and sets what the plan emits: one that the generator does not see. */
static void look_behind(Context *c, StatusUnit *u, const Strv *dropins, size_t from) {
        for (size_t i = from; i < dropins->n; i++) {
                Strv keys = {};
                size_t size;
                char *text;

                if (root_read(&c->root, &c->arena, dropins->v[i], UNIT_FILE_MAX, &text, &size, NULL) < 0)
                        continue;
                add_differences(c, text, NULL, &keys);
                overridden(c, u, dropins->v[i], &keys);
        }
}

int status_compare_loaded(Context *c, StatusUnit *u, bool *ret_reload) {
        const char *ours = arena_printf(&c->arena, GENERATOR_DIRECTORY "/%s", u->dropin);
        unsigned long long need_reload;
        Strv dropins;
        int r;

        r = bus_unit_strings(context_bus(c), &c->arena, u->name, "DropInPaths", &dropins);
        if (r >= 0)
                r = bus_unit_number(context_bus(c), u->name, "NeedDaemonReload", &need_reload);
        if (r < 0)
                return r;
        for (size_t i = 0; i < dropins.n; i++)
                if (streq(dropins.v[i], ours)) {
                        u->loaded = true;
                        if (u->state == STATE_ENFORCED)
                                look_behind(c, u, &dropins, i + 1);
                }
        *ret_reload = need_reload || !same(loaded_text(c, u), u->text);
        return 0;
}
