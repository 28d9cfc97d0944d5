/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The program that looks where calls name files. */
#include <sys/syscall.h>

#include "base/util.h"
#include "learn-trace-body.h"

/* Calls that name a file, by their first or their second argument. */
static const int first_is_path[] = {
#ifdef SYS_open
        SYS_open, SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_mkdir,
#endif
        SYS_execve, SYS_chdir,
};
static const int second_is_path[] = {
        SYS_openat, SYS_newfstatat, SYS_statx, SYS_faccessat, SYS_faccessat2, SYS_readlinkat, SYS_mkdirat, SYS_openat2,
};

/* The offset of the register with the path into r8. */
static void find_path(BpfWriter *w) {
        size_t first[ELEMENTSOF(first_is_path)], second[ELEMENTSOF(second_is_path)], over;

        bpf_load(w, BPF_REG_8, CONTEXT, 8);
        bpf_jump_if_any(w, BPF_REG_8, first_is_path, ELEMENTSOF(first), first);
        bpf_jump_if_any(w, BPF_REG_8, second_is_path, ELEMENTSOF(second), second);
        bpf_leave_here(w);
        (void) bpf_jump(w);
        bpf_land_all(w, first, ELEMENTSOF(first));
        bpf_set(w, BPF_REG_8, FIRST_ARGUMENT);
        over = bpf_jump(w);
        bpf_land_all(w, second, ELEMENTSOF(second));
        bpf_set(w, BPF_REG_8, SECOND_ARGUMENT);
        bpf_land(w, over);
}

static uint64_t as_number(const char *s) {
        uint64_t n = 0;

        memcpy(&n, s, strlen(s));
        return n;
}

/* The first bytes of paths tell. */
static const struct {
        const char *begins;
        int place;
} places[] = {
        { "/home/", TRACE_HOME }, { "/root/", TRACE_HOME }, { "/run/u", TRACE_HOME },
        { "/tmp/", TRACE_TMP },   { "/var/t", TRACE_TMP },
};

/* The first bytes of the path that r8 is the register of, into r1. */
static void read_path(BpfWriter *w) {
        bpf_load(w, BPF_REG_3, CONTEXT, 0);
        bpf_put(w, BPF_ALU64 | BPF_ADD | BPF_X, BPF_REG_3, BPF_REG_8, 0, 0);
        bpf_stack(w, BPF_REG_1, SCRATCH);
        bpf_set(w, BPF_REG_2, 8);
        bpf_call(w, BPF_FUNC_probe_read_kernel);
        bpf_load(w, BPF_REG_3, BPF_REG_10, SCRATCH);
        bpf_stack(w, BPF_REG_1, SCRATCH);
        bpf_set(w, BPF_REG_2, 6);
        bpf_call(w, BPF_FUNC_probe_read_user);
        bpf_load(w, BPF_REG_1, BPF_REG_10, SCRATCH);
}

void trace_paths(BpfWriter *w) {
        size_t found[ELEMENTSOF(places)];

        find_path(w);
        read_path(w);
        for (size_t i = 0; i < ELEMENTSOF(places); i++) {
                bpf_set(w, WHAT, places[i].place);
                bpf_move(w, BPF_REG_3, BPF_REG_1);
                bpf_number(w, BPF_REG_2, (UINT64_C(1) << 8 * strlen(places[i].begins)) - 1);
                bpf_put(w, BPF_ALU64 | BPF_AND | BPF_X, BPF_REG_3, BPF_REG_2, 0, 0);
                bpf_number(w, BPF_REG_2, as_number(places[i].begins));
                found[i] = w->code->n;
                bpf_put(w, BPF_JMP | BPF_JEQ | BPF_X, BPF_REG_3, BPF_REG_2, 0, 0);
        }
        bpf_leave_here(w);
        (void) bpf_jump(w);
        bpf_land_all(w, found, ELEMENTSOF(found));
        trace_keep(w, TRACE_PLACE);
}
