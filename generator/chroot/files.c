/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* [Chroot] Files=: what a resolver and a TLS client need in a root of their own, and never a private key. */
#include "base/text.h"
#include "chroot/link.h"
#include "chroot/planner.h"
#include "plan/paths.h"

enum {
        IN_TREE = 1 << 0,  /* what a tree lacks of it is bound */
        IN_EMPTY = 1 << 1, /* for a root that has nothing at all of its own */
};

typedef struct File {
        const char *path;
        unsigned roots;
} File;

/* For certificates: Debian, Arch and others; NixOS; Fedora and openSUSE; Arch. */
static const File certificates[] = {
        { "/etc/ssl/certs", IN_TREE | IN_EMPTY },
        { "/etc/ssl/openssl.cnf", IN_TREE | IN_EMPTY },
        { "/etc/ssl/cert.pem", IN_TREE | IN_EMPTY },
        { "/etc/static/ssl", IN_TREE },
        { "/etc/static", IN_EMPTY },
        { "/etc/pki/ca-trust", IN_TREE | IN_EMPTY },
        { "/etc/pki/tls/certs", IN_TREE | IN_EMPTY },
        { "/etc/ca-certificates", IN_TREE | IN_EMPTY },
        {},
};

static const File basics[] = {
        { "/etc/hosts", IN_EMPTY },
        { "/etc/nsswitch.conf", IN_EMPTY },
        { "/etc/gai.conf", IN_EMPTY },
        { "/etc/host.conf", IN_EMPTY },
        { "/etc/services", IN_EMPTY },
        { "/etc/protocols", IN_EMPTY },
        { "/etc/localtime", IN_EMPTY },
        { "/run/systemd/notify", IN_EMPTY },
        { "/run/systemd/journal", IN_EMPTY },
        {},
};

/* Links in /etc of NixOS lead there. */
static const File nix_store[] = { { "/nix/store", IN_TREE | IN_EMPTY }, {} };

/* Where the usual programs keep what /etc/resolv.conf links to. */
static const char *const resolv_directories[] = { "/run/systemd/resolve", "/run/resolvconf", NULL };

static bool lines_touch(ChrootPlanner *p, const Option *o, const char *path, bool above) {
        UnitPaths paths = {};

        unit_path_list(p->arena, p->unit, o, &paths);
        vec_foreach(i, &paths)
                if (path_is_below(i->path, path) || (above && path_is_below(path, i->path)))
                        return true;
        return false;
}

/* Whether the unit has something of its own at, above or below @path: its word stands. */
static bool is_units_own(ChrootPlanner *p, const char *path) {
        vec_foreach(b, &p->binds)
                if (*b->destination && (path_is_below(b->destination, path) || path_is_below(path, b->destination)))
                        return true;
        return lines_touch(p, OPT(InaccessiblePaths), path, true) ||
               lines_touch(p, OPT(TemporaryFileSystem), path, false);
}

/* One line of binds that may be missing on the host. */
static void add_files(ChrootPlanner *p, const File *files) {
        unsigned root = p->root.kind == ROOT_TREE ? IN_TREE : IN_EMPTY;
        Text t = { .arena = p->arena };

        for (; files->path; files++)
                if ((files->roots & root) && !is_units_own(p, files->path) &&
                    (root == IN_EMPTY || !unit_root_fills(p->arena, &p->root, files->path)))
                        text_join(&t, " ", arena_printf(p->arena, "-%s", files->path));
        if (t.n > 0)
                chroot_add(p, "BindReadOnlyPaths", text_get(&t));
}

static bool is_nixos(ChrootPlanner *p) {
        struct stat st;

        return root_lstat(p->machine->target->root, "/etc/static", &st) >= 0;
}

static void plan_granular(ChrootPlanner *p) {
        plan_resolv(p);
        if (p->root.kind != ROOT_EMPTY &&
            (p->root.kind != ROOT_TREE || unit_root_is_read_only(p->arena, p->machine, &p->root)))
                return;
        add_files(p, certificates);
        add_files(p, basics);
        if (is_nixos(p))
                add_files(p, nix_store);
}

/* What the unit mounts below /etc would need its mount point on the host. */
static const OwnBind *foreign_below_etc(ChrootPlanner *p) {
        vec_foreach(b, &p->binds)
                if (path_is_below(b->destination, "/etc") && !streq(b->destination, b->source))
                        return b;
        return NULL;
}

static void plan_etc(ChrootPlanner *p) {
        const OwnBind *foreign = foreign_below_etc(p);
        const char *dir = link_directory(p->arena, p->machine->target->root, RESOLV_CONF);
        Text t = { .arena = p->arena };

        if (foreign) {
                chroot_note(p, LOG_WARNING, foreign->line, "%s=: binds below /etc, so Files=etc does nothing for %s",
                            foreign->line->key, p->unit->name);
                return;
        }
        if (p->root.kind == ROOT_READ_ONLY || (p->root.kind == ROOT_TREE && !unit_root_has(&p->root, "/etc") &&
                                               unit_root_is_read_only(p->arena, p->machine, &p->root))) {
                chroot_note(p, LOG_WARNING, p->root.line, "%s=%s is read-only and may have no /etc, %s gets none",
                            p->root.option, p->root.path, p->unit->name);
                return;
        }
        if (!is_units_own(p, "/etc"))
                text_add(&t, "/etc");
        for (const char *const *d = resolv_directories; *d; d++)
                if (!is_units_own(p, *d))
                        text_join(&t, " ", arena_printf(p->arena, "-%s", *d));
        if (dir && !path_is_below(dir, "/etc") && !is_units_own(p, dir) && !is_in_areas(dir, resolv_directories))
                text_join(&t, " ", arena_printf(p->arena, "-%s", dir));
        if (t.n > 0)
                chroot_add(p, "BindReadOnlyPaths", text_get(&t));
}

/* RootDirectory=/ beside a file system in memory at / (wait.md section 4). */
static void drop_root_of_host(ChrootPlanner *p) {
        const char *root = unit_last_option(p->unit, OPT(RootDirectory));

        if (root && path_is_root(root))
                chroot_add(p, "RootDirectory", "");
}

/* A line that would take our binds back. */
static const UnitLine *later_reset(ChrootPlanner *p) {
        const Option *both[] = { OPT(BindPaths), OPT(BindReadOnlyPaths) };

        for (size_t i = 0; i < ELEMENTSOF(both); i++)
                for (const UnitLine *l = unit_option(p->unit, both[i]); l; l = l->next)
                        if (l->source->after && !*l->value)
                                return l;
        return NULL;
}

void plan_files(ChrootPlanner *p) {
        const WishChroot *c = &p->wish->chroot;
        const UnitLine *reset = later_reset(p);

        if (reset) {
                chroot_note(p, LOG_DEBUG, reset, "[Chroot] withheld: a drop-in that sorts after " DROPIN_NAME
                            " takes all binds back");
                return;
        }
        own_binds(p->arena, p->unit, &p->binds);
        if (c->files != FILES_NONE)
                drop_root_of_host(p);
        if (c->files == FILES_GRANULAR)
                plan_granular(p);
        else if (c->files == FILES_ETC)
                plan_etc(p);
        p->ret->restart = c->on_change == ON_CHANGE_RESTART;
        p->ret->mirror = p->ret->mirror || p->ret->restart;
        vec_push(p->arena, &p->ret->sources, (PlanSource) { c->source.file, c->source.line });
}
