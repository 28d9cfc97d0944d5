/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "notify.h"

#include <errno.h>
#include <spawn.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/util.h"

int notify(const char *state) {
        const char *path = getenv("NOTIFY_SOCKET");
        struct sockaddr_un address = { .sun_family = AF_UNIX };
        _cleanup_close_ int fd = -1;
        size_t n;

        if (!path || !*path)
                return 0;
        n = strlen(path);
        if ((*path != '/' && *path != '@') || n >= sizeof(address.sun_path))
                return -EINVAL;
        memcpy(address.sun_path, path, n);
        if (*path == '@') /* an abstract name has a null in front, and none at its end */
                address.sun_path[0] = 0;
        else
                n++;
        fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (fd < 0 || sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *) &address,
                             (socklen_t) (offsetof(struct sockaddr_un, sun_path) + n)) < 0)
                return -errno;
        return 0;
}

int restart_unit(const char *unit, const sigset_t *mask) {
        const char *argv[] = { "systemctl", "--no-block", "restart", unit, NULL };
        posix_spawnattr_t attributes;
        pid_t pid;
        int r;

        r = posix_spawnattr_init(&attributes);
        if (r != 0)
                return -r;
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
        posix_spawnattr_setsigmask(&attributes, mask);
        r = posix_spawnp(&pid, argv[0], NULL, &attributes, (char **) argv, environ);
        posix_spawnattr_destroy(&attributes);
        return -r;
}
