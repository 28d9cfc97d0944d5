/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What can change where a path leads and what the file at its end holds: the directory of each component
 * of each link on the way, by the component's name, and the file itself. Each directory is watched before
 * it is looked into, so whoever opens the path after follow_open() misses no change.
 */

#include <signal.h>

#include "base/util.h"

typedef struct Watch {
        int wd;
        char *name; /* "": the end of the path itself */
} Watch;

typedef struct Follow {
        int fd;
        Watch *watches;
        size_t n;
} Follow;

#define FOLLOW_INIT { .fd = -1 }

typedef enum FollowEvent {
        FOLLOW_NOTHING,
        FOLLOW_BEGUN, /* something has come or gone: a writer may be at work still */
        FOLLOW_DONE,  /* something was renamed into place or closed by its writer */
} FollowEvent;

/* Watches @path, which is absolute. That it leads nowhere is no error. */
int follow_open(Follow *f, const char *path);
void follow_close(Follow *f);

/* Waits, with the signals in @mask blocked. Returns a FollowEvent, never FOLLOW_NOTHING, or -errno. */
int follow_wait(const Follow *f, const sigset_t *mask);

/* Whether @error, of a system call on a path, says only that the path leads nowhere now. */
bool follow_is_dead_end(int error);
