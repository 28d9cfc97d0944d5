/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Files below a root. All reading goes through here: no path, and no symlink on the way, leads out
 * of a root other than "/". Paths are absolute as seen inside the root.
 */

#include <sys/stat.h>

#include "base/arena.h"

typedef struct Root {
        int fd;
        bool is_host; /* the root is "/" of this process */
        bool one_file_system; /* what lies behind a mount point cannot be opened: -EXDEV */
        uid_t owner;
} Root;

/* Opens @path as a root. Returns 0 or a negative errno. */
int root_open(Root *root, const char *path);
void root_close(Root *root);

/* Opens the directory @path below @root as a root of its own, in which links lead as after a chroot. No mount
 * point is crossed. Returns 0, -EXDEV if it lies behind one, or a negative errno. */
int root_open_tree(const Root *root, const char *path, Root *ret);
/* @root without what lies behind mount points; shares the descriptor. */
Root root_one_file_system(const Root *root);

/* openat(2) of @path. Returns a descriptor (close-on-exec) or a negative errno. */
int root_openat(const Root *root, const char *path, int flags);

/* lstat(2) and readlink(2) of @path. The target of the link lives in @a. */
int root_lstat(const Root *root, const char *path, struct stat *ret);
int root_readlink(const Root *root, Arena *a, const char *path, char **ret);

/* The path of an open descriptor as seen inside the root; needs /proc. Returns 0 or a negative errno. */
int root_real_path(const Root *root, Arena *a, int fd, const char **ret);

/* Reads the regular file @path (links are followed) of at most @limit bytes, and never waits for a
 * FIFO or a device. @ret is terminated, and may hold NUL bytes of the file's own. @ret_stat may be
 * NULL. Returns 0, -ENOTSUP if it is no regular file, -EFBIG if it is larger, or a negative errno. */
int root_read(const Root *root, Arena *a, const char *path, size_t limit, char **ret, size_t *ret_size,
              struct stat *ret_stat);

/* The same for small files of /proc and /sys: the text up to @limit, which such files do not tell by
 * their size. */
int root_read_virtual(const Root *root, Arena *a, const char *path, size_t limit, char **ret,
                      size_t *ret_size);

typedef struct DirEntry {
        const char *name;
        unsigned char type; /* DT_REG, DT_LNK, DT_DIR, … */
} DirEntry;
typedef VEC(DirEntry) DirEntries;

/* Lists @path without "." and "..", in the order of the directory. A missing directory is empty.
 * Returns 0 or a negative errno. */
int root_list(const Root *root, Arena *a, const char *path, DirEntries *ret);
