/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The /tmp of a service with PrivateTmp=disconnected, which DynamicUser= implies from systemd 257 on, is in its mount
 * namespace alone: no unit can join it. So it is lent: a mount of it stands in ours until the copy has one of its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "sandbox.h"

static const char *const trees[] = { "/tmp", "/var/tmp" };

static const char *place(Sandbox *s, size_t i) {
        return arena_printf(&s->context->arena, "%s/%zu", s->lent, i);
}

/* In a child, which alone goes into the namespace of the service. */
static int lend(Sandbox *s) {
        _cleanup_close_ int ours = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
        const char *path = arena_printf(&s->context->arena, "/proc/%d/ns/mnt", (int) s->pid);
        _cleanup_close_ int its = open(path, O_RDONLY | O_CLOEXEC);
        int fds[ELEMENTSOF(trees)];

        if (ours < 0 || its < 0 || setns(its, CLONE_NEWNS) < 0)
                return -errno;
        for (size_t i = 0; i < ELEMENTSOF(trees); i++) {
                fds[i] = open_tree(AT_FDCWD, trees[i], OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
                if (fds[i] < 0)
                        return -errno;
        }
        if (setns(ours, CLONE_NEWNS) < 0)
                return -errno;
        for (size_t i = 0; i < ELEMENTSOF(trees); i++)
                if (mkdir(place(s, i), 0700) < 0 ||
                    move_mount(fds[i], "", AT_FDCWD, place(s, i), MOVE_MOUNT_F_EMPTY_PATH) < 0)
                        return -errno;
        return 0;
}

static bool lend_in_child(Sandbox *s) {
        pid_t child = fork();
        int status;

        if (child == 0)
                _exit(lend(s) < 0);
        return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Nobody else sees what is mounted there; but it goes from the copy, too, when it goes from here. */
static bool make_place(Sandbox *s) {
        return mkdir(s->lent, 0700) >= 0 &&
               mount("hardenctl", s->lent, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0700") >= 0 &&
               mount(NULL, s->lent, NULL, MS_PRIVATE, NULL) >= 0 && lend_in_child(s) &&
               mount(NULL, s->lent, NULL, MS_SHARED, NULL) >= 0;
}

bool sandbox_lend_tmp(Sandbox *s) {
        Arena *a = &s->context->arena;

        s->lent = arena_printf(a, "/run/%.*s.tmp", (int) strcspn(s->clone, "."), s->clone);
        if (!make_place(s)) {
                sandbox_end_tmp(s);
                return false;
        }
        for (size_t i = 0; i < ELEMENTSOF(trees); i++)
                sandbox_add(s, "BindPaths", arena_printf(a, "%s:%s", place(s, i), trees[i]));
        return true;
}

void sandbox_end_tmp(Sandbox *s) {
        if (!s->lent)
                return;
        for (size_t i = 0; i < ELEMENTSOF(trees); i++)
                (void) umount2(place(s, i), MNT_DETACH);
        (void) umount2(s->lent, MNT_DETACH);
        (void) rmdir(s->lent);
        s->lent = NULL;
}
