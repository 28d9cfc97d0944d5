/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "chroot/later.h"

#include <errno.h>
#include <mntent.h>
#include <stdio.h>

#include "chroot/names.h"
#include "plan/paths.h"
#include "unit/service.h"
#include "unit/word.h"

#define TABLE_MAX (1024U * 1024U)

static const struct {
        const Option *option;
        const char *above;
} own_directories[] = {
        { OPT(RuntimeDirectory), "/run" },
        { OPT(StateDirectory), "/var/lib" },
        { OPT(CacheDirectory), "/var/cache" },
        { OPT(LogsDirectory), "/var/log" },
};

static bool value_covers(Arena *a, const Unit *u, const char *value, const char *above, const char *path, bool exact) {
        const char *w;

        while (word_next(a, &value, 0, &w) > 0) {
                UnitPath p = unit_path(a, u, arena_printf(a, "%s/%.*s", above, (int) strcspn(w, ":"), w), NULL);

                if (!p.partial && (exact ? streq(path, p.path) : path_is_below(path, p.path)))
                        return true;
        }
        return false;
}

static const Option *find_directory(Arena *a, const Unit *u, const Plan *plan, const char *path, bool exact) {
        for (size_t i = 0; i < ELEMENTSOF(own_directories); i++) {
                const Option *o = own_directories[i].option;
                const char *above = own_directories[i].above;

                for (const UnitLine *l = lines_after_reset(unit_option(u, o)); l; l = l->next)
                        if (value_covers(a, u, l->value, above, path, exact))
                                return o;
                vec_foreach(l, &plan->lines)
                        if (l->option == o && !l->reason && value_covers(a, u, l->value, above, path, exact))
                                return o;
        }
        return NULL;
}

const Option *own_directory(Arena *a, const Unit *u, const Plan *plan, const char *path) {
        return find_directory(a, u, plan, path, false);
}

bool is_runtime_directory(Arena *a, const Unit *u, const Plan *plan, const char *path) {
        return find_directory(a, u, plan, path, true) == OPT(RuntimeDirectory);
}

static void closefilep(FILE **f) {
        if (*f)
                fclose(*f);
}

typedef bool (*MountMatch)(const struct mntent *m, const char *path);

/* Whether any line of a table in fstab(5)'s format matches @path. */
static bool any_mount(char *table, size_t size, MountMatch matches, const char *path) {
        _cleanup_(closefilep) FILE *f = size > 0 ? fmemopen(table, size, "r") : NULL;
        char buffer[4096];
        struct mntent m;

        while (f && getmntent_r(f, &m, buffer, sizeof(buffer)))
                if (matches(&m, path))
                        return true;
        return false;
}

static bool any_in_fstab(Arena *a, const Root *root, MountMatch matches, const char *path) {
        char *data;
        size_t size;

        return root_read(root, a, "/etc/fstab", TABLE_MAX, &data, &size, NULL) >= 0 &&
               any_mount(data, size, matches, path);
}

static bool mounts_above(const struct mntent *m, const char *path) {
        return *m->mnt_dir == '/' && !streq(m->mnt_dir, "/") && path_is_below(path, m->mnt_dir);
}

static bool mounts_writable(const struct mntent *m, const char *path) {
        return streq(m->mnt_dir, path) && !hasmntopt(m, "ro");
}

static bool mounts_read_only(const struct mntent *m, const char *path) {
        return streq(m->mnt_dir, path) && hasmntopt(m, "ro");
}

bool root_is_remounted(Arena *a, const Root *root) {
        return any_in_fstab(a, root, mounts_writable, "/");
}

int root_is_mounted_read_only(Arena *a, const Root *root) {
        char *data;
        size_t size;
        int r;

        if (!root->is_host)
                return -ENODATA;
        r = root_read_virtual(root, a, "/proc/1/mounts", TABLE_MAX, &data, &size);
        if (r < 0)
                return r;
        return any_mount(data, size, mounts_read_only, "/");
}

/* A mount unit is named for its place. */
static bool has_mount_unit(Arena *a, const UnitIndex *x, const char *path) {
        const char *unit = arena_printf(a, "%s.mount", path_escape(a, path));
        struct stat st;

        vec_foreach(d, &x->dirs)
                if (root_lstat(x->root, arena_printf(a, "%s/%s", d->path, unit), &st) >= 0)
                        return true;
        return false;
}

bool comes_later(Arena *a, const Machine *machine, const Unit *u, const Plan *plan, const char *path) {
        static const char *const made_at_boot[] = { "/run", "/var/run", "/tmp", "/var/tmp", NULL };

        if (is_in_areas(path, made_at_boot))
                return true;
        if (own_directory(a, u, plan, path) || any_in_fstab(a, machine->target->root, mounts_above, path))
                return true;
        for (const char *end = path + strlen(path); end > path; end--)
                if ((*end == '/' || !*end) &&
                    has_mount_unit(a, machine->index, arena_strndup(a, path, (size_t) (end - path))))
                        return true;
        return false;
}
