/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What /proc says of a process, and of its mounts. */

#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"

typedef struct Mount {
        const char *id, *device, *root, *point, *options, *type, *super;
} Mount;
typedef VEC(Mount) Mounts;

typedef struct Process {
        pid_t pid;
        bool no_new_privileges;
        int filters;       /* of system calls; -1: this kernel does not count them */
        bool filtered;
        uint64_t bounding; /* capabilities */
        int umask;         /* -1: not told */
        Mounts mounts;     /* empty: cannot be read */
        const char *limits;
} Process;

/* Returns 0; -EAGAIN if it has not come to run its program yet; or another negative errno, which for others than
 * root may be the same for a process that is no more and one that is hidden (hidepid=). */
int process_read(Arena *a, pid_t pid, Process *ret);

/* Whether it has not come to run its program yet: what it does is systemd's. False if it is no more, too. */
bool process_is_systemds(Arena *a, pid_t pid);

/* The mount that @path lies on; NULL: there is none. */
const Mount *process_mount_of(const Process *p, const char *path);
/* Whether a word separated by commas is @word. */
bool mount_has(const char *options, const char *word);

/* Whether it is in another namespace than @other. Returns 1, 0, or -EACCES. */
int process_has_namespace(Arena *a, const Process *p, const Process *other, const char *type);

/* The hard limit of a row of /proc/PID/limits. Returns 0 or -ENOENT. */
int process_limit(const Process *p, const char *row, uint64_t *ret);

typedef VEC(pid_t) Pids;
/* The processes that are in the control group now, but for those in groups below it. */
void process_group(Arena *a, const char *group, Pids *ret);

/* The text of a file of /proc/PID, with blanks for what separates words in cmdline. Returns 0 or a negative errno. */
int process_file(Arena *a, pid_t pid, const char *name, char **ret);
/* What stands behind "Name:\t" in the text of /proc/PID/status; NULL: there is no such line. */
const char *process_field(const char *status, const char *name);
