/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "bus.h"

/* SystemCallFilter= as PID 1 has it, groups expanded: the calls that are allowed, or else those that are not. */
int bus_unit_filter(Bus *b, Arena *a, const char *unit, bool *ret_allow, Strv *ret);
