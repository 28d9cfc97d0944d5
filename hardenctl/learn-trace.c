/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-trace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "learn-trace-code.h"

#define PROGRAMS_MAX 8
#define KEYS_MAX 65536U

struct Trace {
        int groups, seen, links[PROGRAMS_MAX];
        size_t n;
        VEC(uint64_t) before; /* control groups that were there already */
        const char *slice;
};

static int bpf(enum bpf_cmd command, union bpf_attr *attr) {
        return (int) syscall(SYS_bpf, command, attr, sizeof(*attr));
}

static uint64_t pointer(const void *p) {
        return (uint64_t) (uintptr_t) p;
}

static int map_create(enum bpf_map_type type, unsigned key, unsigned value, unsigned most, unsigned flags) {
        union bpf_attr attr = { .map_type = type, .key_size = key, .value_size = value, .max_entries = most,
                                .map_flags = flags };

        return bpf(BPF_MAP_CREATE, &attr);
}

/* The array of one group that the programs compare with. */
static int watch_group(int map, const char *path) {
        _cleanup_close_ int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        uint32_t key = 0;
        union bpf_attr attr = { .map_fd = (uint32_t) map, .key = pointer(&key), .value = pointer(&fd) };

        return fd < 0 ? -errno : bpf(BPF_MAP_UPDATE_ELEM, &attr);
}

static int attach(const TraceCode *code) {
        union bpf_attr load = { .prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT, .insns = pointer(code->instructions),
                                .insn_cnt = (uint32_t) code->n, .license = pointer("GPL") };
        _cleanup_close_ int program = bpf(BPF_PROG_LOAD, &load);
        union bpf_attr open = { .raw_tracepoint = { .name = pointer(code->tracepoint),
                                                    .prog_fd = (uint32_t) program } };

        return program < 0 ? -errno : bpf(BPF_RAW_TRACEPOINT_OPEN, &open);
}

/* That of the unit itself may be there still, and serve its next start. */
static void add_groups(Arena *a, Trace *t, const char *path, const char *unit) {
        DIR *d = opendir(path);
        struct stat st;

        if (!d)
                return;
        if (fstat(dirfd(d), &st) >= 0)
                vec_push(a, &t->before, st.st_ino);
        for (struct dirent *e; (e = readdir(d));)
                if (e->d_type == DT_DIR && *e->d_name != '.' && !streq(e->d_name, unit))
                        add_groups(a, t, arena_printf(a, "%s/%s", path, e->d_name), unit);
        closedir(d);
}

static void close_all(Trace *t) {
        for (size_t i = 0; i < t->n; i++)
                close(t->links[i]);
        closep(&t->seen);
        closep(&t->groups);
}

/* Without one of the tracepoints its kind alone is missing. */
Trace *trace_begin(Arena *a, const char *slice, const char *unit) {
        Trace *t = arena_new(a, Trace);
        TraceCode code;

        t->slice = arena_printf(a, "/sys/fs/cgroup%s", slice);
        t->seen = map_create(BPF_MAP_TYPE_HASH, sizeof(TraceKey), sizeof(uint64_t), KEYS_MAX, BPF_F_NO_PREALLOC);
        t->groups = map_create(BPF_MAP_TYPE_CGROUP_ARRAY, 4, 4, 1, 0);
        if (t->seen < 0 || t->groups < 0 || watch_group(t->groups, t->slice) < 0) {
                close_all(t);
                return NULL;
        }
        add_groups(a, t, t->slice, unit);
        for (TraceProgram p = 0; p < _TRACE_PROGRAMS; p++)
                if (trace_code(p, t->groups, t->seen, &code) && (t->links[t->n] = attach(&code)) >= 0)
                        t->n++;
        if (t->n == 0) {
                close_all(t);
                return NULL;
        }
        return t;
}

/* PID 1's child until it runs the program; since 255 that is systemd-executor, which is run as /proc/self/fd/8. */
static bool is_systemds(const char *command) {
        return *command == '(' || startswith(command, "systemd-exec") || streq(command, "systemd") ||
               strspn(command, "0123456789") == strlen(command);
}

static bool was_there(const Trace *t, uint64_t group) {
        vec_foreach(g, &t->before)
                if (*g == group)
                        return true;
        return false;
}

static int compare(const void *a, const void *b) {
        const Traced *x = a, *y = b;
        int r = (x->kind > y->kind) - (x->kind < y->kind);

        r = r ?: (x->number > y->number) - (x->number < y->number);
        r = r ?: (x->error > y->error) - (x->error < y->error);
        return r ?: strcmp(x->command, y->command);
}

void trace_read(Arena *a, Trace *t, Traces *ret) {
        TraceKey key, *before = NULL;

        *ret = (Traces) {};
        if (!t)
                return;
        for (;;) {
                union bpf_attr attr = { .map_fd = (uint32_t) t->seen, .key = pointer(before),
                                        .next_key = pointer(&key) };
                const char *command;
                TraceKey copy;

                if (bpf(BPF_MAP_GET_NEXT_KEY, &attr) < 0)
                        break;
                copy = key;
                before = memcpy(arena_new(a, TraceKey), &copy, sizeof(copy));
                command = arena_strndup(a, copy.command, strnlen(copy.command, sizeof(copy.command)));
                if (was_there(t, copy.group) || is_systemds(command))
                        continue;
                vec_push(a, ret, (Traced) { (TraceKind) (copy.what >> 48), (unsigned) copy.what & 0xffff,
                                            (int) (copy.what >> 32 & 0xffff), command });
        }
        if (ret->n > 0)
                qsort(ret->v, ret->n, sizeof(*ret->v), compare);
}

void trace_end(Trace *t) {
        if (t)
                close_all(t);
}

bool trace_has(const Traces *traces, TraceKind kind, unsigned number, const char **ret_command) {
        vec_foreach(t, traces)
                if (t->kind == kind && t->number == number) {
                        if (ret_command)
                                *ret_command = t->command;
                        return true;
                }
        return false;
}
