/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files and directories that the plan would take: what is open, what runs, and what the service's user has written. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>

#include "plan/paths.h"
#include "preflight-look.h"

#define SCAN_DEPTH 3
#define SCAN_MAX 20000 /* entries looked at for one unit */

static bool is_top(const char *path) {
        return !strchr(path + 1, '/');
}

static const char *directory_of(Arena *a, const char *path) {
        const char *slash = strrchr(path, '/');

        return slash > path ? arena_strndup(a, path, (size_t) (slash - path)) : "/";
}

/* A line that keeps @path writable, where one deeper than the rule helps. A file alone would do until it is replaced,
 * so its directory is named unless that is one of the great ones. */
static const char *exemption_for(Look *l, const Option *o, const char *rule, const char *path, bool is_directory) {
        const char *open = is_directory ? path : directory_of(l->arena, path);

        if (!is_directory && is_top(open))
                open = path;
        if (streq(open, rule) || (o == OPT(ProtectHome) && !streq(bar(l, o)->now.value, "read-only")))
                return NULL;
        return arena_printf(l->arena, "ReadWritePaths=%s", open);
}

static void look_at_write(Look *l, const Runner *r, const char *path, bool is_directory, const char *verb,
                          const char *rest) {
        const char *rule;
        const Option *o = path_closed(l, path, WISH_WRITE, &rule);

        if (o && !path_is_read_only(r, path))
                finding_add(l, r, o, o->flags & OPTION_PATHS ? rule : NULL,
                            exemption_for(l, o, rule, path, is_directory), "%s %s%s", verb, path, rest);
}

static void look_at_use(Look *l, const Runner *r, const char *path, const char *verb) {
        const char *rule;
        const Option *o = path_closed(l, path, WISH_SEE, &rule);

        if (o)
                finding_add(l, r, o, o->flags & OPTION_PATHS ? rule : NULL,
                            o->flags & OPTION_PATHS ? exemption_of(l, o, rule) : NULL, "%s %s", verb, path);
}

static void look_at_open(Look *l, const Runner *r) {
        vec_foreach(f, &r->files) {
                if (f->given || !path_is_of_file(f->path))
                        continue;
                if (f->writable && S_ISREG(f->st.st_mode))
                        look_at_write(l, r, f->path, false, "holds",
                                      f->deleted ? " open for writing, and has deleted it" : " open for writing");
                else
                        look_at_use(l, r, f->path, "holds open");
        }
        if (r->cwd && !streq(r->cwd, "/"))
                look_at_use(l, r, r->cwd, "works in");
}

/* Of libraries the directory. */
static const char *exec_exemption(Look *l, const Runner *r, const char *rule, const char *path) {
        const char *open = streq(path, r->exe) ? path : directory_of(l->arena, path);

        return streq(open, rule) ? NULL : arena_printf(l->arena, "ExecPaths=%s", open);
}

/* Programs, and all else that is mapped to be run. */
static void look_at_programs(Look *l, const Runner *r) {
        vec_foreach(m, &r->mappings) {
                const char *end = endswith(m->path, " (deleted)"), *rule, *path;
                const Option *o;

                if (!path_is_of_file(m->path))
                        continue;
                path = end ? arena_strndup(l->arena, m->path, (size_t) (end - m->path)) : m->path;
                look_at_use(l, r, path, "runs code of");
                o = path_closed(l, path, WISH_EXECUTE, &rule);
                if (o)
                        finding_add(l, r, o, rule, exec_exemption(l, r, rule, path), "runs code of %s", path);
        }
}

static bool is_open_elsewhere(const Look *l, const OpenFile *f, pid_t *ret) {
        DIR *d = opendir("/proc");
        bool found = false;

        for (struct dirent *e; d && !found && (e = readdir(d));) {
                const char *dir = arena_printf(l->arena, "/proc/%s/fd", e->d_name);
                bool ours = false;
                struct stat st;
                DIR *fds;

                *ret = atoi(e->d_name);
                vec_foreach(r, &l->runners)
                        ours = ours || r->pid == *ret;
                fds = *ret > 0 && !ours && *ret != getpid() ? opendir(dir) : NULL;
                for (struct dirent *i; fds && !found && (i = readdir(fds));)
                        found = fstatat(dirfd(fds), i->d_name, &st, 0) >= 0 && st.st_ino == f->st.st_ino &&
                                st.st_dev == f->st.st_dev;
                if (fds)
                        closedir(fds);
        }
        if (d)
                closedir(d);
        return found;
}

/* A private /tmp takes nothing but what others share. */
static void look_at_tmp(Look *l, const Runner *r) {
        vec_foreach(f, &r->files) {
                pid_t other;

                if (f->given || !S_ISREG(f->st.st_mode) ||
                    !(path_is_below(f->path, "/tmp") || path_is_below(f->path, "/var/tmp")) ||
                    !path_is_shared(l, r, f->path) || !is_open_elsewhere(l, f, &other))
                        continue;
                finding_add(l, r, OPT(PrivateTmp), NULL, NULL, "shares %s with process %d, which is not of the service",
                            f->path, (int) other);
        }
}

typedef struct Scan {
        Look *look;
        const Runner *runner;
        uint64_t since;
        size_t seen;
} Scan;

static bool scan_entry(Scan *s, int dir, const char *path, const char *name, unsigned depth);

static void scan_directory(Scan *s, int dir, const char *path, unsigned depth) {
        DIR *d = fdopendir(dir);

        for (struct dirent *e; d && (e = readdir(d)) && s->seen < SCAN_MAX;)
                if (!streq(e->d_name, ".") && !streq(e->d_name, "..") && e->d_type != DT_LNK &&
                    scan_entry(s, dirfd(d), path, e->d_name, depth))
                        break; /* one of a directory will do */
        if (d)
                closedir(d);
}

/* In milliseconds since the epoch. */
static uint64_t written(const struct stat *st) {
        return (uint64_t) st->st_mtim.tv_sec * 1000 + (uint64_t) st->st_mtim.tv_nsec / 1000000;
}

/* Whether it was written by the service's user. */
static bool scan_entry(Scan *s, int dir, const char *path, const char *name, unsigned depth) {
        Look *l = s->look;
        const char *rule;
        struct stat st;
        int fd;

        s->seen++;
        if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
                return false;
        path = arena_printf(l->arena, "%s/%s", streq(path, "/") ? "" : path, name);
        if (S_ISREG(st.st_mode) && st.st_uid == s->runner->uids[1] && written(&st) >= s->since &&
            path_closed(l, path, WISH_WRITE, &rule)) {
                look_at_write(l, s->runner, path, false, "is of the user who has written",
                              " since the service started");
                return true;
        }
        if (!S_ISDIR(st.st_mode) || depth == 0)
                return false;
        fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
        if (fd >= 0)
                scan_directory(s, fd, path, depth - 1);
        return false;
}

/* Whether nobody but the service has this user. */
static bool has_user_alone(const Look *l, uint32_t uid) {
        DIR *d = opendir("/proc");
        bool alone = true;

        for (struct dirent *e; d && alone && (e = readdir(d));) {
                pid_t pid = atoi(e->d_name);
                struct stat st;
                bool ours = false;

                if (pid <= 0 || fstatat(dirfd(d), e->d_name, &st, 0) < 0 || st.st_uid != uid)
                        continue;
                vec_foreach(r, &l->runners)
                        ours = ours || r->pid == pid;
                alone = ours;
        }
        if (d)
                closedir(d);
        return alone;
}

static bool is_first_of_user(const Look *l, const Runner *r) {
        for (const Runner *i = l->runners.v; i < r; i++)
                if (i->uids[1] == r->uids[1])
                        return false;
        return true;
}

/* What was written and closed again shows by its owner, where that is the service's own user. */
static void look_at_owned(Look *l, const Runner *r) {
        static const char *const roots[] = { "/etc", "/home", "/media", "/mnt", "/opt", "/root", "/run", "/srv",
                                             "/usr/local", "/var" };
        Scan s = { .look = l, .runner = r, .since = l->main->started };

        if (r->uids[1] == 0 || r->uids[1] == 65534 || r->namespaces[NS_USER] != l->first->namespaces[NS_USER] ||
            !is_first_of_user(l, r) || !has_user_alone(l, r->uids[1]))
                return;
        for (size_t i = 0; i < ELEMENTSOF(roots); i++) {
                int fd = open(roots[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);

                if (fd >= 0)
                        scan_directory(&s, fd, roots[i], SCAN_DEPTH);
        }
        if (s.seen >= SCAN_MAX)
                strv_add(l->arena, &l->result->unknown, "files of its user below directories with very many entries");
}

#define CLOSE_WRITING OPT(ProtectSystem), OPT(ReadOnlyPaths), OPT(ProtectHome), OPT(InaccessiblePaths), \
                      OPT(TemporaryFileSystem), OPT(BindReadOnlyPaths)

const Check checks_of_files[] = {
        { { CLOSE_WRITING, OPT(ProtectKernelTunables), OPT(ProtectControlGroups), OPT(ProtectKernelLogs), NULL },
          look_at_open },
        { { CLOSE_WRITING, OPT(NoExecPaths), NULL }, look_at_programs },
        { { CLOSE_WRITING, NULL }, look_at_owned },
        { { OPT(PrivateTmp), NULL }, look_at_tmp },
        {}
};
