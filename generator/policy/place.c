/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "policy/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "policy/policy.h"
#include "unit/search.h"

#define HOPS_MAX 40

const char *const policy_dirs[] = {
        "/etc/hardening.d", "/run/hardening.d", VENDOR_POLICY_DIRECTORIES, NULL,
};

static int compare_files(const void *a, const void *b) {
        return strcmp(((const PolicyFile *) a)->name, ((const PolicyFile *) b)->name);
}

int policy_files_list(const Root *root, Arena *a, const char *subdirectory, PolicyFiles *ret) {
        for (size_t i = 0; policy_dirs[i]; i++) {
                const char *dir = arena_printf(a, "%s%s", policy_dirs[i], subdirectory);
                DirEntries entries = {};
                size_t have = ret->n;
                int r;

                r = root_list(root, a, dir, &entries);
                if (r < 0)
                        return r;
                vec_foreach(e, &entries) {
                        bool hidden = false;

                        if (e->name[0] == '.' || !endswith(e->name, ".conf"))
                                continue;
                        for (size_t k = 0; k < have; k++)
                                hidden = hidden || streq(ret->v[k].name, e->name);
                        if (!hidden)
                                vec_push(a, ret, (PolicyFile) { e->name, arena_printf(a, "%s/%s", dir, e->name) });
                }
        }
        if (ret->n > 0)
                qsort(ret->v, ret->n, sizeof(PolicyFile), compare_files);
        return 0;
}

/* @target as a path from the root, when a link in the directory of @path holds it; ".." resolved as text. */
static const char *resolve(Arena *a, const char *path, const char *target) {
        const char *joined = *target == '/' ? target
                                            : arena_printf(a, "%.*s%s", (int) (base_name(path) - path), path, target);
        char *out = arena_alloc(a, strlen(joined) + 2);
        size_t n = 0;

        for (const char *p = joined; *p;) {
                size_t k = strcspn(p, "/");

                if (k == 2 && p[0] == '.' && p[1] == '.')
                        while (n > 0 && out[--n] != '/')
                                ;
                else if (k > 0 && !(k == 1 && *p == '.')) {
                        out[n++] = '/';
                        memcpy(out + n, p, k);
                        n += k;
                }
                p += k + (p[k] == '/');
        }
        out[n] = 0;
        return n > 0 ? out : "/";
}

/* Who could write to it besides root (or the owner of the --root directory). */
static const char *mistrust(const Root *root, const struct stat *st) {
        if (st->st_uid != 0 && st->st_uid != root->owner)
                return "does not belong to root";
        if (st->st_mode & S_IWOTH)
                return "can be written by everybody";
        if (st->st_mode & S_IWGRP)
                return "can be written by its group";
        return NULL;
}

static const char *mistrust_directory(const Root *root, Arena *a, const char *path) {
        size_t n = (size_t) (base_name(path) - path);
        const char *dir = n > 1 ? arena_strndup(a, path, n - 1) : "/", *why;
        struct stat st;
        _cleanup_close_ int fd = -1;

        if (streq(dir, "/nix/store")) /* its builders' group may write there, and is trusted */
                return NULL;
        fd = root_openat(root, dir, O_PATH | O_DIRECTORY);
        if (fd < 0 || fstat(fd, &st) < 0)
                return "its directory cannot be looked at";
        why = mistrust(root, &st);
        return why ? arena_printf(a, "its directory %s", why) : NULL;
}

static int refuse(Messages *m, const char *path, int error, const char *why) {
        message_add(m, LOG_ERR, path, 0, "%s, ignored", why);
        return error;
}

/* Follows the links from @path by hand, so that each place on the way is looked at. */
static int follow(const Root *root, Arena *a, Messages *m, const char *path, const char **ret,
                  const char **ret_mistrust, struct stat *ret_stat) {
        const char *p = path;

        *ret_mistrust = NULL;
        for (unsigned hops = 0; hops < HOPS_MAX; hops++) {
                const char *why;
                char *target;
                int r;

                r = root_lstat(root, p, ret_stat);
                if (r == -ENOENT && hops > 0)
                        return refuse(m, path, r, arena_printf(a, "is a link to %s, which does not exist", p));
                if (r < 0)
                        return refuse(m, path, r, arena_printf(a, "cannot be read (%s)", strerror(-r)));
                why = mistrust_directory(root, a, p);
                if (why && !*ret_mistrust)
                        *ret_mistrust = why;
                if (!S_ISLNK(ret_stat->st_mode)) {
                        *ret = p;
                        return 0;
                }
                r = root_readlink(root, a, p, &target);
                if (r < 0)
                        return refuse(m, path, r, arena_printf(a, "cannot be read (%s)", strerror(-r)));
                p = resolve(a, p, target);
                if (streq(p, "/dev/null")) {
                        *ret = NULL;
                        return 0;
                }
                if (!path_is_readable_place(p))
                        return refuse(m, path, -EXDEV,
                                      arena_printf(a,
                                                   "is a link to %s, and policies are only read below /etc, /run, /usr",
                                                   p));
        }
        return refuse(m, path, -ELOOP, "is a loop of links");
}

/* A directory on the way may be a link, too. */
static bool leads_astray(const Root *root, Arena *a, const char *path) {
        _cleanup_close_ int fd = root_openat(root, path, O_PATH);
        const char *real;

        return fd >= 0 && root_real_path(root, a, fd, &real) >= 0 && !path_is_readable_place(real);
}

int policy_file_read(const Root *root, Arena *a, Messages *m, const char *path, char **ret, size_t *ret_size) {
        const char *real, *why;
        struct stat st;
        int r;

        r = follow(root, a, m, path, &real, &why, &st);
        if (r < 0 || !real)
                return r;
        if (leads_astray(root, a, real))
                return refuse(m, path, -EXDEV, "leads to where policies are not read");
        if (S_ISDIR(st.st_mode))
                return refuse(m, path, -EISDIR, "is a directory");
        if (!S_ISREG(st.st_mode))
                return refuse(m, path, -ENOTSUP, "is no regular file");
        if (st.st_size == 0)
                return 0;
        if (st.st_size > POLICY_FILE_MAX)
                return refuse(m, path, -EFBIG, "is over 1 MiB");
        r = root_read(root, a, real, POLICY_FILE_MAX, ret, ret_size, &st);
        if (r < 0)
                return refuse(m, path, r, arena_printf(a, "cannot be read (%s)", strerror(-r)));
        why = mistrust(root, &st) ?: why;
        return why ? refuse(m, path, -EPERM, why) : 1;
}
