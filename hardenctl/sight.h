/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a process shows of an option. Only started.c and its like include this. */

#include "process.h"
#include "status.h"

/* In the order in which one outweighs the other. */
typedef enum Sight {
        SIGHT_NONE,  /* a process does not show this option */
        HAS,
        SIGHT_RIGHT, /* it would, but to others than us */
        LACKS,
} Sight;

typedef struct Look {
        Context *context;
        const StatusUnit *unit;
        Process process, first; /* first: PID 1 */
        Sight filters;
} Look;

static inline Sight sight(bool has) {
        return has ? HAS : LACKS;
}

/* started.c: begins to look at a process. Returns 0, -EAGAIN if it has not come to run its program yet, or another
 * negative errno. */
int look_open(Context *c, const StatusUnit *u, pid_t pid, Look *ret);
Sight look_at(Look *l, const StatusLine *line);
/* A program may have set another one itself. */
Sight look_at_umask(const Look *l, const StatusLine *line);

/* sight-mounts.c: what its mounts show. */
Sight see_mounts(Look *l, const StatusLine *line);
