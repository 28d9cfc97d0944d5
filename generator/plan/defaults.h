/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The manager's default limits: systemd-system.conf(5) with its drop-ins, else systemd's own. */

#include "option/limit.h"
#include "option/option.h"
#include "option/target.h"

/* The limit of a unit that leaves @o unset, never higher than it really is. False: cannot be known. */
bool default_limit(const Target *t, Arena *a, const Option *o, Limit *ret);
