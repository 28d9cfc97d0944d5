/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The table of options: one row for each option of systemd that hardens a service. A row says what
 * kind of value the option has (and so how two values are compared and merged), which systemd knows
 * it, what it needs from the machine and what it leaves behind. Rows are in the order of emission.
 */

#include <stdbool.h>
#include <stddef.h>

typedef enum OptionKind {
        OPTION_ORDER,        /* boolean or enum; values[] gives each value its restrictions as bits */
        OPTION_UMASK,        /* octal mask: more bits are tighter (UMask=) */
        OPTION_MODE,         /* octal mode: fewer bits are tighter (StateDirectoryMode=, …) */
        OPTION_FLAGS,        /* words that each restrict; a later line replaces (SecureBits=) */
        OPTION_CAPABILITIES, /* set of allowed capabilities */
        OPTION_FAMILIES,     /* set of allowed address families */
        OPTION_NAMESPACES,   /* set of allowed namespace types */
        OPTION_UNION,        /* set of allowed words that lines can only add to */
        OPTION_SYSCALLS,     /* allow or deny list of system calls and opaque groups */
        OPTION_RESTRICT,     /* list of restrictions: more are tighter */
        OPTION_EXCEPTION,    /* list of exceptions to a restriction: fewer are tighter */
        OPTION_REMOVE,       /* list that a policy can only take from */
        OPTION_FILL,         /* not comparable: set only where the unit leaves it unset */
        OPTION_LIMIT,        /* number, size or percentage: lower is tighter */
} OptionKind;

/* What an option needs from the machine; from it follow the rules of plan/needs.c. */
enum {
        NEEDS_MOUNT_NS = 1 << 0,
        NEEDS_USER_NS = 1 << 1,
        NEEDS_NET_NS = 1 << 2,
        NEEDS_IPC_NS = 1 << 3,
        NEEDS_PID_NS = 1 << 4,
        NEEDS_UTS_NS = 1 << 5,
        NEEDS_CGROUP_NS = 1 << 6,
        NEEDS_SECCOMP = 1 << 7,
        NEEDS_CGROUP_BPF = 1 << 8,
        NEEDS_BPF_LSM = 1 << 9,
};

enum {
        OPTION_TRACES = 1 << 0,    /* leaves something behind that no rollback removes */
        OPTION_AT_RELOAD = 1 << 1, /* acts on running processes at daemon-reload already */
        OPTION_PATHS = 1 << 2,     /* a list of paths, each with optional - and + in front */
        OPTION_BINDS = 1 << 3,     /* a list of SOURCE[:DESTINATION[:OPTIONS]] */
        OPTION_LXC_RESETS = 1 << 4,/* reset in LXC guests by the zzz-lxc-service.conf of distrobuilder */
        OPTION_IMPLIES_NNP = 1 << 5,/* before systemd 255 sets NoNewPrivileges= for an unprivileged User= */
};

/* One value of an ordered option. A value is as tight as another if it has all of its bits. */
typedef struct OptionValue {
        const char *name;
        unsigned bits;
        unsigned since; /* first version of systemd that knows it */
} OptionValue;

typedef struct Option {
        const char *name;
        const char *man; /* page and section, such as "systemd.exec(5), SANDBOXING" */
        OptionKind kind;
        unsigned since;      /* first version of systemd that knows it; 247 for all that is older */
        unsigned needs;      /* NEEDS_* */
        unsigned flags;      /* OPTION_* */
        const char *initial; /* systemd's default, NULL where that is "nothing" */
        const OptionValue *values; /* OPTION_ORDER, OPTION_FLAGS: ends with a row without name;
                                    * one value may stand under several names (yes, self) */
} Option;

/* The place of each row in the table. */
enum {
#define ROW(name, ...) OPT_##name,
#include "option/rows.h"
#undef ROW
        OPTIONS_N,
};

/* The rows in the order in which they are emitted; the last one has no name. */
extern const Option option_table[];

/* The row of an option that the code knows by name: OPT(ProtectSystem). */
#define OPT(name) (&option_table[OPT_##name])

/* Finds the row of @name, also by a name that systemd still takes for it (ReadWriteDirectories=).
 * Returns NULL if this is no option that we know. */
const Option *option_find(const char *name);

/* The place of a row in the table, from 0. */
static inline size_t option_index(const Option *o) {
        return (size_t) (o - option_table);
}
static inline size_t option_count(void) {
        return OPTIONS_N;
}
