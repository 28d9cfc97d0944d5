/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What is seen of a service while nothing is forbidden to it, and what that takes out of the strictest candidate. */

#include "learn.h"

/* Runs the service as it is, with the probe. Returns EXIT_FINE, or another status after a message: then it fails by
 * itself. */
int evidence_take(Learn *l);
