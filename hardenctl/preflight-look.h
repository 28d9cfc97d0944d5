/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the checks of preflight work with. Only preflight*.c include this. */

#include <stdint.h>
#include <sys/stat.h>

#include "preflight.h"
#include "process.h"

typedef enum NamespaceType { NS_CGROUP, NS_IPC, NS_MNT, NS_NET, NS_PID, NS_USER, NS_UTS, _NS_MAX } NamespaceType;

typedef struct OpenFile {
        int fd;
        const char *path; /* without " (deleted)"; sockets and the like have none of a file */
        struct stat st;
        bool writable, deleted;
        bool given; /* by systemd, or inherited from it: the service has not opened it */
} OpenFile;

typedef struct Mapping {
        const char *path; /* "" for memory without a file */
        bool write, execute, shared;
        size_t size;
} Mapping;

/* A process of the service. */
typedef struct Runner {
        pid_t pid;
        const char *command;
        uint32_t uids[4], gids[4]; /* real, effective, saved, of the file system */
        uint64_t effective, permitted, bounding;
        bool no_new_privileges;
        uint64_t locked, threads, address_space, data; /* kilobytes, but for the threads */
        uint64_t started;     /* milliseconds since the epoch */
        int nice, scheduling; /* the policy of sched(7), of the most urgent thread */
        const char *root, *cwd, *exe;
        struct stat exe_stat;
        ino_t namespaces[_NS_MAX]; /* 0: cannot be read */
        Process process;      /* its mounts and limits */
        VEC(OpenFile) files;
        VEC(Mapping) mappings;
} Runner;

/* A value with the plan and without it. */
typedef struct Bar {
        const Option *option;
        bool differs;
        InForce now, own;
} Bar;

typedef struct Look {
        Context *context;
        Arena *arena;
        const Unit *unit;
        const Plan *plan;
        Subject now, own;
        Bar bars[OPTIONS_N];
        VEC(Runner) runners;
        const Runner *main;  /* the main process, else the first one */
        const Runner *first; /* PID 1 */
        struct PathRules *paths;   /* preflight-paths.c */
        struct Netns *netns;       /* preflight-netns.c */
        Preflight *result;
} Look;

/* A group of checks. It is run for each process if the plan changes one of the options. */
typedef struct Check {
        const Option *options[12];
        void (*look)(Look *l, const Runner *r);
} Check;

/* Each ends with a row without a function. */
extern const Check checks_of_files[], checks_of_memory[], checks_of_sockets[], checks_of_devices[], checks_of_rights[],
                   checks_of_namespaces[], checks_of_limits[];

/* preflight-processes.c: false if it is gone, a thread of the kernel, or still systemd's. */
bool process_look(Arena *a, pid_t pid, Runner *ret);
/* Whether what the kernel calls @path has a place in the tree: memory is called so, too. */
bool path_is_of_file(const char *path);

/* preflight-group.c: the processes of a control group as the manager names it, the main one first if it is
 * among them, and PID 1. */
void processes_read(Look *l, const char *group, pid_t main);

/* preflight-finding.c */
static inline const Bar *bar(const Look *l, const Option *o) {
        return l->bars + option_index(o);
}
/* Whether a boolean is on with the plan alone. */
bool bar_switches_on(const Look *l, const Option *o);
/* What of a set of names, or of a single value of one, is allowed with the plan and without. */
uint64_t bar_allowed(const Look *l, const Option *o, bool with_plan);
/* Whether the name @name of a set is allowed only without the plan. */
bool bar_takes(const Look *l, const Option *o, const char *name);

/* Adds one. @needle: what the policy's line must hold where several make the option together, may be NULL.
 * @exemption NULL: that of the whole option. */
void finding_add(Look *l, const Runner *r, const Option *o, const char *needle, const char *exemption,
                 const char *format, ...) _printf_(6, 7);
/* "hardenctl exempt UNIT OPTION=ELEMENT" */
const char *exemption_of(Look *l, const Option *o, const char *element);
/* A system call that the process must have made, and the groups that hold it (NULL at the end). */
void finding_syscall(Look *l, const Runner *r, const char *call, const char *const *groups, const char *what);

/* preflight-paths.c: the option of the plan that closes @path newly; NULL: none does. @ret_rule: the path that it
 * closes. */
typedef enum PathWish { WISH_SEE, WISH_WRITE, WISH_EXECUTE } PathWish;
const Option *path_closed(Look *l, const char *path, PathWish wish, const char **ret_rule);
/* Whether the process finds it closed for writing already. */
bool path_is_read_only(const Runner *r, const char *path);
/* Whether @path of the process lies where all processes of the machine see it. */
bool path_is_shared(const Look *l, const Runner *r, const char *path);

/* preflight-netns.c: what /proc/PID/net tells of a socket. */
typedef struct Socket {
        ino_t inode;
        const char *family;   /* AF_INET, …; NULL: not known */
        const char *protocol; /* "tcp", "udp", "raw", …, for AF_NETLINK its number in words */
        const char *path;     /* of AF_UNIX; begins with @ in the abstract name space */
        const char *address;
        unsigned port;        /* 0: none */
        bool listens, connected;
} Socket;
/* @f is a socket. False: nothing is known of it. */
bool socket_find(Look *l, const Runner *r, const OpenFile *f, Socket *ret);
