/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/sockets.h"

#include "unit/conf.h"
#include "unit/name.h"
#include "unit/word.h"

typedef struct SocketFacts {
        const char *service; /* Service=, NULL if it says nothing */
        bool accept;
        bool read;
} SocketFacts;

static void read_facts(Arena *a, UnitIndex *x, const char *path, SocketFacts *ret) {
        ConfLines lines = {};
        char *data;
        size_t size;

        if (root_read(x->root, a, path, UNIT_FILE_MAX, &data, &size, NULL) < 0)
                return;
        (void) conf_parse(a, data, size, &lines, NULL);
        vec_foreach(l, &lines) {
                if (!l->key || !streq(l->section, "Socket"))
                        continue;
                if (streq(l->key, "Service") && *l->value)
                        ret->service = l->value;
                else if (streq(l->key, "Accept"))
                        ret->accept = boolean_parse(l->value) > 0;
        }
}

static void read_socket(UnitIndex *x, const IndexUnit *socket, SocketFacts *ret) {
        Arena *a = x->arena;
        DropinFiles dropins = {};

        read_facts(a, x, arena_printf(a, "%s/%s", x->dirs.v[socket->dir].path, socket->name), ret);
        (void) index_dropins(x, a, socket->name, &(Strv) {}, &dropins);
        vec_foreach(d, &dropins)
                read_facts(a, x, arena_printf(a, "%s/%s.d/%s", x->dirs.v[d->dir->dir].path, d->dir->name, d->name),
                           ret);
}

/* Many services ask for all sockets: each is read once. */
static const SocketFacts *socket_facts(UnitIndex *x, const IndexUnit *socket) {
        SocketFacts *f;

        if (!x->socket_facts)
                x->socket_facts = arena_alloc(x->arena, x->sockets.n * sizeof(SocketFacts));
        f = x->socket_facts + (socket - x->sockets.v);
        if (!f->read)
                read_socket(x, socket, f);
        f->read = true;
        return f;
}

const char *socket_occupied(Arena *a, UnitIndex *x, const char *socket) {
        DropinFiles dropins = {};

        (void) index_dropins(x, a, socket, &(Strv) {}, &dropins);
        vec_foreach(d, &dropins)
                if (streq(d->name, DROPIN_NAME))
                        return arena_printf(a, "%s/%s.d/%s", x->dirs.v[d->dir->dir].path, d->dir->name, d->name);
        return NULL;
}

static bool has_fragment(const IndexUnit *socket) {
        return socket->state == UNIT_FILE || socket->state == UNIT_LINKED;
}

/* The socket of the same name, which starts the service unless it says Service=. With Accept=yes x.socket starts
 * instances of x@.service. */
static const char *same_name(Arena *a, UnitIndex *x, const char *service) {
        const char *at = unit_name_is_template(service) ? strchr(service, '@') : NULL;
        const IndexUnit *s = index_find_socket(x, arena_printf(a, "%.*s.socket",
                                                               (int) (strrchr(service, '.') - service), service));
        const SocketFacts *f;

        if (!s && unit_name_is_instance(service)) {
                const char *template = unit_name_template(a, service);

                s = index_find_socket(x, arena_printf(a, "%.*s.socket", (int) (strrchr(template, '.') - template),
                                                      template));
        }
        if (s && has_fragment(s)) {
                f = socket_facts(x, s);
                if (!f->service && !f->accept)
                        return arena_printf(a, "%.*s.socket", (int) (strrchr(service, '.') - service), service);
        }
        s = at ? index_find_socket(x, arena_printf(a, "%.*s.socket", (int) (at - service), service)) : NULL;
        if (!s || !has_fragment(s))
                return NULL;
        f = socket_facts(x, s);
        return f->accept && !f->service ? s->name : NULL;
}

void service_sockets(Arena *a, UnitIndex *x, const Unit *u, Strv *ret) {
        const char *name;

        for (const UnitLine *l = unit_fact(u, FACT_SOCKETS); l; l = l->next)
                (void) words_split(a, l->value, WORD_RETAIN_ESCAPE, ret); /* an empty one takes nothing back */
        name = same_name(a, x, u->name);
        if (name)
                strv_add(a, ret, name);
        vec_foreach(s, &x->sockets) {
                const char *service = has_fragment(s) ? socket_facts(x, s)->service : NULL;

                if (service && (streq(service, u->name) || strv_contains(&u->aliases, service)))
                        strv_add(a, ret, s->name);
        }
}

const char *service_socket(Arena *a, UnitIndex *x, const Unit *u) {
        Strv all = {};

        service_sockets(a, x, u, &all);
        return all.n > 0 ? all.v[0] : NULL;
}
