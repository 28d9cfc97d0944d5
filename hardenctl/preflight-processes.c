/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What /proc says of one process. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "preflight-look.h"

static const char *link_of(Arena *a, pid_t pid, const char *name) {
        const char *path = arena_printf(a, "/proc/%d/%s", (int) pid, name);

        for (size_t size = 256;; size *= 2) {
                char *target = arena_alloc(a, size);
                ssize_t n = readlink(path, target, size);

                if (n < 0)
                        return NULL;
                if ((size_t) n < size) {
                        target[n] = '\0';
                        return target;
                }
        }
}

static void read_ids(const char *text, uint32_t *ret) {
        char *end = (char *) text;

        for (size_t i = 0; text && i < 4; i++)
                ret[i] = (uint32_t) strtoul(end, &end, 10);
}

static uint64_t number(const char *status, const char *name, int base) {
        const char *s = process_field(status, name);

        return s ? strtoull(s, NULL, base) : 0;
}

/* The fields behind the name, which may hold anything, begin with the third one. */
static const char *stat_field(const char *stat, unsigned n) {
        const char *s = strrchr(stat, ')');

        for (unsigned i = 2; s && i < n; i++)
                s = strchr(s + 1, ' ');
        return s ? s + 1 : "";
}

/* When the machine started, in milliseconds since the epoch. */
static uint64_t boot_time(void) {
        struct timespec now, up;

        if (clock_gettime(CLOCK_REALTIME, &now) < 0 || clock_gettime(CLOCK_BOOTTIME, &up) < 0)
                return 0;
        return (uint64_t) (now.tv_sec - up.tv_sec) * 1000 + (uint64_t) ((now.tv_nsec - up.tv_nsec) / 1000000);
}

/* Real-time outweighs what is only nice. */
static void read_threads(Arena *a, Runner *r) {
        DIR *d = opendir(arena_printf(a, "/proc/%d/task", (int) r->pid));
        char *text;

        for (struct dirent *e; d && (e = readdir(d));) {
                int policy, nice;

                if (*e->d_name == '.' || process_file(a, r->pid, arena_printf(a, "task/%s/stat", e->d_name), &text) < 0)
                        continue;
                nice = atoi(stat_field(text, 19));
                policy = atoi(stat_field(text, 41));
                r->nice = nice < r->nice ? nice : r->nice;
                r->scheduling = policy == 1 || policy == 2 || policy == 6 ? policy : r->scheduling;
                r->started = boot_time() +
                             strtoull(stat_field(text, 22), NULL, 10) * 1000 / (uint64_t) sysconf(_SC_CLK_TCK);
        }
        if (d)
                closedir(d);
}

static void read_namespaces(Arena *a, Runner *r) {
        static const char *const names[] = { "cgroup", "ipc", "mnt", "net", "pid", "user", "uts" };
        struct stat st;

        for (size_t i = 0; i < _NS_MAX; i++)
                if (stat(arena_printf(a, "/proc/%d/ns/%s", (int) r->pid, names[i]), &st) >= 0)
                        r->namespaces[i] = st.st_ino;
}

bool path_is_of_file(const char *path) {
        static const char *const others[] = { "/memfd:", "/SYSV", "/anon_hugepage", "/[aio]", "/dmabuf:",
                                              "/secretmem" };

        for (size_t i = 0; i < ELEMENTSOF(others); i++)
                if (startswith(path, others[i]))
                        return false;
        return *path == '/';
}

static void read_files(Arena *a, Runner *r) {
        DIR *d = opendir(arena_printf(a, "/proc/%d/fd", (int) r->pid));

        for (struct dirent *e; d && (e = readdir(d));) {
                OpenFile f = { .fd = atoi(e->d_name) };
                const char *name = arena_printf(a, "fd/%s", e->d_name), *end, *flags;
                char *info;

                if (*e->d_name == '.' || stat(arena_printf(a, "/proc/%d/%s", (int) r->pid, name), &f.st) < 0)
                        continue;
                f.path = link_of(a, r->pid, name) ?: "";
                end = endswith(f.path, " (deleted)");
                f.deleted = end && f.st.st_nlink == 0;
                if (f.deleted)
                        f.path = arena_strndup(a, f.path, (size_t) (end - f.path));
                if (*f.path == '/' && process_file(a, r->pid, arena_printf(a, "fdinfo/%s", e->d_name), &info) >= 0 &&
                    (flags = process_field(info, "flags")))
                        f.writable = (strtoul(flags, NULL, 8) & O_ACCMODE) != O_RDONLY;
                vec_push(a, &r->files, f);
        }
        if (d)
                closedir(d);
}

/* 55d0c7a1e000-55d0c7a43000 r-xp 00002000 fe:01 1234   /usr/bin/x */
static void read_mapping(Arena *a, char *line, Runner *r) {
        unsigned long from, to;
        int path = 0;
        char bits[5];

        if (sscanf(line, "%lx-%lx %4s %*s %*s %*s %n", &from, &to, bits, &path) < 3 || path == 0)
                return;
        if (bits[2] == 'x')
                vec_push(a, &r->mappings, (Mapping) { line + path, bits[1] == 'w', true, bits[3] == 's', to - from });
}

static void read_mappings(Arena *a, Runner *r) {
        char *text, *state;

        if (process_file(a, r->pid, "maps", &text) < 0)
                return;
        for (char *line = strtok_r(text, "\n", &state); line; line = strtok_r(NULL, "\n", &state))
                read_mapping(a, line, r);
}

bool process_look(Arena *a, pid_t pid, Runner *r) {
        const char *s;
        char *status;

        *r = (Runner) { .pid = pid, .nice = 20 };
        if (process_file(a, pid, "status", &status) < 0 || process_read(a, pid, &r->process) < 0)
                return false;
        s = process_field(status, "Name");
        r->command = arena_strndup(a, s, strcspn(s, "\n"));
        read_ids(process_field(status, "Uid"), r->uids);
        read_ids(process_field(status, "Gid"), r->gids);
        r->effective = number(status, "CapEff", 16);
        r->permitted = number(status, "CapPrm", 16);
        r->bounding = r->process.bounding;
        r->no_new_privileges = r->process.no_new_privileges;
        r->locked = number(status, "VmLck", 10);
        r->threads = number(status, "Threads", 10);
        r->address_space = number(status, "VmSize", 10);
        r->data = number(status, "VmData", 10);
        r->root = link_of(a, pid, "root");
        r->cwd = link_of(a, pid, "cwd");
        r->exe = link_of(a, pid, "exe");
        if (!r->exe || stat(arena_printf(a, "/proc/%d/exe", (int) pid), &r->exe_stat) < 0)
                return false;
        read_threads(a, r);
        read_namespaces(a, r);
        read_files(a, r);
        read_mappings(a, r);
        return true;
}
