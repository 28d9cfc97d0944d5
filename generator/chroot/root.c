/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "chroot/root.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>

#include "chroot/chroot.h"
#include "chroot/later.h"
#include "option/value.h"
#include "plan/paths.h"
#include "unit/service.h"
#include "unit/word.h"

#define SQUASHFS_START "hsqs"
#define EROFS_OFFSET 1024
#define EROFS_START "\xe2\xe1\xf5\xe0"

/* The last value that the unit or, where it says nothing, the plan gives an option. */
static const char *value_of(const Unit *u, const Plan *plan, const Option *o, const UnitLine **ret_line) {
        const UnitLine *last = NULL;

        for (const UnitLine *l = unit_option(u, o); l; l = l->next)
                last = l;
        *ret_line = last;
        if (last)
                return *last->value ? last->value : NULL;
        vec_foreach(l, &plan->lines)
                if (l->option == o && !l->reason && *l->value)
                        return l->value;
        return NULL;
}

/* Whether a file system in memory lies over @path: a word of TemporaryFileSystem=. */
static bool has_tmpfs(Arena *a, const Unit *u, const Plan *plan, const char *path, const UnitLine **ret_line) {
        UnitPaths own = {};

        *ret_line = NULL;
        unit_path_list(a, u, OPT(TemporaryFileSystem), &own);
        vec_foreach(p, &own)
                if (!p->partial && streq(p->path, path)) {
                        *ret_line = p->line;
                        return true;
                }
        vec_foreach(l, &plan->lines) {
                const char *value = l->value, *w;

                while (l->option == OPT(TemporaryFileSystem) && !l->reason && word_next(a, &value, 0, &w) > 0)
                        if (streq(path_tidy(a, arena_strndup(a, w, strcspn(w, ":"))), path))
                                return true;
        }
        return false;
}

static bool image_is_read_only(const Root *root, const Unit *u, const char *path) {
        _cleanup_close_ int fd = root_openat(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
        char head[4], later[4];
        struct stat st;

        for (const UnitLine *l = unit_fact(u, FACT_ROOT_IMAGE_OPTIONS); l; l = l->next) {
                _cleanup_arena_ Arena a = {};
                Strv words = {};

                (void) words_split(&a, l->value, 0, &words);
                vec_foreach(w, &words) {
                        const char *options = strchr(*w, ':') ? strchr(*w, ':') + 1 : *w;

                        for (const char *o = options; *o; o += strcspn(o, ","), o += *o == ',')
                                if (strcspn(o, ",") == 2 && startswith(o, "ro"))
                                        return true;
                }
        }
        if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
                return false;
        return (pread(fd, head, 4, 0) == 4 && memcmp(head, SQUASHFS_START, 4) == 0) ||
               (pread(fd, later, 4, EROFS_OFFSET) == 4 && memcmp(later, EROFS_START, 4) == 0);
}

static RootKind image_kind(Arena *a, const Machine *machine, const Unit *u, const Plan *plan, const UnitPath *p) {
        Root here = root_one_file_system(machine->target->root);
        _cleanup_close_ int fd = -1;

        if (p->partial)
                return ROOT_UNKNOWN;
        fd = root_openat(&here, p->path, O_PATH);
        if ((fd == -ENOENT || fd == -ENOTDIR) && !comes_later(a, machine, u, plan, p->path))
                return ROOT_MISSING;
        return image_is_read_only(&here, u, p->path) ? ROOT_READ_ONLY : ROOT_UNKNOWN;
}

static RootKind directory_kind(Arena *a, const Machine *machine, const Unit *u, const Plan *plan, const UnitPath *p,
                               Root *ret_tree) {
        int r;

        if (p->partial)
                return ROOT_UNKNOWN;
        if (is_runtime_directory(a, u, plan, p->path))
                return ROOT_EMPTY;
        r = root_open_tree(machine->target->root, p->path, ret_tree);
        if (r >= 0)
                return ROOT_TREE;
        return (r == -ENOENT || r == -ENOTDIR) && !comes_later(a, machine, u, plan, p->path) ? ROOT_MISSING
                                                                                             : ROOT_UNKNOWN;
}

void unit_root_find(Arena *a, const Machine *machine, const Unit *u, const Plan *plan, UnitRoot *ret) {
        const UnitLine *directory_line, *memory_line, *etc_line;
        const char *image = unit_last(u, FACT_ROOT_IMAGE);
        const char *directory = value_of(u, plan, OPT(RootDirectory), &directory_line);
        UnitPath p;

        *ret = (UnitRoot) { .kind = ROOT_NONE, .tree.fd = -1 };
        if (has_tmpfs(a, u, plan, "/", &memory_line)) {
                *ret = (UnitRoot) { .kind = ROOT_EMPTY,
                                    .option = "TemporaryFileSystem",
                                    .path = "/",
                                    .line = memory_line,
                                    .tree.fd = -1 };
                return;
        }
        if (image) {
                ret->option = "RootImage";
                for (const UnitLine *l = unit_fact(u, FACT_ROOT_IMAGE); l; l = l->next)
                        ret->line = l;
        } else if (directory) {
                ret->option = "RootDirectory";
                ret->line = directory_line;
        } else
                return;
        p = unit_path(a, u, image ?: directory, ret->line);
        ret->path = p.path;
        if (image)
                ret->kind = image_kind(a, machine, u, plan, &p);
        else if (!streq(p.path, "/") || p.partial) /* semantics.md 4: RootDirectory=/ is none */
                ret->kind = directory_kind(a, machine, u, plan, &p, &ret->tree);
        ret->etc_is_empty = has_tmpfs(a, u, plan, "/etc", &etc_line);
}

void unit_root_done(UnitRoot *r) {
        if (r->kind == ROOT_TREE)
                root_close(&r->tree);
}

bool unit_root_has(const UnitRoot *r, const char *path) {
        _cleanup_close_ int fd = -1;

        if (r->etc_is_empty && path_is_below(path, "/etc"))
                return false;
        fd = root_openat(&r->tree, path, O_PATH);
        return fd != -ENOENT && fd != -ENOTDIR;
}

bool unit_root_fills(Arena *a, const UnitRoot *r, const char *path) {
        _cleanup_close_ int fd = -1;
        DirEntries entries = {};
        struct stat st;

        if (!unit_root_has(r, path))
                return false;
        fd = root_openat(&r->tree, path, O_PATH);
        if (fd < 0 || fstat(fd, &st) < 0)
                return true;
        if (S_ISDIR(st.st_mode))
                return root_list(&r->tree, a, path, &entries) < 0 || entries.n > 0;
        return !S_ISREG(st.st_mode) || st.st_size > 0;
}

static bool never_writable(const struct statfs *fs) {
        return fs->f_type == SQUASHFS_MAGIC || fs->f_type == (typeof(fs->f_type)) EROFS_SUPER_MAGIC_V1 ||
               fs->f_type == ISOFS_SUPER_MAGIC || fs->f_type == CRAMFS_MAGIC;
}

/* At boot generators run before the root file system is made writable. */
static bool becomes_writable(Arena *a, const Root *root) {
        struct stat st;

        return root_lstat(root, "/run/systemd/notify", &st) < 0 && root_is_remounted(a, root);
}

bool unit_root_is_read_only(Arena *a, const Machine *machine, const UnitRoot *r) {
        const Root *root = machine->target->root;
        _cleanup_close_ int fd = -1;
        struct statfs fs;
        int read_only;

        if (r->etc_is_empty)
                return false;
        fd = root_openat(&r->tree, "/etc", O_PATH);
        if (fd < 0)
                fd = root_openat(&r->tree, "/", O_PATH);
        if (fd < 0 || fstatfs(fd, &fs) < 0)
                return false;
        if (never_writable(&fs))
                return true;
        /* The tree is on the root file system: unit_root_find() crosses no mount point. */
        read_only = root_is_mounted_read_only(a, root);
        if (read_only < 0)
                read_only = (fs.f_flags & ST_RDONLY) != 0;
        return read_only && !becomes_writable(a, root);
}

/* How deep the tree's /etc lies, which may be a link. */
static int depth_of_etc(Arena *a, const UnitRoot *r) {
        _cleanup_close_ int fd = root_openat(&r->tree, "/etc", O_PATH);
        const char *path;
        int depth = 0;

        if (fd < 0 || root_real_path(&r->tree, a, fd, &path) < 0)
                return 1;
        for (; *path; path++)
                depth += *path == '/' && path[1];
        return depth;
}

bool unit_root_link_climbs(Arena *a, const UnitRoot *r) {
        char *target;
        int depth;

        if (r->etc_is_empty || root_readlink(&r->tree, a, RESOLV_CONF, &target) < 0 || *target == '/')
                return false;
        depth = depth_of_etc(a, r);
        for (const char *p = target; *p && depth >= 0;) {
                size_t n = strcspn(p, "/");

                if (n == 2 && startswith(p, ".."))
                        depth--;
                else if (n > 0 && !(n == 1 && *p == '.'))
                        depth++;
                p += n + (p[n] == '/');
        }
        return depth < 0;
}
