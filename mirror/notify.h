/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What is told to systemd. */

#include <signal.h>

/* Says @state to the manager that started this process, if one did (sd_notify(3)). Returns -errno. */
int notify(const char *state);

/* Starts @unit, anew if it runs, without waiting for it. @mask: the signals that are blocked for what is run. Returns
 * -errno. */
int restart_unit(const char *unit, const sigset_t *mask);
