/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/root.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

#include "base/io.h"

int root_open(Root *root, const char *path) {
        struct stat st, host;
        int fd;

        fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0)
                return -errno;
        if (fstat(fd, &st) < 0 || stat("/", &host) < 0) {
                int r = -errno;

                close(fd);
                return r;
        }
        *root = (Root) {
                .fd = fd,
                .is_host = st.st_dev == host.st_dev && st.st_ino == host.st_ino,
                .owner = st.st_uid,
        };
        return 0;
}

Root root_one_file_system(const Root *root) {
        return (Root) { .fd = root->fd, .owner = root->owner, .one_file_system = true };
}

int root_open_tree(const Root *root, const char *path, Root *ret) {
        Root here = root_one_file_system(root);
        int fd = root_openat(&here, path, O_PATH | O_DIRECTORY);

        if (fd < 0)
                return fd;
        *ret = (Root) { .fd = fd, .owner = root->owner, .one_file_system = true };
        return 0;
}

void root_close(Root *root) {
        closep(&root->fd);
        root->fd = -1;
}

static const char *relative(const char *path) {
        path += strspn(path, "/");
        return *path ? path : ".";
}

int root_openat(const Root *root, const char *path, int flags) {
        struct open_how how = {
                .flags = (unsigned) flags | O_CLOEXEC,
                .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | (root->one_file_system ? RESOLVE_NO_XDEV : 0),
        };
        int fd;

        if (root->is_host)
                fd = openat(root->fd, relative(path), flags | O_CLOEXEC);
        else
                fd = (int) syscall(SYS_openat2, root->fd, relative(path), &how, sizeof(how));
        return fd < 0 ? -errno : fd;
}

/* Opens the directory that holds @path; @ret_name is the last component. */
static int open_parent(const Root *root, Arena *a, const char *path, const char **ret_name) {
        const char *name = base_name(path);

        *ret_name = name;
        return root_openat(root, name == path ? "/" : arena_strndup(a, path, (size_t) (name - path)),
                           O_PATH | O_DIRECTORY);
}

int root_lstat(const Root *root, const char *path, struct stat *ret) {
        _cleanup_close_ int fd = root_openat(root, path, O_PATH | O_NOFOLLOW);

        if (fd < 0)
                return fd;
        return fstat(fd, ret) < 0 ? -errno : 0;
}

int root_readlink(const Root *root, Arena *a, const char *path, char **ret) {
        _cleanup_close_ int parent = -1;
        const char *name = relative(path);
        int fd = root->fd;

        if (!root->is_host) {
                fd = parent = open_parent(root, a, path, &name);
                if (fd < 0)
                        return fd;
        }
        for (size_t size = 256;; size *= 2) {
                char *p = arena_alloc(a, size);
                ssize_t n = readlinkat(fd, name, p, size);

                if (n < 0)
                        return -errno;
                if ((size_t) n < size) {
                        *ret = p;
                        return 0;
                }
        }
}

static int fd_path(Arena *a, int fd, char *buffer, size_t size) {
        ssize_t n = readlink(arena_printf(a, "/proc/self/fd/%d", fd), buffer, size);

        if (n < 0)
                return -errno;
        if ((size_t) n >= size)
                return -ENAMETOOLONG;
        buffer[n] = 0;
        return 0;
}

int root_real_path(const Root *root, Arena *a, int fd, const char **ret) {
        char *path = arena_alloc(a, PATH_MAX), *prefix = arena_alloc(a, PATH_MAX);
        const char *inside;
        int r;

        r = fd_path(a, fd, path, PATH_MAX);
        if (r < 0)
                return r;
        if (!root->is_host) {
                r = fd_path(a, root->fd, prefix, PATH_MAX);
                if (r < 0)
                        return r;
                inside = startswith(path, prefix);
                if (!inside || (*inside && *inside != '/'))
                        return -EXDEV;
                path = *inside ? path + (inside - path) : (char *) "/";
        }
        *ret = path;
        return 0;
}

int root_read(const Root *root, Arena *a, const char *path, size_t limit, char **ret, size_t *ret_size,
              struct stat *ret_stat) {
        _cleanup_close_ int fd = -1;
        struct stat st;
        ssize_t n;
        char *p;

        fd = root_openat(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
        if (fd < 0)
                return fd == -ENXIO ? -ENOTSUP : fd; /* a socket, or a device without a driver */
        if (fstat(fd, &st) < 0)
                return -errno;
        if (!S_ISREG(st.st_mode))
                return -ENOTSUP;
        if ((size_t) st.st_size > limit)
                return -EFBIG;
        p = arena_alloc(a, (size_t) st.st_size + 1);
        n = read_all(fd, p, (size_t) st.st_size);
        if (n < 0)
                return (int) n;
        *ret = p;
        *ret_size = (size_t) n;
        if (ret_stat)
                *ret_stat = st;
        return 0;
}

int root_read_virtual(const Root *root, Arena *a, const char *path, size_t limit, char **ret,
                      size_t *ret_size) {
        _cleanup_close_ int fd = -1;
        ssize_t n;
        char *p;

        fd = root_openat(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
        if (fd < 0)
                return fd;
        p = arena_alloc(a, limit + 1);
        n = read_all(fd, p, limit);
        if (n < 0)
                return (int) n;
        *ret = p;
        *ret_size = (size_t) n;
        return 0;
}

static void closedirp(DIR **d) {
        if (*d)
                closedir(*d);
}

int root_list(const Root *root, Arena *a, const char *path, DirEntries *ret) {
        _cleanup_(closedirp) DIR *d = NULL;
        int fd;

        fd = root_openat(root, path, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
        if (fd < 0)
                return fd == -ENOENT || fd == -ENOTDIR ? 0 : fd;
        d = fdopendir(fd);
        if (!d) {
                int r = -errno;

                close(fd);
                return r;
        }
        for (;;) {
                struct dirent *de;

                errno = 0;
                de = readdir(d);
                if (!de)
                        return -errno;
                if (streq(de->d_name, ".") || streq(de->d_name, ".."))
                        continue;
                vec_push(a, ret, (DirEntry) { arena_strdup(a, de->d_name), de->d_type });
        }
}
