/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The pager, as systemctl has it: SYSTEMD_PAGER=, PAGER=, less(1) with SYSTEMD_LESS= or FRSXMK. */

#include "options.h"

/* Lets what is printed on stdout from now on go through a pager, if stdout is a terminal and nobody minds. May be
 * called again. */
void pager_open(const Options *o);
/* Waits until the reader has had enough. */
void pager_close(void);
