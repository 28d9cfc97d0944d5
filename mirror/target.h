/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The copy. It is born complete, by a rename, and from then on written in place: who has it mounted keeps
 * its inode.
 */

#include <sys/types.h>

#include "base/util.h"

typedef struct Target {
        const char *path;
        char *temporary; /* what it is born as */
} Target;

typedef enum TargetResult {
        TARGET_SAME,
        TARGET_NEW,
        TARGET_CHANGED,
} TargetResult;

int target_init(Target *t, const char *path);
void target_done(Target *t);

/* Brings it to the @size bytes at @content. Returns a TargetResult or -errno. */
int target_update(Target *t, const char *content, size_t size, mode_t mode);
