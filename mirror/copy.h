/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Looks at the source and brings the target up to date. While the source is no regular file, or too large,
 * or not there, the last content stays.
 */

#include "target.h"

typedef struct Copy {
        const char *source;
        Target target;
        char *content; /* of the source, while it is compared and written */
        bool empty;    /* the last look found no content */
        bool filled;   /* this process has seen a target */
} Copy;

typedef enum CopyResult {
        COPY_SAME,     /* nothing to do, or the target was filled for the first time */
        COPY_CHANGED,  /* the target has got another content */
        COPY_UNSTEADY, /* a writer is at work: nothing was done, look again soon */
} CopyResult;

int copy_init(Copy *c, const char *source, const char *target);
void copy_done(Copy *c);

/* Returns a CopyResult, or -errno after it has said on stderr why it cannot go on. */
int copy_update(Copy *c);
