/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/defaults.h"

#include <stdio.h>
#include <stdlib.h>

#define CONFIGURATION_MAX (1024U * 1024U)
#define PROC_MAX 4096

typedef struct Dropin {
        const char *name, *path;
} Dropin;
typedef VEC(Dropin) Dropins;

static int compare_dropins(const void *a, const void *b) {
        return strcmp(((const Dropin *) a)->name, ((const Dropin *) b)->name);
}

/* Appends the [Manager] lines of one file. */
static void read_file(Defaults *d, const char *path) {
        ConfLines lines = {};
        char *data;
        size_t size;

        if (root_read(d->target->root, d->arena, path, CONFIGURATION_MAX, &data, &size, NULL) < 0)
                return;
        (void) conf_parse(d->arena, data, size, &lines, NULL);
        vec_foreach(l, &lines)
                if (l->key && streq(l->section, "Manager"))
                        vec_push(d->arena, &d->lines, *l);
}

static const char *const dirs[] = { "/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd" };

static void read_main_file(Defaults *d) {
        struct stat st;

        for (size_t i = 0; i < ELEMENTSOF(dirs); i++) {
                const char *path = arena_printf(d->arena, "%s/system.conf", dirs[i]);

                if (root_lstat(d->target->root, path, &st) >= 0) {
                        read_file(d, path);
                        return;
                }
        }
}

static void read_dropins(Defaults *d) {
        Dropins dropins = {};

        for (size_t i = 0; i < ELEMENTSOF(dirs); i++) {
                const char *dir = arena_printf(d->arena, "%s/system.conf.d", dirs[i]);
                DirEntries entries = {};

                (void) root_list(d->target->root, d->arena, dir, &entries);
                vec_foreach(e, &entries) {
                        bool hidden = !endswith(e->name, ".conf");

                        vec_foreach(k, &dropins)
                                hidden = hidden || streq(k->name, e->name);
                        if (!hidden)
                                vec_push(d->arena, &dropins,
                                         (Dropin) { e->name, arena_printf(d->arena, "%s/%s", dir, e->name) });
                }
        }
        if (dropins.n > 0)
                qsort(dropins.v, dropins.n, sizeof(Dropin), compare_dropins);
        vec_foreach(k, &dropins)
                read_file(d, k->path);
}

static uint64_t read_number(Defaults *d, const char *path) {
        size_t size;
        char *s;

        return root_read_virtual(d->target->root, d->arena, path, PROC_MAX, &s, &size) < 0 ? 0 : strtoull(s, NULL, 10);
}

/* TasksMax= of system.conf is 15% of what the kernel allows (systemd-system.conf(5)); a percentage is
 * taken of the lowest of pid_max, threads-max and the limit of the topmost control group. */
static uint64_t read_tasks(Defaults *d) {
        uint64_t pids = read_number(d, "/proc/sys/kernel/pid_max");
        uint64_t threads = read_number(d, "/proc/sys/kernel/threads-max");
        uint64_t cgroup = read_number(d, "/sys/fs/cgroup/pids.max");
        uint64_t tasks = pids < threads ? pids : threads;

        return cgroup > 0 && cgroup < tasks ? cgroup : tasks;
}

/* The limit of processes is the kernel's, which services inherit from PID 1. */
static void read_processes(Defaults *d) {
        unsigned long soft, hard;
        const char *line;
        size_t size;
        char *s;

        if (root_read_virtual(d->target->root, d->arena, "/proc/1/limits", PROC_MAX, &s, &size) < 0)
                return;
        line = strstr(s, "Max processes");
        if (line && sscanf(line, "Max processes %lu %lu", &soft, &hard) == 2) {
                d->processes[0] = soft;
                d->processes[1] = hard;
        }
}

static void read_all(Defaults *d) {
        read_main_file(d);
        read_dropins(d);
        d->tasks = read_tasks(d);
        read_processes(d);
        d->read = true;
}

static const char *manager_value(const Defaults *d, const char *option) {
        const char *value = NULL;

        if (!startswith(option, "Limit") && !streq(option, "TasksMax"))
                return NULL;
        vec_foreach(l, &d->lines) {
                const char *name = startswith(l->key, "Default");

                if (name && streq(name, option))
                        value = *l->value ? l->value : NULL;
        }
        return value;
}

static bool resolve_percentage(const Defaults *d, Limit *l) {
        uint64_t n = d->tasks * l->soft / 10000;

        if (!l->percent)
                return true;
        *l = (Limit) { .soft = n, .hard = n };
        return d->tasks > 0;
}

bool default_limit(Defaults *d, const Option *o, Limit *ret) {
        const char *value;

        if (!d->read)
                read_all(d);
        value = manager_value(d, o->name);
        if ((!value || limit_parse(o->name, value, ret) < 0) && o == OPT(LimitNPROC)) {
                *ret = (Limit) { .soft = d->processes[0], .hard = d->processes[1] };
                return ret->hard > 0;
        }
        if ((!value || limit_parse(o->name, value, ret) < 0) &&
            (!o->initial || limit_parse(o->name, o->initial, ret) < 0))
                return false;
        return o != OPT(TasksMax) || resolve_percentage(d, ret);
}
