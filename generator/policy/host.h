/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The keys of [Match] about the machine: Host=, Architecture=, Virtualization=, KernelCommandLine=, as in
 * systemd.network(5). */

#include "option/target.h"

/* Whether @key is one of them. */
bool host_key(const char *key);

/* Whether one word of @key fits the machine, "!" negating it. What cannot be known fits nothing. */
bool host_matches(const Target *t, const char *key, const char *word);
