/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What changes in the file system while a service runs, by the times of change that every file has. */

#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"

typedef struct Written {
        const char *path;
        mode_t mode;
        uid_t uid;
        dev_t device;
        ino_t inode;
} Written;
typedef VEC(Written) WrittenFiles;

/* All that has changed since @since (CLOCK_REALTIME in µs) where services write, sorted by path; but for what the
 * system itself keeps writing. */
void writes_find(Arena *a, uint64_t since, WrittenFiles *ret);

/* The directories below /etc, /run, /srv and /var that belong to one of @uids. */
void writes_owned(Arena *a, const uid_t *uids, size_t n, Strv *ret);

/* Of the files those that a process outside of the control groups @groups holds open for writing are taken out. */
void writes_of_others(Arena *a, const Strv *groups, WrittenFiles *files);

/* learn-areas.c: whether @path is a directory such as /var/lib, of which each service has a part. */
bool writes_is_great(const char *path);

/* What a policy would name for @path: the directory that the service keeps its files in. */
const char *writes_place(Arena *a, const char *path, bool is_directory);
