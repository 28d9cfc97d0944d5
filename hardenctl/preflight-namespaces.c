/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Namespaces and mounts that the service has made itself. Nothing else knows libmount. */
#include <libmount.h>

#include "option/names.h"
#include "preflight-look.h"

static const char *const names[] = { "cgroup", "ipc", "mnt", "net", "pid", "user", "uts" };
static const char *const in_mount[] = { "@mount", NULL };

static void free_iterp(struct libmnt_iter **i) {
        mnt_free_iter(*i);
}

static void unref_tablep(struct libmnt_table **t) {
        mnt_unref_table(*t);
}

/* That of the main process may be systemd's work. */
static bool has_own(const Look *l, const Runner *r, NamespaceType type) {
        ino_t its = r->namespaces[type];

        return its != 0 && its != l->first->namespaces[type] && its != l->main->namespaces[type];
}

static void look_at_namespaces(Look *l, const Runner *r) {
        const Option *o = OPT(RestrictNamespaces);

        for (size_t i = 0; i < _NS_MAX; i++) {
                if (!has_own(l, r, (NamespaceType) i))
                        continue;
                if (bar_takes(l, o, names[i]))
                        finding_add(l, r, o, NULL, exemption_of(l, o, names[i]), "has a namespace of its own (%s)",
                                    names[i]);
                /* who has made a user namespace may make the others in it */
                if (i != NS_USER && !has_own(l, r, NS_USER) &&
                    bar_takes(l, OPT(CapabilityBoundingSet), "CAP_SYS_ADMIN"))
                        finding_add(l, r, OPT(CapabilityBoundingSet), NULL,
                                    exemption_of(l, OPT(CapabilityBoundingSet), "CAP_SYS_ADMIN"),
                                    "has a namespace of its own (%s), which needs CAP_SYS_ADMIN", names[i]);
        }
}

static bool is_mounted(struct libmnt_table *t, struct libmnt_fs *fs) {
        _cleanup_(free_iterp) struct libmnt_iter *i = mnt_new_iter(MNT_ITER_FORWARD);
        struct libmnt_fs *other;

        while (i && mnt_table_next_fs(t, i, &other) == 0)
                if (mnt_fs_get_devno(other) == mnt_fs_get_devno(fs) &&
                    streq(mnt_fs_get_target(other) ?: "", mnt_fs_get_target(fs) ?: "") &&
                    streq(mnt_fs_get_root(other) ?: "", mnt_fs_get_root(fs) ?: ""))
                        return true;
        return false;
}

static void look_at_mount(Look *l, const Runner *r, struct libmnt_fs *fs) {
        const Option *o = OPT(CapabilityBoundingSet);
        const char *what = arena_printf(l->arena, "has mounted %s on %s", mnt_fs_get_fstype(fs), mnt_fs_get_target(fs));

        if (!has_own(l, r, NS_USER) && bar_takes(l, o, "CAP_SYS_ADMIN"))
                finding_add(l, r, o, NULL, exemption_of(l, o, "CAP_SYS_ADMIN"), "%s, which needs CAP_SYS_ADMIN", what);
        finding_syscall(l, r, "mount", in_mount, what);
}

/* What is mounted in a namespace that it has made itself, and neither in PID 1's nor in its main process's. In one that
 * it shares with PID 1 nobody can tell who has mounted what. */
static void look_at_mounts(Look *l, const Runner *r) {
        _cleanup_(free_iterp) struct libmnt_iter *i = mnt_new_iter(MNT_ITER_FORWARD);
        _cleanup_(unref_tablep) struct libmnt_table *its = NULL, *ours = NULL, *main = NULL;
        struct libmnt_fs *fs;

        if (!has_own(l, r, NS_MNT))
                return;
        its = mnt_new_table_from_file(arena_printf(l->arena, "/proc/%d/mountinfo", (int) r->pid));
        main = mnt_new_table_from_file(arena_printf(l->arena, "/proc/%d/mountinfo", (int) l->main->pid));
        ours = mnt_new_table_from_file("/proc/1/mountinfo");
        while (i && its && main && ours && mnt_table_next_fs(its, i, &fs) == 0)
                if (!is_mounted(ours, fs) && !is_mounted(main, fs))
                        look_at_mount(l, r, fs);
}

const Check checks_of_namespaces[] = {
        { { OPT(RestrictNamespaces), OPT(CapabilityBoundingSet), NULL }, look_at_namespaces },
        { { OPT(CapabilityBoundingSet), OPT(SystemCallFilter), NULL }, look_at_mounts },
        {}
};
