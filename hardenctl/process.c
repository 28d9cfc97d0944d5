/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/text.h"

static int read_file(Arena *a, pid_t pid, const char *name, char **ret) {
        _cleanup_close_ int fd = open(arena_printf(a, "/proc/%d/%s", (int) pid, name), O_RDONLY | O_CLOEXEC | O_NOCTTY);
        Text text = { .arena = a };
        char buffer[4096];
        ssize_t n;

        if (fd < 0)
                return -errno;
        while ((n = read(fd, buffer, sizeof(buffer))) > 0)
                text_addn(&text, buffer, (size_t) n);
        if (n < 0)
                return -errno;
        *ret = arena_strdup(a, text_get(&text));
        return 0;
}

/* What stands behind "Name:\t" in /proc/PID/status; NULL: there is no such line. */
static const char *field(const char *status, const char *name) {
        for (const char *line = status; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
                const char *value = startswith(line, name);

                if (value && *value == ':')
                        return value + 1 + strspn(value + 1, " \t");
        }
        return NULL;
}

/* The blank, the newline and the backslash stand as \040, \012, \134. */
static char *unescape(char *s) {
        char *to = s;

        for (char *from = s; *from; to++) {
                if (from[0] == '\\' && from[1] && from[2] && from[3]) {
                        *to = (char) strtoul((const char[]) { from[1], from[2], from[3], 0 }, NULL, 8);
                        from += 4;
                } else
                        *to = *from++;
        }
        *to = '\0';
        return s;
}

/* 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue */
static void read_mount(Arena *a, char *line, Mounts *ret) {
        char *tail = strstr(line, " - "), *words[6] = {}, *last[3] = {}, *state;

        if (!tail)
                return;
        *tail = '\0';
        for (size_t i = 0; i < ELEMENTSOF(words); i++)
                words[i] = strtok_r(i == 0 ? line : NULL, " ", &state);
        for (size_t i = 0; i < ELEMENTSOF(last); i++)
                last[i] = strtok_r(i == 0 ? tail + 3 : NULL, " ", &state);
        if (words[5] && last[2])
                vec_push(a, ret, (Mount) { words[0], words[2], unescape(words[3]), unescape(words[4]), words[5], last[0],
                                           last[2] });
}

static void read_mounts(Arena *a, char *text, Mounts *ret) {
        char *state;

        for (char *line = strtok_r(text, "\n", &state); line; line = strtok_r(NULL, "\n", &state))
                read_mount(a, line, ret);
}

int process_read(Arena *a, pid_t pid, Process *ret) {
        char *status, *mounts, *limits;
        const char *s;
        int r;

        *ret = (Process) { .pid = pid, .filters = -1, .umask = -1 };
        r = read_file(a, pid, "status", &status);
        if (r < 0)
                return r;
        s = field(status, "Name");
        if (!s || *s == '(') /* as systemd names its child before it executes the program */
                return -EAGAIN;
        ret->no_new_privileges = (s = field(status, "NoNewPrivs")) && *s == '1';
        ret->filtered = (s = field(status, "Seccomp")) && *s == '2';
        ret->filters = (s = field(status, "Seccomp_filters")) ? atoi(s) : -1;
        ret->bounding = (s = field(status, "CapBnd")) ? strtoull(s, NULL, 16) : 0;
        ret->umask = (s = field(status, "Umask")) ? (int) strtoul(s, NULL, 8) : -1;
        if (read_file(a, pid, "mountinfo", &mounts) >= 0)
                read_mounts(a, mounts, &ret->mounts);
        if (read_file(a, pid, "limits", &limits) >= 0)
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
