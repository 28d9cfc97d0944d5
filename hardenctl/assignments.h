/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* All lines that set an option, in the order in which systemd reads them: ours are amid those of the unit's files. */

#include "in-force.h"

typedef struct Assignment {
        const char *value;
        SetterKind kind;
        PlanSources places;  /* several where a line of the plan comes from several of policies */
        size_t file;         /* the place of its file in the order of reading */
        unsigned line;       /* in that file */
} Assignment;
typedef VEC(Assignment) Assignments;

void assignments_of(const Subject *s, const Option *o, Assignments *ret);
