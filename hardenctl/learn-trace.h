/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the processes of a service ask of the kernel, told by the kernel: system calls, capabilities that were used,
 * families of sockets, calls that were refused, and whether they name files in homes or /tmp. Three tracepoints with a
 * few instructions of BPF each, which only count; a kernel or a container without them tells nothing, and more has to
 * be tried.
 */

#include <stdint.h>

#include "base/arena.h"

typedef enum TraceKind { TRACE_CALL = 1, TRACE_CAPABILITY, TRACE_FAMILY, TRACE_REFUSED, TRACE_PLACE } TraceKind;

/* Places that calls name files in. */
enum { TRACE_HOME, TRACE_TMP };

typedef struct Traced {
        TraceKind kind;
        unsigned number;     /* of the call, capability, family or place */
        int error;           /* TRACE_REFUSED: EPERM, EACCES, EROFS or EAFNOSUPPORT */
        const char *command; /* the process, as the kernel names it */
} Traced;
typedef VEC(Traced) Traces;

typedef struct Trace Trace;

/* Begins to look at what @unit runs below the control group @slice: all but what is there already. NULL: not possible
 * here. */
Trace *trace_begin(Arena *a, const char *slice, const char *unit);
/* What was seen so far, sorted; but for what systemd itself does before it becomes the service. */
void trace_read(Arena *a, Trace *t, Traces *ret);
void trace_end(Trace *t);

/* Whether @kind @number was seen; @ret_command (or NULL): of whom. */
bool trace_has(const Traces *traces, TraceKind kind, unsigned number, const char **ret_command);
