/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The manager's default limits: systemd-system.conf(5) with its drop-ins, else systemd's own. */

#include "option/limit.h"
#include "option/option.h"
#include "option/target.h"
#include "unit/conf.h"

/* What was read of them so far; zeroed at first. */
typedef struct Defaults {
        Arena *arena; /* must live as long */
        const Target *target;
        bool read;
        ConfLines lines;             /* of [Manager], in systemd's order */
        uint64_t tasks;              /* that a percentage of TasksMax= is taken of; 0: unknown */
        uint64_t processes[2];       /* LimitNPROC= as PID 1 has it, soft and hard; 0: unknown */
} Defaults;

/* The limit of a unit that leaves @o unset, never higher than it really is. False: cannot be known. */
bool default_limit(Defaults *d, const Option *o, Limit *ret);
