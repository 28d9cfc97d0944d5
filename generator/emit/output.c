/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "unit/unit.h"

static int write_whole(int fd, const char *text) {
        size_t size = strlen(text);
        ssize_t n = write(fd, text, size);

        if (n < 0)
                return -errno;
        return (size_t) n == size ? 0 : -ENOSPC;
}

static int write_file(int dir, const char *text) {
        _cleanup_close_ int fd = -1;
        int r;

        fd = openat(dir, DROPIN_NAME, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
        if (fd < 0)
                return -errno;
        r = fchmod(fd, 0644) < 0 ? -errno : write_whole(fd, text);
        if (r < 0)
                (void) unlinkat(dir, DROPIN_NAME, 0);
        return r;
}

int output_dropin(int dir, const char *unit, const char *text) {
        _cleanup_arena_ Arena a = {};
        const char *name = arena_printf(&a, "%s.d", unit);
        _cleanup_close_ int fd = -1;
        bool made;
        int r;

        made = mkdirat(dir, name, 0755) >= 0;
        if (!made && errno != EEXIST)
                return -errno;
        fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0)
                r = -errno;
        else
                r = made && fchmod(fd, 0755) < 0 ? -errno : write_file(fd, text);
        if (r < 0 && made)
                (void) unlinkat(dir, name, AT_REMOVEDIR);
        return r;
}
