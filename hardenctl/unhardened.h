/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "explanation.h"

/* Why nothing is emitted for the unit, whatever its options are; NULL: something may be. */
const char *unhardened_reason(const Explanation *e);
