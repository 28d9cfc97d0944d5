/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/io.h"

#include <errno.h>
#include <unistd.h>

ssize_t read_all(int fd, char *p, size_t limit) {
        size_t n = 0;

        while (n < limit) {
                ssize_t k = read(fd, p + n, limit - n);

                if (k < 0 && errno == EINTR)
                        continue;
                if (k < 0)
                        return -errno;
                if (k == 0)
                        break;
                n += (size_t) k;
        }
        return (ssize_t) n;
}
