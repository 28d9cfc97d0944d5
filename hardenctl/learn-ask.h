/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "learn.h"

/* What is not restarted at will is refused. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int ask_refuse(Learn *l);

/* Asks a person, with an estimate, before a service that runs is restarted; nobody else can be asked. Returns
 * EXIT_FINE, or EXIT_FAILED after a message: nothing was done. */
int ask(Learn *l);
