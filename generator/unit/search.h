/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The unit search path (systemd.unit(5)), without the generators' directories: they run beside us. */

#include "unit/index.h"

/* Fills @x->dirs with those directories that exist, each once. */
int search_path(UnitIndex *x);

/* Whether @path is a place that the generator reads (design.md section 7). */
bool path_is_readable_place(const char *path);
