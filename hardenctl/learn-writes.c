/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-writes.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "plan/paths.h"

#define ENTRIES_MAX 3000000U
#define DEPTH_OWNED 4U
#define COARSE 12000 /* µs: the kernel's clock for files goes in steps */
#define FUSE_MAGIC 0x65735546
#define NFS_MAGIC 0x6969

static const char *const roots[] = { "/etc", "/home", "/media", "/mnt", "/opt", "/root", "/run", "/srv", "/usr/local",
                                     "/var" };

/* What the system writes all the time, or has a place of its own in every sandbox. */
static const char *const not_theirs[] = {
        "/run/credentials",  "/run/dbus",  "/run/hardenctl",  "/run/hardening",    "/run/hardening.d",
        "/run/host",         "/run/initctl", "/run/lock/subsys", "/run/log",       "/run/mount",
        "/run/systemd",      "/run/udev",  "/run/user",       "/run/utmp",         "/var/lib/logrotate",
        "/var/lib/systemd",  "/var/log/journal", "/var/log/lastlog", "/var/log/wtmp", "/var/tmp",
        "/etc/resolv.conf",
};

static bool is_theirs(const char *path) {
        for (size_t i = 0; i < ELEMENTSOF(not_theirs); i++)
                if (path_is_below(path, not_theirs[i]))
                        return false;
        return true;
}

typedef struct Walk {
        Arena *arena;
        uint64_t since;    /* 0: who owns it */
        const uid_t *uids;
        size_t n_uids, seen;
        WrittenFiles *files;
        Strv *owned;
} Walk;

static bool is_remote(int fd) {
        struct statfs fs;

        return fstatfs(fd, &fs) < 0 || fs.f_type == FUSE_MAGIC || fs.f_type == NFS_MAGIC;
}

static bool has_uid(const Walk *w, uid_t uid) {
        for (size_t i = 0; i < w->n_uids; i++)
                if (w->uids[i] == uid)
                        return true;
        return false;
}

static uint64_t changed(const struct stat *st) {
        return (uint64_t) st->st_ctim.tv_sec * 1000000 + (uint64_t) st->st_ctim.tv_nsec / 1000;
}

/* False: what lies below need not be looked at. */
static bool take(Walk *w, const char *path, const struct stat *st, unsigned depth) {
        if (!w->since) {
                if (S_ISDIR(st->st_mode) && has_uid(w, st->st_uid)) {
                        strv_add(w->arena, w->owned, path);
                        return false;
                }
                return depth < DEPTH_OWNED;
        }
        if (changed(st) + COARSE >= w->since)
                vec_push(w->arena, w->files, (Written) { path, st->st_mode, st->st_uid, st->st_dev, st->st_ino });
        return true;
}

static void walk(Walk *w, int fd, const char *path, unsigned depth) {
        DIR *d = fdopendir(fd);

        if (!d) {
                close(fd);
                return;
        }
        for (struct dirent *e; w->seen < ENTRIES_MAX && (e = readdir(d));) {
                const char *below;
                struct stat st;
                int dir;

                if (streq(e->d_name, ".") || streq(e->d_name, ".."))
                        continue;
                w->seen++;
                below = arena_printf(w->arena, "%s/%s", path, e->d_name);
                if (!is_theirs(below) || fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) < 0 ||
                    !take(w, below, &st, depth) || !S_ISDIR(st.st_mode))
                        continue;
                dir = openat(dirfd(d), e->d_name,
                             O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOATIME);
                if (dir >= 0 && is_remote(dir))
                        close(dir);
                else if (dir >= 0)
                        walk(w, dir, below, depth + 1);
        }
        closedir(d);
}

static int compare(const void *a, const void *b) {
        return strcmp(((const Written *) a)->path, ((const Written *) b)->path);
}

void writes_find(Arena *a, uint64_t since, WrittenFiles *ret) {
        Walk w = { .arena = a, .since = since, .files = ret };

        *ret = (WrittenFiles) {};
        for (size_t i = 0; i < ELEMENTSOF(roots); i++) {
                int fd = open(roots[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
                struct stat st;

                if (fd < 0)
                        continue;
                if (fstat(fd, &st) >= 0)
                        (void) take(&w, roots[i], &st, 0);
                walk(&w, fd, roots[i], 1);
        }
        if (ret->n > 0)
                qsort(ret->v, ret->n, sizeof(*ret->v), compare);
}

void writes_owned(Arena *a, const uid_t *uids, size_t n, Strv *ret) {
        static const char *const where[] = { "/etc", "/run", "/srv", "/var" };
        Walk w = { .arena = a, .uids = uids, .n_uids = n, .owned = ret };

        for (size_t i = 0; i < ELEMENTSOF(where); i++) {
                int fd = open(where[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);

                if (fd >= 0)
                        walk(&w, fd, where[i], 1);
        }
}

static bool is_in_groups(Arena *a, const char *pid, const Strv *groups) {
        FILE *f = fopen(arena_printf(a, "/proc/%s/cgroup", pid), "re");
        char line[4096];
        bool found = false;

        while (f && !found && fgets(line, sizeof(line), f))
                vec_foreach(g, groups)
                        found = found || strstr(line, *g);
        if (f)
                fclose(f);
        return found;
}

static void take_out(WrittenFiles *files, const struct stat *st) {
        size_t n = 0;

        vec_foreach(f, files)
                if (S_ISDIR(f->mode) || f->inode != st->st_ino || f->device != st->st_dev)
                        files->v[n++] = *f;
        files->n = n;
}

static void take_out_open(Arena *a, const char *pid, WrittenFiles *files) {
        DIR *d = opendir(arena_printf(a, "/proc/%s/fd", pid));
        struct stat st, link;

        for (struct dirent *e; d && (e = readdir(d));)
                if (*e->d_name != '.' && fstatat(dirfd(d), e->d_name, &st, 0) >= 0 && S_ISREG(st.st_mode) &&
                    fstatat(dirfd(d), e->d_name, &link, AT_SYMLINK_NOFOLLOW) >= 0 && link.st_mode & S_IWUSR)
                        take_out(files, &st); /* the mode of the link tells how it was opened */
        if (d)
                closedir(d);
}

void writes_of_others(Arena *a, const Strv *groups, WrittenFiles *files) {
        DIR *d = opendir("/proc");

        for (struct dirent *e; d && files->n > 0 && (e = readdir(d));)
                if (atoi(e->d_name) > 0 && !is_in_groups(a, e->d_name, groups))
                        take_out_open(a, e->d_name, files);
        if (d)
                closedir(d);
}
