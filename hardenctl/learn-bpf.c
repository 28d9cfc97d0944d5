/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-bpf.h"

void bpf_leave_here(BpfWriter *w) {
        w->exits[w->n_exits++] = w->code->n;
}

void bpf_put(BpfWriter *w, unsigned op, unsigned to, unsigned from, int offset, int value) {
        w->code->instructions[w->code->n++] = (struct bpf_insn) { .code = (uint8_t) op, .dst_reg = to & 0xf,
                                                                  .src_reg = from & 0xf,
                                                                  .off = (int16_t) offset, .imm = value };
}

void bpf_set(BpfWriter *w, unsigned to, int value) {
        bpf_put(w, BPF_ALU64 | BPF_MOV | BPF_K, to, 0, 0, value);
}

void bpf_move(BpfWriter *w, unsigned to, unsigned from) {
        bpf_put(w, BPF_ALU64 | BPF_MOV | BPF_X, to, from, 0, 0);
}

void bpf_load(BpfWriter *w, unsigned to, unsigned from, int offset) {
        bpf_put(w, BPF_LDX | BPF_MEM | BPF_DW, to, from, offset, 0);
}

void bpf_store(BpfWriter *w, int offset, unsigned from) {
        bpf_put(w, BPF_STX | BPF_MEM | BPF_DW, BPF_REG_10, from, offset, 0);
}

void bpf_call(BpfWriter *w, int function) {
        bpf_put(w, BPF_JMP | BPF_CALL, 0, 0, 0, function);
}

void bpf_number(BpfWriter *w, unsigned to, uint64_t value) {
        bpf_put(w, BPF_LD | BPF_DW | BPF_IMM, to, 0, 0, (int) (uint32_t) value);
        bpf_put(w, 0, 0, 0, 0, (int) (uint32_t) (value >> 32));
}

void bpf_map(BpfWriter *w, unsigned to, int fd) {
        bpf_put(w, BPF_LD | BPF_DW | BPF_IMM, to, BPF_PSEUDO_MAP_FD, 0, fd);
        bpf_put(w, 0, 0, 0, 0, 0);
}

void bpf_stack(BpfWriter *w, unsigned to, int offset) {
        bpf_move(w, to, BPF_REG_10);
        bpf_put(w, BPF_ALU64 | BPF_ADD | BPF_K, to, 0, 0, offset);
}

void bpf_leave_if(BpfWriter *w, unsigned comparison, unsigned which, int value) {
        bpf_leave_here(w);
        bpf_put(w, BPF_JMP | comparison | BPF_K, which, 0, 0, value);
}

size_t bpf_jump(BpfWriter *w) {
        bpf_put(w, BPF_JMP | BPF_JA, 0, 0, 0, 0);
        return w->code->n - 1;
}

void bpf_land(BpfWriter *w, size_t from) {
        w->code->instructions[from].off = (int16_t) (w->code->n - from - 1);
}

void bpf_jump_if_any(BpfWriter *w, unsigned which, const int *values, size_t n, size_t *ret) {
        for (size_t i = 0; i < n; i++) {
                ret[i] = w->code->n;
                bpf_put(w, BPF_JMP | BPF_JEQ | BPF_K, which, 0, 0, values[i]);
        }
}

void bpf_land_all(BpfWriter *w, const size_t *from, size_t n) {
        for (size_t i = 0; i < n; i++)
                bpf_land(w, from[i]);
}
