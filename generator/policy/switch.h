/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What switches hardening off for a whole machine (design.md section 7). */

#include "option/target.h"

/* Why nothing is hardened, whatever the policies say; NULL: it is. */
const char *machine_switched_off(const Target *t);
