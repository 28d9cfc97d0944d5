/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>


static int write_whole(int fd, const char *text) {
        size_t size = strlen(text);
        ssize_t n = write(fd, text, size);

        if (n < 0)
                return -errno;
        return (size_t) n == size ? 0 : -ENOSPC;
}

/* Makes @path below @dir, which must not be there yet. */
static int write_file(int dir, const char *path, const char *text) {
        _cleanup_close_ int fd = -1;
        int r;

        fd = openat(dir, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
        if (fd < 0)
                return -errno;
        r = write_whole(fd, text);
        if (r < 0)
                (void) unlinkat(dir, path, 0);
        return r;
}

/* Into a directory that somebody else has made: it must be one, and no link to one. */
static int write_into(int dir, const char *name, const char *file, const char *text) {
        _cleanup_close_ int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

        return fd < 0 ? -errno : write_file(fd, file, text);
}

static int write_below(Arena *scratch, int dir, const char *path, const char *text) {
        const char *file = base_name(path);
        const char *name;
        int r;

        if (file == path)
                return write_file(dir, file, text);
        name = arena_strndup(scratch, path, (size_t) (file - path - 1)); /* a slash at its end would follow a link */
        if (mkdirat(dir, name, 0755) < 0)
                return errno == EEXIST ? write_into(dir, name, file, text) : -errno;
        r = write_file(dir, path, text);
        if (r < 0)
                (void) unlinkat(dir, name, AT_REMOVEDIR);
        return r;
}

int output_file(Arena *scratch, int dir, const char *path, const char *text) {
        mode_t mask = umask(022);
        int r;

        r = write_below(scratch, dir, path, text);
        (void) umask(mask);
        return r;
}
