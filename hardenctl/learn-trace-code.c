/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-trace-code.h"

#include <errno.h>
#include <sys/syscall.h>

#include "base/util.h"
#include "learn-btf.h"
#include "learn-trace-body.h"

/* Only for processes of the group. */
static void begin(BpfWriter *w) {
        bpf_move(w, CONTEXT, BPF_REG_1);
        bpf_map(w, BPF_REG_1, w->groups);
        bpf_set(w, BPF_REG_2, 0);
        bpf_call(w, BPF_FUNC_current_task_under_cgroup);
        bpf_leave_if(w, BPF_JNE, BPF_REG_0, 1);
}

/* A register of the call, which lies in memory of the kernel, into WHAT. */
static void read_register(BpfWriter *w, int offset) {
        bpf_load(w, BPF_REG_3, CONTEXT, 0);
        bpf_put(w, BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_3, 0, 0, offset);
        bpf_stack(w, BPF_REG_1, SCRATCH);
        bpf_set(w, BPF_REG_2, 8);
        bpf_call(w, BPF_FUNC_probe_read_kernel);
        bpf_load(w, WHAT, BPF_REG_10, SCRATCH);
}

void trace_keep(BpfWriter *w, TraceKind kind) {
        bpf_put(w, BPF_ALU64 | BPF_AND | BPF_K, WHAT, 0, 0, 0xffff);
        bpf_number(w, BPF_REG_1, (uint64_t) kind << 48);
        bpf_put(w, BPF_ALU64 | BPF_OR | BPF_X, WHAT, BPF_REG_1, 0, 0);
}

static void end(BpfWriter *w) {
        bpf_store(w, KEY_WHAT, WHAT);
        bpf_call(w, BPF_FUNC_get_current_cgroup_id);
        bpf_store(w, KEY, BPF_REG_0);
        bpf_stack(w, BPF_REG_1, KEY_COMMAND);
        bpf_set(w, BPF_REG_2, 16);
        bpf_call(w, BPF_FUNC_get_current_comm);
        bpf_map(w, BPF_REG_1, w->seen);
        bpf_stack(w, BPF_REG_2, KEY);
        bpf_call(w, BPF_FUNC_map_lookup_elem);
        bpf_leave_if(w, BPF_JNE, BPF_REG_0, 0);
        bpf_set(w, BPF_REG_1, 1);
        bpf_store(w, SCRATCH, BPF_REG_1);
        bpf_map(w, BPF_REG_1, w->seen);
        bpf_stack(w, BPF_REG_2, KEY);
        bpf_stack(w, BPF_REG_3, SCRATCH);
        bpf_set(w, BPF_REG_4, BPF_ANY);
        bpf_call(w, BPF_FUNC_map_update_elem);
        bpf_land_all(w, w->exits, w->n_exits);
        bpf_set(w, BPF_REG_0, 0);
        bpf_put(w, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

/* sys_enter(registers, number) */
static void calls(BpfWriter *w) {
        bpf_load(w, WHAT, CONTEXT, 8);
        trace_keep(w, TRACE_CALL);
}

static void families(BpfWriter *w) {
        bpf_load(w, BPF_REG_1, CONTEXT, 8);
        bpf_leave_if(w, BPF_JNE, BPF_REG_1, SYS_socket);
        read_register(w, FIRST_ARGUMENT);
        trace_keep(w, TRACE_FAMILY);
}

/* sys_exit(registers, result): of the errors that an option of systemd makes. */
static void refusals(BpfWriter *w) {
        static const int errors[] = { EPERM, EACCES, EROFS, EAFNOSUPPORT };
        size_t jumps[ELEMENTSOF(errors)];

        bpf_load(w, BPF_REG_8, CONTEXT, 8);
        bpf_put(w, BPF_ALU64 | BPF_NEG, BPF_REG_8, 0, 0, 0);
        bpf_jump_if_any(w, BPF_REG_8, errors, ELEMENTSOF(errors), jumps);
        bpf_leave_here(w);
        (void) bpf_jump(w);
        bpf_land_all(w, jumps, ELEMENTSOF(jumps));
        read_register(w, CALL_NUMBER);
        trace_keep(w, TRACE_REFUSED);
        bpf_put(w, BPF_ALU64 | BPF_LSH | BPF_K, BPF_REG_8, 0, 0, 32);
        bpf_put(w, BPF_ALU64 | BPF_OR | BPF_X, WHAT, BPF_REG_8, 0, 0);
}

/* Overlay file systems act with the rights of who has mounted them. */
static void leave_if_lent(BpfWriter *w) {
        int offset = btf_offset("task_struct", "real_cred");

        if (offset < 0)
                return;
        bpf_call(w, BPF_FUNC_get_current_task);
        bpf_put(w, BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_0, 0, 0, offset);
        bpf_move(w, BPF_REG_3, BPF_REG_0);
        bpf_stack(w, BPF_REG_1, SCRATCH);
        bpf_set(w, BPF_REG_2, 8);
        bpf_call(w, BPF_FUNC_probe_read_kernel);
        bpf_load(w, BPF_REG_1, BPF_REG_10, SCRATCH);
        bpf_load(w, BPF_REG_2, CONTEXT, 0);
        bpf_leave_here(w);
        bpf_put(w, BPF_JMP | BPF_JNE | BPF_X, BPF_REG_1, BPF_REG_2, 0, 0);
}

/* cap_capable(credentials, namespace, namespace, capability, result): those that were granted. */
static void capabilities(BpfWriter *w) {
        bpf_load(w, BPF_REG_1, CONTEXT, 32);
        bpf_put(w, BPF_ALU64 | BPF_LSH | BPF_K, BPF_REG_1, 0, 0, 32);
        bpf_leave_if(w, BPF_JNE, BPF_REG_1, 0);
        leave_if_lent(w);
        bpf_load(w, WHAT, CONTEXT, 24);
        trace_keep(w, TRACE_CAPABILITY);
}

static const struct {
        const char *tracepoint;
        void (*body)(BpfWriter *w);
        int offset; /* of the register that it reads */
} programs[_TRACE_PROGRAMS] = {
        [TRACE_OF_CALLS] = { "sys_enter", calls, 0 },
        [TRACE_OF_FAMILIES] = { "sys_enter", families, FIRST_ARGUMENT },
        [TRACE_OF_REFUSALS] = { "sys_exit", refusals, CALL_NUMBER },
        [TRACE_OF_PATHS] = { "sys_enter", trace_paths, FIRST_ARGUMENT },
        [TRACE_OF_CAPABILITIES] = { "cap_capable", capabilities, 0 },
};

bool trace_code(TraceProgram program, int groups, int seen, TraceCode *ret) {
        BpfWriter w = { .code = ret, .groups = groups, .seen = seen };

        if (programs[program].offset < 0)
                return false;
        *ret = (TraceCode) { .tracepoint = programs[program].tracepoint };
        begin(&w);
        programs[program].body(&w);
        end(&w);
        return true;
}
