/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The units that hold services back (wait.md section 1): what is waited for, by which sets, and the mirror. */

#include "emit/held.h"

#define WAIT_INSTANCES_MAX 64 /* inotify instances of PID 1, of the 128 that root has */

typedef struct WaitedPath {
        const char *path, *name;   /* name: the middle of hardening-wait-NAME.path */
        Strv sentinels;            /* files that never exist, in directories to be watched */
} WaitedPath;

typedef struct WaitedSet {
        const char *name;          /* the middle of hardening-wait-NAME@.target */
        Strv paths;
} WaitedSet;

typedef struct Waiting {
        bool mirrored;
        unsigned version;          /* of systemd */
        VEC(WaitedPath) paths;
        VEC(WaitedSet) sets;
        Strv restarts;             /* what is restarted when /etc/resolv.conf changes */
        Strv sentinels;            /* those of /etc/resolv.conf */
        size_t instances;          /* of inotify, that all of it takes */
} Waiting;

bool mirror_is_installed(const Target *t);
void waiting_init(Arena *a, const Target *t, const HeldUnits *held, bool mirrored, Waiting *ret);
void waiting_emit(Arena *a, const Waiting *w, FileFunc func, void *userdata);
