/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <libmount.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/text.h"

#define EXECUTOR "systemd-executo" /* the kernel cuts names */

int process_file(Arena *a, pid_t pid, const char *name, char **ret) {
        _cleanup_close_ int fd = open(arena_printf(a, "/proc/%d/%s", (int) pid, name), O_RDONLY | O_CLOEXEC | O_NOCTTY);
        Text text = { .arena = a };
        char buffer[4096];
        ssize_t n;

        if (fd < 0)
                return -errno;
        while ((n = read(fd, buffer, sizeof(buffer))) > 0) {
                for (char *zero; (zero = memchr(buffer, '\0', (size_t) n));)
                        *zero = ' ';
                text_addn(&text, buffer, (size_t) n);
        }
        if (n < 0)
                return -errno;
        *ret = arena_strdup(a, text_get(&text));
        return 0;
}

const char *process_field(const char *status, const char *name) {
        for (const char *line = status; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
                const char *value = startswith(line, name);

                if (value && *value == ':')
                        return value + 1 + strspn(value + 1, " \t");
        }
        return NULL;
}

static void unref_tablep(struct libmnt_table **t) {
        mnt_unref_table(*t);
}

static void free_iterp(struct libmnt_iter **i) {
        mnt_free_iter(*i);
}

static const char *copy(Arena *a, const char *s) {
        return arena_strdup(a, s ?: "");
}

static void read_mounts(Arena *a, pid_t pid, Mounts *ret) {
        _cleanup_(unref_tablep) struct libmnt_table *t =
                mnt_new_table_from_file(arena_printf(a, "/proc/%d/mountinfo", (int) pid));
        _cleanup_(free_iterp) struct libmnt_iter *i = mnt_new_iter(MNT_ITER_FORWARD);
        struct libmnt_fs *fs;

        while (t && i && mnt_table_next_fs(t, i, &fs) == 0) {
                dev_t device = mnt_fs_get_devno(fs);

                vec_push(a, ret, (Mount) {
                        .id = arena_printf(a, "%d", mnt_fs_get_id(fs)),
                        .device = arena_printf(a, "%u:%u", major(device), minor(device)),
                        .root = copy(a, mnt_fs_get_root(fs)),
                        .point = copy(a, mnt_fs_get_target(fs)),
                        .options = copy(a, mnt_fs_get_vfs_options(fs)),
                        .type = copy(a, mnt_fs_get_fstype(fs)),
                        .super = copy(a, mnt_fs_get_fs_options(fs)),
                });
        }
}

static bool has_command_of(Arena *a, pid_t pid, pid_t other) {
        char *its, *others;

        return process_file(a, pid, "cmdline", &its) >= 0 && process_file(a, other, "cmdline", &others) >= 0 && *its &&
               streq(its, others);
}

/* A child of systemd that has not come to execute its program: a copy of PID 1, from 254 on then systemd-executor,
 * which is run as /proc/self/fd/8 and has that name at first, and at last named after the program in parentheses. */
static bool is_systemds(Arena *a, pid_t pid, const char *name) {
        size_t digits = strspn(name, "0123456789");

        return *name == '(' || startswith(name, EXECUTOR) || (digits > 0 && (name[digits] == '\n' || !name[digits])) ||
               (pid != 1 && has_command_of(a, pid, 1));
}

bool process_is_systemds(Arena *a, pid_t pid) {
        const char *name;
        char *status;

        return process_file(a, pid, "status", &status) >= 0 && (name = process_field(status, "Name")) &&
               is_systemds(a, pid, name);
}

int process_read(Arena *a, pid_t pid, Process *ret) {
        char *status, *limits;
        const char *s;
        int r;

        *ret = (Process) { .pid = pid, .filters = -1, .umask = -1 };
        r = process_file(a, pid, "status", &status);
        if (r < 0)
                return r;
        s = process_field(status, "Name");
        if (!s || is_systemds(a, pid, s))
                return -EAGAIN;
        ret->no_new_privileges = (s = process_field(status, "NoNewPrivs")) && *s == '1';
        ret->filtered = (s = process_field(status, "Seccomp")) && *s == '2';
        ret->filters = (s = process_field(status, "Seccomp_filters")) ? atoi(s) : -1;
        ret->bounding = (s = process_field(status, "CapBnd")) ? strtoull(s, NULL, 16) : 0;
        ret->umask = (s = process_field(status, "Umask")) ? (int) strtoul(s, NULL, 8) : -1;
        read_mounts(a, pid, &ret->mounts);
        if (process_file(a, pid, "limits", &limits) >= 0)
                ret->limits = limits;
        return 0;
}

const Mount *process_mount_of(const Process *p, const char *path) {
        const Mount *best = NULL;
        size_t longest = 0;

        vec_foreach(m, &p->mounts) {
                size_t n = streq(m->point, "/") ? 0 : strlen(m->point);

                if (n >= longest && strncmp(path, m->point, n) == 0 && (path[n] == '/' || path[n] == '\0')) {
                        best = m; /* of several on one point the last one is on top */
                        longest = n;
                }
        }
        return best;
}

bool mount_has(const char *options, const char *word) {
        size_t n = strlen(word);

        for (const char *o = options; o; o = strchr(o, ',') ? strchr(o, ',') + 1 : NULL)
                if (strncmp(o, word, n) == 0 && (o[n] == ',' || o[n] == '\0'))
                        return true;
        return false;
}

int process_has_namespace(Arena *a, const Process *p, const Process *other, const char *type) {
        struct stat mine, its;

        if (stat(arena_printf(a, "/proc/%d/ns/%s", (int) p->pid, type), &mine) < 0 ||
            stat(arena_printf(a, "/proc/%d/ns/%s", (int) other->pid, type), &its) < 0)
                return -EACCES;
        return mine.st_ino != its.st_ino || mine.st_dev != its.st_dev;
}

int process_limit(const Process *p, const char *row, uint64_t *ret) {
        const char *s = p->limits ? strstr(p->limits, row) : NULL;
        char soft[32], hard[32];

        if (!s || sscanf(s + strlen(row), "%31s %31s", soft, hard) != 2)
                return -ENOENT;
        *ret = streq(hard, "unlimited") ? UINT64_MAX : strtoull(hard, NULL, 10);
        return 0;
}

void process_group(Arena *a, const char *group, Pids *ret) {
        FILE *f = fopen(arena_printf(a, "/sys/fs/cgroup%s/cgroup.procs", group), "re");
        int pid;

        *ret = (Pids) {};
        while (f && fscanf(f, "%d", &pid) == 1)
                vec_push(a, ret, pid);
        if (f)
                fclose(f);
}
