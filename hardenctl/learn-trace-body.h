/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the programs behind learn-trace.c are made of. Only learn-trace-*.c include this. */

#include "learn-bpf.h"
#include "learn-trace-code.h"
#include "learn-trace.h"

/* Where the registers of a call lie in struct pt_regs. */
#if defined(__x86_64__)
#define FIRST_ARGUMENT 112
#define SECOND_ARGUMENT 104
#define CALL_NUMBER 120
#elif defined(__aarch64__)
#define FIRST_ARGUMENT 0
#define SECOND_ARGUMENT 8
#define CALL_NUMBER 280
#else
#define FIRST_ARGUMENT -1
#define SECOND_ARGUMENT -1
#define CALL_NUMBER -1
#endif

/* The stack: the key, then what is read of registers, and the value. */
#define KEY ((int) -sizeof(TraceKey))
#define KEY_WHAT (KEY + 8)
#define KEY_COMMAND (KEY + 16)
#define SCRATCH (KEY - 8)

#define CONTEXT BPF_REG_6
#define WHAT BPF_REG_7

/* Keeps the number in WHAT, of which 16 bits count. */
void trace_keep(BpfWriter *w, TraceKind kind);

/* learn-trace-paths.c: sys_enter(registers, number): where homes and shared directories are looked into. */
void trace_paths(BpfWriter *w);
