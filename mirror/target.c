/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define FLAGS (O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

int target_init(Target *t, const char *path) {
        t->path = path;
        if (asprintf(&t->temporary, "%s.new", path) < 0) {
                t->temporary = NULL;
                return -ENOMEM;
        }
        return 0;
}

void target_done(Target *t) {
        free(t->temporary);
}

static int write_all(int fd, const char *p, size_t size) {
        for (size_t n = 0; n < size;) {
                ssize_t k = pwrite(fd, p + n, size - n, (off_t) n);

                if (k < 0 && errno == EINTR)
                        continue;
                if (k < 0)
                        return -errno;
                n += (size_t) k;
        }
        return 0;
}

static int make_parents(char *path) {
        for (char *slash = path; (slash = strchr(slash + 1, '/'));) {
                int r;

                *slash = 0;
                r = mkdir(path, 0755) < 0 && errno != EEXIST ? -errno : 0;
                *slash = '/';
                if (r < 0)
                        return r;
        }
        return 0;
}

static int create(Target *t, const char *content, size_t size, mode_t mode) {
        _cleanup_close_ int fd = -1;
        int r;

        r = make_parents(t->temporary);
        if (r < 0)
                return r;
        (void) unlink(t->temporary); /* of a mirror that was killed */
        fd = open(t->temporary, O_WRONLY | O_CREAT | O_EXCL | FLAGS, 0600);
        if (fd < 0)
                return -errno;
        r = write_all(fd, content, size);
        if (r >= 0 && (fchmod(fd, mode) < 0 || rename(t->temporary, t->path) < 0))
                r = -errno;
        if (r < 0)
                (void) unlink(t->temporary);
        return r < 0 ? r : TARGET_NEW;
}

/* Whether @fd holds the @size bytes at @content and no more, or -errno. */
static int holds(int fd, const char *content, size_t size) {
        char part[4096];
        ssize_t k;

        for (size_t n = 0;; n += (size_t) k) {
                k = pread(fd, part, sizeof(part), (off_t) n);
                if (k < 0)
                        return -errno;
                if (k == 0)
                        return n == size;
                if ((size_t) k > size - n || memcmp(part, content + n, (size_t) k) != 0)
                        return false;
        }
}

/* @fd: the target, open for reading. */
static int rewrite(const Target *t, int fd, const char *content, size_t size, mode_t mode) {
        _cleanup_close_ int out = open(t->path, O_WRONLY | FLAGS);
        int r;

        /* The copy of a read-only file is one, and CAP_DAC_OVERRIDE is not among this service's capabilities. */
        if (out < 0 && errno == EACCES && fchmod(fd, mode | S_IWUSR) >= 0)
                out = open(t->path, O_WRONLY | FLAGS);
        if (out < 0)
                return -errno;
        r = write_all(out, content, size);
        if (r < 0)
                return r;
        return ftruncate(out, (off_t) size) < 0 ? -errno : TARGET_CHANGED;
}

int target_update(Target *t, const char *content, size_t size, mode_t mode) {
        _cleanup_close_ int fd = open(t->path, O_RDONLY | FLAGS);
        struct stat st;
        int r;

        if (fd < 0)
                return errno == ENOENT ? create(t, content, size, mode) : -errno;
        r = holds(fd, content, size);
        if (r >= 0)
                r = r ? TARGET_SAME : rewrite(t, fd, content, size, mode);
        if (r < 0)
                return r;
        if (fstat(fd, &st) < 0 || ((st.st_mode & 07777) != mode && fchmod(fd, mode) < 0))
                return -errno;
        return r;
}
