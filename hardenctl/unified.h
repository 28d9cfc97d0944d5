/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Two texts as a unified diff, as diff -u and git diff print it. */

#include "base/text.h"

/* The hunks, without the lines that name the files; "" for equal texts. NULL is a text without lines. */
const char *unified_diff(Arena *a, const char *before, const char *after);
