/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "write.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/random.h>

#include "say.h"

#define LOCK_SECONDS 30

static int make_directory(Context *c, const char *dir) {
        const char *name = base_name(dir);
        _cleanup_close_ int parent = -1, made = -1;

        parent = root_openat(&c->root, arena_strndup(&c->arena, dir, (size_t) (name - dir)), O_PATH | O_DIRECTORY);
        if (parent < 0)
                return parent;
        if (mkdirat(parent, name, 0755) < 0)
                return -errno;
        made = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (made < 0 || fchmod(made, 0755) < 0) /* whatever the umask */
                return -errno;
        return take_fd(&made);
}

static int open_directory(Context *c, const char *dir, bool make) {
        int fd = root_openat(&c->root, dir, O_RDONLY | O_DIRECTORY);
        struct stat st;

        if (fd == -ENOENT && make && root_lstat(&c->root, dir, &st) < 0)
                return make_directory(c, dir);
        return fd;
}

static int finish(int dir) {
        return fsync(dir) < 0 && errno != EINVAL ? -errno : 0;
}

int write_link(Context *c, const char *dir, const char *name, const char *target) {
        _cleanup_close_ int fd = open_directory(c, dir, true);

        if (fd < 0)
                return fd;
        return symlinkat(target, fd, name) < 0 ? -errno : finish(fd);
}

static int write_all(int fd, const char *text) {
        for (size_t n = strlen(text); n > 0;) {
                ssize_t k = write(fd, text, n);

                if (k < 0 && errno == EINTR)
                        continue;
                if (k < 0)
                        return -errno;
                text += k;
                n -= (size_t) k;
        }
        if (fchmod(fd, 0644) < 0 || fsync(fd) < 0)
                return -errno;
        return 0;
}

int write_file(Context *c, const char *dir, const char *name, const char *text) {
        _cleanup_close_ int fd = open_directory(c, dir, true), file = -1;
        const char *temporary;
        uint64_t random = 0;
        int r;

        if (fd < 0)
                return fd;
        if (getrandom(&random, sizeof(random), GRND_NONBLOCK) < 0)
                return -errno;
        temporary = arena_printf(&c->arena, ".%s.%016llx", name, (unsigned long long) random);
        file = openat(fd, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (file < 0)
                return -errno;
        r = write_all(file, text);
        if (r >= 0 && renameat(fd, temporary, fd, name) < 0)
                r = -errno;
        if (r < 0) {
                (void) unlinkat(fd, temporary, 0);
                return r;
        }
        return finish(fd);
}

int write_remove(Context *c, const char *dir, const char *name) {
        _cleanup_close_ int fd = open_directory(c, dir, false);

        if (fd < 0)
                return fd;
        return unlinkat(fd, name, 0) < 0 ? -errno : finish(fd);
}

static void time_is_up(int signal) {
        (void) signal;
}

/* Any user can hold this lock, so nobody waits for ever. */
static int wait_for(int fd) {
        int r;

        (void) sigaction(SIGALRM, &(struct sigaction) { .sa_handler = time_is_up }, NULL);
        say(EXIT_FINE, "waiting for another hardenctl (see lslocks)");
        (void) alarm(LOCK_SECONDS);
        r = flock(fd, LOCK_EX) < 0 ? -errno : 0;
        (void) alarm(0);
        return r;
}

int write_lock(Context *c, int *ret) {
        _cleanup_close_ int fd = root_openat(&c->root, "/etc", O_RDONLY | O_DIRECTORY);

        /* A file system without locks is no reason to do nothing, and neither is a root without /etc. */
        if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK && wait_for(fd) == -EINTR)
                return say(EXIT_FAILED, "another hardenctl has been at work for %d seconds", LOCK_SECONDS);
        *ret = take_fd(&fd);
        return EXIT_FINE;
}

void write_unlock(int *lock) {
        closep(lock);
        *lock = -1;
}

int write_failed(const char *dir, const char *name, int error) {
        const char *help = "";

        if ((error == -EACCES || error == -EPERM) && geteuid() != 0)
                help = " (run as root)";
        else if (error == -EROFS && startswith(dir, "/etc/"))
                help = " (--runtime writes below /run, until the next boot)";
        return say(EXIT_FAILED, "%s/%s cannot be written: %s%s", dir, name, strerror(-error), help);
}
