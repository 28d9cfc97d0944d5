/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The first start after an installation: the directories that the service keeps its files in are empty. They are so in
 * its sandbox alone; the real ones are not touched. */

#include "learn.h"

/* Finds them, and looks whether the service starts with them when nothing is forbidden. What it does then is evidence,
 * too. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int fresh_take(Learn *l);
