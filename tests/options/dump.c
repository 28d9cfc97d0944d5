/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Prints the table of options and the names as text, one row a line, columns separated by tabs, for
 * the checks in ./run. Fails when a row is not found by its name.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "option/names.h"
#include "option/option.h"

static const char *const kinds[] = {
        [OPTION_ORDER] = "order",
        [OPTION_UMASK] = "umask",
        [OPTION_MODE] = "mode",
        [OPTION_FLAGS] = "flags",
        [OPTION_CAPABILITIES] = "capabilities",
        [OPTION_FAMILIES] = "families",
        [OPTION_NAMESPACES] = "namespaces",
        [OPTION_UNION] = "union",
        [OPTION_SYSCALLS] = "syscalls",
        [OPTION_RESTRICT] = "restrict",
        [OPTION_EXCEPTION] = "exception",
        [OPTION_REMOVE] = "remove",
        [OPTION_FILL] = "fill",
        [OPTION_LIMIT] = "limit",
};

/* By the number of the bit */
static const char *const needs[] = {
        "mnt", "user", "net", "ipc", "pid", "uts", "cgroup", "seccomp", "cgroup-bpf", "bpf-lsm", NULL
};
static const char *const flags[] = {
        "traces", "at-reload", "paths", "binds", "lxc-resets", "implies-nnp", NULL
};

static void print_bits(unsigned bits, const char *const *names) {
        const char *separator = "";

        for (unsigned i = 0; names[i]; i++)
                if (bits & 1U << i) {
                        printf("%s%s", separator, names[i]);
                        separator = " ";
                }
        putchar('\t');
}

static void print_option(const Option *o) {
        printf("option\t%s\t%u\t%s\t", o->name, o->since, kinds[o->kind]);
        print_bits(o->needs, needs);
        print_bits(o->flags, flags);
        printf("%s\t%s\n", o->initial ?: "", o->man);

        for (const OptionValue *v = o->values; v && v->name; v++)
                printf("value\t%s\t%s\t%u\t%u\n", o->name, v->name, v->since, v->bits);
}

static void print_names(const char *option, const Name *names) {
        for (const Name *n = names; n->name; n++)
                printf("name\t%s\t%s\t%u\n", option, n->name, n->since);
}

/* @name is looked up; it must be the row of @row, or none where that is NULL. */
static bool found(const char *name, const char *row) {
        const Option *o = option_find(name);

        if (row ? o && strcmp(o->name, row) == 0 : !o)
                return true;

        fprintf(stderr, "%s= is taken for %s, not for %s\n", name, o ? o->name : "none",
                row ?: "none");
        return false;
}

int main(void) {
        static const char *const others[] = {
                "", "A", "AmbientCapabilitiesX", "LimitCOR", "MemoryLimit", "Zzz", "user", "users",
        };
        bool good = found("ReadWriteDirectories", "ReadWritePaths") &&
                found("ReadOnlyDirectories", "ReadOnlyPaths") &&
                found("InaccessibleDirectories", "InaccessiblePaths");
        size_t n = 0;

        for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
                good = found(others[i], NULL) && good;

        for (const Option *o = option_table; o->name; o++, n++) {
                good = found(o->name, o->name) && option_index(o) == n && good;
                print_option(o);
        }

        print_names("CapabilityBoundingSet", capability_names);
        print_names("RestrictAddressFamilies", family_names);
        print_names("RestrictNamespaces", namespace_names);
        print_names("SystemCallFilter", syscall_groups);
        print_names("SystemCallArchitectures", architecture_names);

        return good && n == option_count() ? EXIT_SUCCESS : EXIT_FAILURE;
}
