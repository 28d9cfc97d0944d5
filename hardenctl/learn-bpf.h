/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Writes instructions of BPF, one after the other. */

#include "learn-trace-code.h"

typedef struct BpfWriter {
        TraceCode *code;
        size_t exits[16]; /* jumps to the end */
        size_t n_exits;
        int groups, seen; /* the maps */
} BpfWriter;

void bpf_put(BpfWriter *w, unsigned op, unsigned to, unsigned from, int offset, int value);

void bpf_set(BpfWriter *w, unsigned to, int value);
void bpf_move(BpfWriter *w, unsigned to, unsigned from);
void bpf_number(BpfWriter *w, unsigned to, uint64_t value);
/* 8 bytes of memory. */
void bpf_load(BpfWriter *w, unsigned to, unsigned from, int offset);
/* 8 bytes on the stack; the address of a place on it. */
void bpf_store(BpfWriter *w, int offset, unsigned from);
void bpf_stack(BpfWriter *w, unsigned to, int offset);
void bpf_map(BpfWriter *w, unsigned to, int fd);
void bpf_call(BpfWriter *w, int function);

/* The next instruction is a jump to the end. */
void bpf_leave_here(BpfWriter *w);
/* Goes to the end if the comparison with @value holds. */
void bpf_leave_if(BpfWriter *w, unsigned comparison, unsigned which, int value);
/* A jump to where bpf_land() is called with what it returns. */
size_t bpf_jump(BpfWriter *w);
void bpf_land(BpfWriter *w, size_t from);
/* @n jumps, into @ret, of which one is taken if @which is one of the values; to where bpf_land_all() is called. */
void bpf_jump_if_any(BpfWriter *w, unsigned which, const int *values, size_t n, size_t *ret);
void bpf_land_all(BpfWriter *w, const size_t *from, size_t n);
