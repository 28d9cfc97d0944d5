/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* verify: services with a root of their own, and services that wait. */
#include "chroot/later.h"
#include "plan/paths.h"
#include "unit/word.h"
#include "verify-unit.h"

/* The directory or image that is the unit's root on the host; NULL: there is none. */
static const char *root_of(const UnitCheck *u) {
        const PlanLine *l = unit_emits(u, OPT(RootDirectory));
        const char *root = unit_last(u->unit, FACT_ROOT_IMAGE) ?:
                           l ? l->value : unit_last_option(u->unit, OPT(RootDirectory));

        return root && !path_is_root(root) ? unit_path(u->arena, u->unit, root, NULL).path : NULL;
}

/* Without "+" a path is the host's; what lies outside of the new root is left out in silence. */
void check_plus(const UnitCheck *u) {
        const char *root = root_of(u);

        vec_foreach(l, &u->plan->lines) {
                const char *value = l->value, *word;

                if (!root || l->reason || l->note || !(l->option->flags & OPTION_PATHS))
                        continue;
                while (word_next(u->arena, &value, 0, &word) > 0) {
                        word += *word == '-';
                        if (*word != '+' && !path_is_below(word, root))
                                unit_add(u, &l->sources,
                                         "%s=%s has no effect on %s, whose root is %s: without \"+\" it is a path of "
                                         "the host. Did you mean +%s?", l->option->name, word, u->unit->name, root,
                                         word);
                }
        }
}

void check_stale(const UnitCheck *u) {
        vec_foreach(n, &u->chroot->notes)
                if (n->stale)
                        verify_add(u->verify, LOG_WARNING, n->file, n->line,
                                   "%s binds " RESOLV_CONF " itself: its content goes stale when the file is replaced. "
                                   "Take the line out, or let a policy name the unit (hardening-chroot(7))",
                                   u->unit->name);
}

void check_waits_for_itself(const UnitCheck *u) {
        vec_foreach(w, &u->chroot->waits) {
                const Option *o = own_directory(u->arena, u->unit, u->plan, w->path);

                if (o)
                        unit_add(u, &w->sources,
                                 "%s waits for %s, which lies below its own %s=: it makes that itself, and will "
                                 "never start", u->unit->name, w->path, o->name);
        }
}

/* Without [Chroot] an empty file or directory in a tree is a mount point that nobody uses. */
static bool is_left_behind(const Root *tree, Arena *a, const char *path) {
        DirEntries entries = {};
        struct stat st;

        if (root_lstat(tree, path, &st) < 0)
                return false;
        return S_ISREG(st.st_mode) ? st.st_size == 0
                                   : S_ISDIR(st.st_mode) && root_list(tree, a, path, &entries) >= 0 && entries.n == 0;
}

static void look_at_tree(Verify *v, Arena *a, const Unit *u) {
        static const char *const files[] = { /* as in hardening-chroot(7), WHAT STAYS BEHIND */
                "/etc/resolv.conf", "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/ssl/cert.pem", "/etc/static",
                "/etc/static/ssl", "/etc/pki/ca-trust", "/etc/pki/tls/certs", "/etc/ca-certificates",
        };
        const char *root = unit_last_option(u, OPT(RootDirectory));
        Root tree;

        if (!root || path_is_root(root) || unit_option(u, OPT(BindPaths)) ||
            unit_option(u, OPT(BindReadOnlyPaths)))
                return;
        root = unit_path(a, u, root, NULL).path;
        if (root_open_tree(&v->context->root, root, &tree) < 0)
                return;
        for (size_t i = 0; i < ELEMENTSOF(files); i++)
                if (is_left_behind(&tree, a, files[i]))
                        verify_add(v, LOG_WARNING, arena_printf(v->arena, "%s%s", root, files[i]), 0,
                                   "is empty in the root of %s: perhaps a mount point that [Chroot] left behind",
                                   u->name);
        root_close(&tree);
}

void verify_left_behind(Verify *v) {
        _cleanup_arena_ Arena scratch = {};
        Messages nobody = {};
        UnitIndex *x = &v->context->units;

        v->check = "left-behind";
        vec_foreach(i, &x->services) {
                Unit u;

                arena_reset(&scratch);
                if (i->state != UNIT_ALIAS && i->state != UNIT_MASKED && !strv_contains(&v->chrooted, i->name) &&
                    unit_load(x, &scratch, &nobody, i->name, &u) >= 0 && !u.masked)
                        look_at_tree(v, &scratch, &u);
        }
        messages_done(&nobody);
}
