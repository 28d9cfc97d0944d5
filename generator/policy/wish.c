/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "policy/wish.h"

#include <fnmatch.h>

static void clear(Arena *a, Wish *w) {
        *w = (Wish) { .empty = true };
        w->options = arena_alloc(a, option_count() * sizeof(WishLines));
}

static void add_chroot(const Policy *p, WishReach reach, WishChroot *c) {
        const PolicyChroot *from = &p->chroot;

        if (from->line == 0)
                return;
        if (!c->wanted)
                c->source = (WishLine) { NULL, p->file, from->line, reach };
        c->wanted = true;
        c->reach = reach > c->reach ? reach : c->reach;
        if (from->has_on_change) {
                c->on_change = from->on_change;
                if (!c->by_files)
                        c->source = (WishLine) { NULL, p->file, from->on_change_line, reach };
        }
        if (from->has_files) {
                c->files = from->files;
                c->source = (WishLine) { NULL, p->file, from->files_line, reach };
                c->by_files = true;
        }
}

static void add_paths(Arena *a, const Policy *p, WishReach reach, WishLines *ret) {
        vec_foreach(i, &p->paths) {
                if (i->path)
                        vec_push(a, ret, (WishLine) { i->path, i->file, i->line, reach });
                else
                        ret->n = 0;
        }
}

static void add_policy(Arena *a, const Policy *p, Match match, Wish *w) {
        WishReach reach = match == MATCH_PATTERN ? REACH_PATTERN : p->tighten_all ? REACH_ADMIN : REACH_VENDOR;

        vec_push(a, &w->policies, p->file);
        vec_foreach(l, &p->lines) {
                vec_push(a, &w->options[option_index(l->option)],
                         (WishLine) { l->value, l->file, l->line, reach });
                w->empty = false;
        }
        vec_foreach(e, &p->excepts)
                vec_push(a, &w->excepts, *e);
        add_chroot(p, reach, &w->chroot);
        add_paths(a, p, reach, &w->paths);
        if (w->chroot.wanted || w->paths.n > 0)
                w->empty = false;
}

void wish_make(Arena *a, const PolicySet *set, const Matchable *u, bool include_plan, Wish *ret) {
        clear(a, ret);
        vec_foreach(p, &set->policies) {
                Match match;

                if ((*p)->mode == MODE_PLAN && !include_plan)
                        continue;
                match = policy_match(*p, u);
                if (match == MATCH_NO)
                        continue;
                if ((*p)->mode == MODE_OFF)
                        clear(a, ret);
                else
                        add_policy(a, *p, match, ret);
        }
}

const PolicyExcept *wish_excepted(const Wish *w, const Option *o) {
        vec_foreach(e, &w->excepts)
                if (!e->value && fnmatch(e->option, o->name, FNM_NOESCAPE) == 0)
                        return e;
        return NULL;
}

const PolicyExcept *wish_section_excepted(const Wish *w, const char *section) {
        vec_foreach(e, &w->excepts)
                if (!e->value && fnmatch(e->option, section, FNM_NOESCAPE) == 0)
                        return e;
        return NULL;
}

const PolicyExcept *wish_element_excepted(const Wish *w, const Option *o, const char *element) {
        vec_foreach(e, &w->excepts)
                if (e->value && streq(e->option, o->name) && streq(e->value, element))
                        return e;
        return NULL;
}
