/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The programs of BPF behind learn-trace.c. */

#include <linux/bpf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What they keep: one key for each thing that was seen. */
typedef struct TraceKey {
        uint64_t group;  /* the number of the control group */
        uint64_t what;   /* kind << 48 | error << 32 | number */
        char command[16];
} TraceKey;

typedef enum TraceProgram {
        TRACE_OF_CALLS, TRACE_OF_FAMILIES, TRACE_OF_REFUSALS, TRACE_OF_PATHS, TRACE_OF_CAPABILITIES, _TRACE_PROGRAMS,
} TraceProgram;

#define TRACE_INSTRUCTIONS_MAX 128

typedef struct TraceCode {
        const char *tracepoint;
        struct bpf_insn instructions[TRACE_INSTRUCTIONS_MAX];
        size_t n;
} TraceCode;

/* @groups and @seen: the descriptors of the maps. False: not for this architecture. */
bool trace_code(TraceProgram program, int groups, int seen, TraceCode *ret);
