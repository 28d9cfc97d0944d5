/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "parts.h"

#include <dirent.h>

#include "base/text.h"
#include "option/nameset.h"
#include "option/value.h"
#include "plan/paths.h"
#include "syscalls.h"
#include "unit/word.h"

#define CHILDREN_MAX 1000U /* of a directory that are tried */

static bool name_parts(const Explanation *e, const Option *o, const Strv *values, Parts *ret) {
        const Name *names = option_names(o);
        NameSet set = nameset_merge(e->arena, o, values, e->context->target.version);

        *ret = (Parts) { .key = o->name, .before = "~", .prefix = "" };
        for (size_t i = 0; i < name_count(names); i++)
                if (!(set.allowed >> i & 1) && name_index(names, names[i].name, e->context->target.version) >= 0)
                        vec_push(e->arena, &ret->names, names[i].name);
        return ret->names.n > 0;
}

/* An allow list denies all that it does not name. */
static bool syscall_parts(const Explanation *e, const Option *o, const Strv *values, Parts *ret) {
        bool allows = values->n > 0 && *values->v[0] != '~';
        Strv all = {};

        *ret = (Parts) { .key = o->name, .before = "~", .prefix = "" };
        if (allows)
                syscalls_expand(e->arena, "@known", &all);
        else
                vec_foreach(v, values) {
                        const char *rest = *v + (**v == '~'), *word;

                        while (**v == '~' && word_next(e->arena, &rest, 0, &word) > 0)
                                syscalls_expand(e->arena, arena_strndup(e->arena, word, strcspn(word, ":")), &all);
                }
        vec_foreach(name, &all)
                if (!allows || syscalls_deny(e->arena, values, *name))
                        vec_push(e->arena, &ret->names, *name);
        return ret->names.n > 0;
}

static bool path_parts(const Explanation *e, const Option *o, const Strv *values, Parts *ret) {
        *ret = (Parts) { .key = o->name, .before = "", .prefix = "-", .paths = true };
        vec_foreach(v, values) {
                UnitPaths paths = {};

                unit_path_words(e->arena, e->unit, *v, &paths);
                vec_foreach(p, &paths)
                        if (!p->partial)
                                strv_add(e->arena, &ret->names, p->path);
        }
        return ret->names.n > 0;
}

static void add_areas(const Explanation *e, const char *const *areas, Parts *ret) {
        for (; *areas; areas++)
                vec_push(e->arena, &ret->names, *areas);
}

static bool system_parts(const Explanation *e, const Option *o, const Strv *values, Parts *ret) {
        static const char *const some[] = { "/usr", "/boot", "/efi", NULL }, *const full[] = { "/etc", NULL };
        const OptionValue *v = order_find(o, values->v[values->n - 1], VERSION_NEWEST);
        Parts root = { .key = "ReadOnlyPaths", .before = "", .prefix = "-", .paths = true }, all;

        *ret = root;
        if (!v)
                return false;
        if (streq(v->name, "strict") && parts_below(e->context, &root, "/", &all)) {
                vec_foreach(name, &all.names)
                        if (protect_system_covers(v->bits, *name))
                                vec_push(e->arena, &ret->names, *name);
                return true;
        }
        add_areas(e, some, ret);
        if (streq(v->name, "full"))
                add_areas(e, full, ret);
        return true;
}

static bool home_parts(const Explanation *e, const Option *o, const Strv *values, Parts *ret) {
        const OptionValue *v = order_find(o, values->v[values->n - 1], VERSION_NEWEST);

        *ret = (Parts) { .before = "", .prefix = "-", .paths = true };
        ret->key = v && streq(v->name, "read-only") ? "ReadOnlyPaths" : "InaccessiblePaths";
        add_areas(e, home_areas, ret);
        return true;
}

bool parts_of(const Explanation *e, const Option *o, const Strv *values, Parts *ret) {
        if (option_names(o))
                return name_parts(e, o, values, ret);
        if (o->kind == OPTION_SYSCALLS)
                return syscall_parts(e, o, values, ret);
        if (o->kind == OPTION_RESTRICT && (o->flags & OPTION_PATHS))
                return path_parts(e, o, values, ret);
        if (o == OPT(ProtectSystem))
                return system_parts(e, o, values, ret);
        if (o == OPT(ProtectHome))
                return home_parts(e, o, values, ret);
        return false;
}

/* Links lead to what has another name of its own. */
bool parts_below(Context *c, const Parts *p, const char *path, Parts *ret) {
        DirEntries entries = {};

        *ret = *p;
        ret->names = (Strv) {};
        if (root_list(&c->root, &c->arena, path, &entries) < 0 || entries.n > CHILDREN_MAX)
                return false;
        vec_foreach(i, &entries)
                if (i->type == DT_DIR || i->type == DT_REG || i->type == DT_SOCK)
                        vec_push(&c->arena, &ret->names,
                                 arena_printf(&c->arena, "%s/%s", streq(path, "/") ? "" : path, i->name));
        return ret->names.n > 0;
}

const char *parts_line(Arena *a, const Parts *p, const bool *in) {
        Text words = { .arena = a };

        for (size_t i = 0; i < p->names.n; i++) {
                const char *name = p->names.v[i];

                if (p->paths)
                        name = word_quote(a, arena_printf(a, "%s%s", p->prefix, name));
                if (in[i])
                        text_join(&words, " ", name);
        }
        return words.n > 0 ? arena_printf(a, "%s=%s%s", p->key, p->before, text_get(&words)) : "";
}
