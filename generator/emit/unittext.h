/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The texts of units/emitted/, built in at compile time, and how their places are filled. */

#include "base/arena.h"

extern const char unit_text_wait_path[], unit_text_wait_service[], unit_text_wait_target[];
extern const char unit_text_mirror_service[], unit_text_restart_service[];
extern const char unit_text_copy_path[], unit_text_copy_service[];

/* What stands for @NAME@: the line with it is there once for each value. */
typedef struct UnitTextPlace {
        const char *name;
        Strv values;
} UnitTextPlace;

/* Fills the places of @text; @places ends with a row without name. A line has one place at most. Comments go
 * where the line below them goes. */
const char *unit_text_fill(Arena *a, const char *text, const UnitTextPlace *places);
