/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The machine that is planned for: what its systemd knows, and what it forbids. */

#include "base/root.h"

#define VERSION_OLDEST 247
#define VERSION_NEWEST 262

typedef struct Target {
        const Root *root;
        unsigned version;           /* of systemd, from VERSION_OLDEST to VERSION_NEWEST */
        const char *architecture;   /* as systemd spells it; NULL: unknown */
        const char *native;         /* the same, of this very program, where it is not known */
        const char *virtualization; /* "none", "lxc", "kvm", …; NULL: unknown */
        bool container;
        const char *hostname, *machine_id; /* NULL: unknown */
        Strv command_line;                 /* the kernel's words, in a container those of PID 1 */
        bool selinux;                      /* enforcing */
        unsigned forbidden;                /* NEEDS_* that user.max_*_namespaces=0 forbids */
} Target;

/* Looks at the machine below @root. @version: 0, or what --systemd-version= says. */
void target_read(const Root *root, Arena *a, unsigned version, Target *ret);

/* Whether the words of the kernel's command line hold @key with or without a value. Returns the value of
 * the last one, "" for none, NULL if it is not there. */
const char *target_command_line(const Target *t, const char *key);

static inline bool target_is_lxc(const Target *t) {
        return t->virtualization && strcmp(t->virtualization, "lxc") == 0;
}
