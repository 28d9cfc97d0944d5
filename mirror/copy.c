/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "copy.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/io.h"
#include "follow.h"

#define SIZE_LIMIT (1024 * 1024)
#define BUFFER_SIZE (SIZE_LIMIT + 1) /* so that a file which grows beyond the limit is seen */

static int fail(const char *what, const char *path) {
        int r = -errno;

        warn("cannot %s %s", what, path);
        return r;
}

int copy_init(Copy *c, const char *source, const char *target) {
        char *content;

        content = mmap(NULL, BUFFER_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (content == MAP_FAILED)
                return -errno;
        *c = (Copy) {
                .source = source,
                .content = content,
        };
        return target_init(&c->target, target);
}

void copy_done(Copy *c) {
        if (c->content)
                munmap(c->content, BUFFER_SIZE);
        target_done(&c->target);
}

/* Why nothing can be copied from @st; NULL if it can. */
static const char *obstacle(const struct stat *st) {
        switch (st->st_mode & S_IFMT) {
        case S_IFREG:
                return st->st_size > SIZE_LIMIT ? "larger than 1 MiB" : NULL;
        case S_IFDIR:
                return "a directory";
        case S_IFIFO:
                return "a FIFO";
        case S_IFSOCK:
                return "a socket";
        default:
                return "a device";
        }
}

/* What lies there for good is an error only where there is no content to keep. */
static int refuse(const Copy *c, const char *what) {
        if (access(c->target.path, F_OK) >= 0) {
                warnx("%s is %s, %s stays as it was", c->source, what, c->target.path);
                return COPY_SAME;
        }
        warnx("%s is %s, nothing can be mirrored", c->source, what);
        return -EINVAL;
}

/* The source cannot be opened, for the reason in errno. */
static int unreachable(const Copy *c) {
        if (!follow_is_dead_end(errno))
                return fail("read", c->source);
        if (errno != ENOENT && errno != ENOTDIR)
                (void) fail("read", c->source);
        return COPY_SAME;
}

static bool same_version(const struct stat *a, const struct stat *b) {
        return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
                a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static int write_target(Copy *c, size_t size, mode_t mode) {
        int r;

        r = target_update(&c->target, c->content, size, mode);
        if (size > 64 * 1024) /* a large file's pages go back */
                (void) madvise(c->content, BUFFER_SIZE, MADV_DONTNEED);
        if (r < 0) {
                errno = -r;
                return fail("write", c->target.path);
        }
        if (r == TARGET_NEW && c->filled)
                r = TARGET_CHANGED;
        c->filled = true;
        return r == TARGET_CHANGED ? COPY_CHANGED : COPY_SAME;
}

int copy_update(Copy *c) {
        _cleanup_close_ int fd = -1;
        struct stat before, after;
        ssize_t n;

        /* Opening alone has an effect on a FIFO's writer and on devices. */
        if (stat(c->source, &before) < 0)
                return unreachable(c);
        if (obstacle(&before))
                return refuse(c, obstacle(&before));
        fd = open(c->source, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (fd < 0)
                return unreachable(c);
        if (fstat(fd, &before) < 0)
                return fail("read", c->source);
        if (obstacle(&before))
                return COPY_UNSTEADY;

        n = read_all(fd, c->content, BUFFER_SIZE);
        if (n < 0 || fstat(fd, &after) < 0)
                return fail("read", c->source);
        if (n > SIZE_LIMIT)
                return refuse(c, "larger than 1 MiB");
        if (!same_version(&before, &after))
                return COPY_UNSTEADY;
        if (n == 0 && !c->empty) { /* most likely a writer has truncated it and not yet written */
                c->empty = true;
                return COPY_UNSTEADY;
        }
        c->empty = n == 0;
        return write_target(c, (size_t) n, after.st_mode & 0777);
}
