/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The services of the machine, as policies see them. */

#include "context.h"
#include "policy/match.h"

typedef void (*ServiceFunc)(const Matchable *m, void *userdata);

/* Calls @func for each service that has a fragment and is not masked; what @m holds is gone after the call. What is
 * wrong with units is not told. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int services_each(Context *c, ServiceFunc func, void *userdata);
