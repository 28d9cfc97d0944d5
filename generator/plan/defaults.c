/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/defaults.h"

#include <stdio.h>
#include <stdlib.h>

#include "unit/conf.h"

#define CONFIGURATION_MAX (1024U * 1024U)
#define PROC_MAX 4096

typedef struct Dropin {
        const char *name, *path;
} Dropin;
typedef VEC(Dropin) Dropins;

static int compare_dropins(const void *a, const void *b) {
        return strcmp(((const Dropin *) a)->name, ((const Dropin *) b)->name);
}

/* The last value of @key in one file, over @value. */
static const char *read_key(const Target *t, Arena *a, const char *path, const char *key, const char *value) {
        ConfLines lines = {};
        char *data;
        size_t size;

        if (root_read(t->root, a, path, CONFIGURATION_MAX, &data, &size, NULL) < 0)
                return value;
        (void) conf_parse(a, data, size, &lines, NULL);
        vec_foreach(l, &lines)
                if (l->key && streq(l->section, "Manager") && streq(l->key, key))
                        value = *l->value ? l->value : NULL;
        return value;
}

static const char *manager_value(const Target *t, Arena *a, const char *key) {
        static const char *const dirs[] = { "/etc/systemd", "/run/systemd", "/usr/local/lib/systemd",
                                            "/usr/lib/systemd" };
        const char *value = NULL;
        Dropins dropins = {};
        struct stat st;

        for (size_t i = 0; i < ELEMENTSOF(dirs); i++) {
                const char *dir = arena_printf(a, "%s/system.conf.d", dirs[i]);
                DirEntries entries = {};

                (void) root_list(t->root, a, dir, &entries);
                vec_foreach(e, &entries) {
                        bool hidden = !endswith(e->name, ".conf");

                        vec_foreach(d, &dropins)
                                hidden = hidden || streq(d->name, e->name);
                        if (!hidden)
                                vec_push(a, &dropins, (Dropin) { e->name, arena_printf(a, "%s/%s", dir, e->name) });
                }
        }
        for (size_t i = 0; i < ELEMENTSOF(dirs); i++) {
                const char *path = arena_printf(a, "%s/system.conf", dirs[i]);

                if (root_lstat(t->root, path, &st) >= 0) {
                        value = read_key(t, a, path, key, value);
                        break;
                }
        }
        if (dropins.n > 0)
                qsort(dropins.v, dropins.n, sizeof(Dropin), compare_dropins);
        vec_foreach(d, &dropins)
                value = read_key(t, a, d->path, key, value);
        return value;
}

static bool read_number(const Target *t, Arena *a, const char *path, uint64_t *ret) {
        size_t size;
        char *s;

        if (root_read_virtual(t->root, a, path, PROC_MAX, &s, &size) < 0)
                return false;
        *ret = strtoull(s, NULL, 10);
        return *ret > 0;
}

/* TasksMax= of system.conf is 15% of what the kernel allows (systemd-system.conf(5)); a percentage is
 * taken of the lowest of pid_max, threads-max and the limit of the topmost control group. */
static bool resolve_tasks(const Target *t, Arena *a, Limit *l) {
        uint64_t pids, threads, cgroup;

        if (!l->percent)
                return true;
        if (!read_number(t, a, "/proc/sys/kernel/pid_max", &pids) ||
            !read_number(t, a, "/proc/sys/kernel/threads-max", &threads))
                return false;
        pids = threads < pids ? threads : pids;
        if (read_number(t, a, "/sys/fs/cgroup/pids.max", &cgroup) && cgroup < pids)
                pids = cgroup;
        *l = (Limit) { .soft = pids * l->soft / 10000, .hard = pids * l->soft / 10000 };
        return true;
}

/* The limit of processes is the kernel's, which services inherit from PID 1. */
static bool inherited_processes(const Target *t, Arena *a, Limit *ret) {
        unsigned long soft, hard;
        const char *line;
        size_t size;
        char *s;

        if (root_read_virtual(t->root, a, "/proc/1/limits", PROC_MAX, &s, &size) < 0)
                return false;
        line = strstr(s, "Max processes");
        if (!line || sscanf(line, "Max processes %lu %lu", &soft, &hard) != 2)
                return false;
        *ret = (Limit) { .soft = soft, .hard = hard };
        return true;
}

bool default_limit(const Target *t, Arena *a, const Option *o, Limit *ret) {
        bool tasks = o == OPT(TasksMax);
        const char *value = NULL;

        if (tasks || startswith(o->name, "Limit"))
                value = manager_value(t, a, arena_printf(a, "Default%s", o->name));
        if (value && limit_parse(o->name, value, ret) >= 0)
                return !tasks || resolve_tasks(t, a, ret);
        if (o == OPT(LimitNPROC))
                return inherited_processes(t, a, ret);
        if (!o->initial || limit_parse(o->name, o->initial, ret) < 0)
                return false;
        return !tasks || resolve_tasks(t, a, ret);
}
