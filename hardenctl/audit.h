/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Whether the kernel does what the plan of a service says: what the main process shows, and what probes say that are
 * run in a copy of its sandbox, and outside of it. */

#include "../probe/outcome.h"
#include "sight.h"

typedef enum Verdict { VERDICT_NONE, VERDICT_ENFORCED, VERDICT_UNKNOWN, VERDICT_MISSING } Verdict;

typedef struct AuditRow {
        const char *unit, *option, *value;
        Verdict verdict;
        const char *evidence, *why; /* NULL: none */
} AuditRow;
typedef VEC(AuditRow) AuditRows;

typedef struct AuditProbe {
        const char *name;
        const Option *option;
        Outcome inside, outside;
} AuditProbe;
typedef VEC(AuditProbe) AuditProbes;

typedef struct Audit {
        Context *context;
        const StatusUnit *unit;
        pid_t pid;
        Look process;           /* of the service */
        Sight *copy;            /* by line: of the probe in the copy of its sandbox, which is gone by now; NULL: none */
        const char *no_copy;    /* why there is none */
        AuditProbes probes;
        AuditRows *rows;
} Audit;

/* audit-unit.c: adds the rows of a unit. */
void audit_unit(Context *c, const StatusUnit *u, AuditRows *rows);
/* What a process shows of a line; SIGHT_NONE where any process of this machine shows that much. */
Sight audit_see(Look *l, const StatusLine *line);

/* audit-probe.c: which probes there are for the plan, and what came of them. */
void audit_select(Audit *a);
void audit_run(Audit *a);
/* What one probe tells: VERDICT_NONE if nothing, and in words why. */
Verdict audit_judge(Arena *a, const AuditProbe *p, const char **ret_text);
