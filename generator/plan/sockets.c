/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/sockets.h"

#include "unit/conf.h"
#include "unit/word.h"

/* What Service= of a socket says, NULL if nothing. */
static const char *socket_service(Arena *a, UnitIndex *x, const IndexUnit *socket) {
        const char *path = arena_printf(a, "%s/%s", x->dirs.v[socket->dir].path, socket->name), *service = NULL;
        ConfLines lines = {};
        char *data;
        size_t size;

        if (root_read(x->root, a, path, UNIT_FILE_MAX, &data, &size, NULL) < 0)
                return NULL;
        (void) conf_parse(a, data, size, &lines, NULL);
        vec_foreach(l, &lines)
                if (l->key && streq(l->section, "Socket") && streq(l->key, "Service"))
                        service = l->value;
        return service;
}

static bool has_fragment(const IndexUnit *socket) {
        return socket->state == UNIT_FILE || socket->state == UNIT_LINKED;
}

const char *service_socket(Arena *a, UnitIndex *x, const Unit *u) {
        const char *sockets = unit_last(u, FACT_SOCKETS), *word;
        const IndexUnit *same;

        if (sockets && word_next(a, &sockets, WORD_RETAIN_ESCAPE, &word) > 0)
                return word;
        same = index_find_socket(x, arena_printf(a, "%.*s.socket", (int) (strrchr(u->name, '.') - u->name), u->name));
        if (same && has_fragment(same) && !socket_service(a, x, same))
                return same->name;
        vec_foreach(s, &x->sockets) {
                const char *service = has_fragment(s) ? socket_service(a, x, s) : NULL;

                if (service && (streq(service, u->name) || strv_contains(&u->aliases, service)))
                        return s->name;
        }
        return NULL;
}
