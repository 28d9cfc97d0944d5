/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Where a link leads that may dangle. */

#include "base/root.h"

/* The directory of what the link @path leads to in the end, whether that is there or not. NULL: @path is no link,
 * or lies where the generator does not read. */
const char *link_directory(Arena *a, const Root *root, const char *path);
