/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "assignments.h"

#include <stdlib.h>

static int compare(const void *a, const void *b) {
        const Assignment *x = a, *y = b;

        if (x->file != y->file)
                return x->file < y->file ? -1 : 1;
        return x->line < y->line ? -1 : x->line > y->line;
}

/* Our drop-in is read before the first file that sorts after it. */
static size_t place_of_ours(const Unit *u) {
        for (size_t i = 0; i < u->sources.n; i++)
                if (u->sources.v[i]->after)
                        return i;
        return u->sources.n;
}

static void add_own(const Subject *s, const Option *o, Assignments *ret) {
        const Unit *u = s->unit;

        for (const UnitLine *l = unit_option(u, o); l; l = l->next) {
                bool fragment = u->fragment && streq(l->source->path, u->fragment);
                Assignment n = {
                        .value = l->value, .kind = fragment ? SETTER_FRAGMENT : SETTER_DROPIN, .line = l->line,
                };

                while (u->sources.v[n.file] != l->source)
                        n.file++;
                n.file += l->source->after;
                vec_push(s->arena, &n.places, (PlanSource) { l->source->path, l->line });
                vec_push(s->arena, ret, n);
        }
}

static void add_ours(const Subject *s, const Option *o, Assignments *ret) {
        Assignment n = { .kind = SETTER_POLICY, .file = place_of_ours(s->unit) };

        for (size_t i = 0; s->chroot && i < s->chroot->lines.n; i++) {
                const ChrootLine *l = s->chroot->lines.v + i;

                if (option_find(l->key) != o)
                        continue;
                n.value = l->value ?: s->resolv_bind;
                n.places.v = l->sources.v, n.places.n = l->sources.n;
                n.line++;
                vec_push(s->arena, ret, n);
        }
        for (size_t i = 0; s->plan && i < s->plan->lines.n; i++) {
                const PlanLine *l = s->plan->lines.v + i;

                if (l->option != o || l->reason)
                        continue;
                n.value = l->value;
                n.places.v = l->sources.v, n.places.n = l->sources.n;
                n.line++;
                vec_push(s->arena, ret, n);
        }
}

/* Of two options that fill one list, an empty line of either empties it. */
static const Option *sibling_of(const Option *o) {
        return o == OPT(BindPaths) ? OPT(BindReadOnlyPaths) : o == OPT(BindReadOnlyPaths) ? OPT(BindPaths) : NULL;
}

static void add_resets(const Subject *s, const Option *sibling, Assignments *ret) {
        Assignments all = {};

        add_own(s, sibling, &all);
        add_ours(s, sibling, &all);
        vec_foreach(i, &all)
                if (!*i->value)
                        vec_push(s->arena, ret, *i);
}

void assignments_of(const Subject *s, const Option *o, Assignments *ret) {
        const Option *sibling = sibling_of(o);

        add_own(s, o, ret);
        add_ours(s, o, ret);
        if (sibling)
                add_resets(s, sibling, ret);
        if (ret->n > 0)
                qsort(ret->v, ret->n, sizeof(*ret->v), compare);
}
