/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "learn.h"

/* Puts back what was taken out on a suspicion, and takes back the places that were opened on one, where the service
 * bears it after all: what stays weak has failed alone, and not by chance. Returns EXIT_FINE, or another status after a
 * message. */
int tighten(Learn *l);
