/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The proof on a booted copy of the machine (--boot). */

#include "learn.h"

/* Whether it can be had at all, before anything is done for it. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int boot_check(Context *c);

/* Boots a copy of the system with the policy @text, and goes through the life of the unit in it. Returns EXIT_FINE;
 * EXIT_FINDINGS after a message: the service fails with the policy; or EXIT_FAILED: it cannot be told there. */
int boot_prove(Context *c, const char *unit, const char *probe, const char *file, const char *text);

/* The verb with --boot and --policy=: proves that policy, without learning, below --root= too. */
int boot_verb(Context *c, const char *unit);
