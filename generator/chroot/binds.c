/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "chroot/binds.h"

#include "option/value.h"
#include "plan/paths.h"
#include "unit/word.h"

static size_t source_index(const Unit *u, const UnitLine *l) {
        size_t i = 0;

        while (i < u->sources.n && u->sources.v[i] != l->source)
                i++;
        return i;
}

static bool is_before(const Unit *u, const UnitLine *a, const UnitLine *b) {
        size_t i = source_index(u, a), k = source_index(u, b);

        return i != k ? i < k : a->line < b->line;
}

static void add_binds(Arena *a, const Unit *u, const UnitLine *l, OwnBinds *ret) {
        const char *p = l->value, *w;

        for (;;) {
                const char *from = p + strspn(p, " \t");
                UnitPath source, destination;
                Bind b;

                p = from;
                if (word_next(a, &p, WORD_RETAIN_ESCAPE, &w) <= 0)
                        return;
                (void) bind_parse(a, w, &b);
                source = unit_path(a, u, b.source, l);
                destination = unit_path(a, u, b.destination, l);
                vec_push(a, ret, (OwnBind) {
                        .line = l,
                        .word = arena_strndup(a, from, (size_t) (p - from)),
                        .source = source.path,
                        .destination = destination.path,
                        .partial = source.partial || destination.partial || !path_is_fine(b.source) ||
                                   !path_is_fine(b.destination),
                });
        }
}

void own_binds(Arena *a, const Unit *u, OwnBinds *ret) {
        const UnitLine *rw = unit_option(u, OPT(BindPaths)), *ro = unit_option(u, OPT(BindReadOnlyPaths));

        while (rw || ro) {
                const UnitLine **next = !ro || (rw && is_before(u, rw, ro)) ? &rw : &ro;

                if (!*(*next)->value)
                        ret->n = 0;
                else
                        add_binds(a, u, *next, ret);
                *next = (*next)->next;
        }
}
