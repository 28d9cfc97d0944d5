/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "option/option.h"

/* What an option does for a service, in one sentence. */
const char *option_meaning(const Option *o);
