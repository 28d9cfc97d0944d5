/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How many filters of system calls systemd installs for a service, so that the count in /proc/PID/status tells whether
 * the process was started with them. Seen on 252 and 257 with libseccomp 2.5: one for each architecture that the
 * machine runs (on x86-64 three), except where its calls do not exist there; those that systemd installs after the
 * filter of SystemCallArchitectures= leave out what that has closed. Never too many. Since that option takes away more
 * than it adds, its own arrival is seen only where nothing else is late.
 */
#include "filters.h"

#include "unit/service.h"
#include "unit/word.h"

typedef struct Filter {
        const Option *option;
        unsigned x86_64, elsewhere;
        bool late; /* installed after that of SystemCallArchitectures= */
} Filter;

/* Not here: MemoryDenyWriteExecute=, since a kernel of 6.3 or later has a flag of its own for it, which nobody can
 * read. */
static const Filter filters[] = {
        { OPT(RestrictSUIDSGID), 3, 1, false },
        { OPT(PrivateDevices), 3, 1, false },
        { OPT(ProtectClock), 3, 1, false },
        { OPT(ProtectKernelTunables), 2, 0, false },
        { OPT(ProtectKernelModules), 3, 1, false },
        { OPT(ProtectKernelLogs), 3, 1, false },
        { OPT(ProtectHostname), 3, 1, false },
        { OPT(RestrictRealtime), 3, 1, false },
        { OPT(RestrictNamespaces), 3, 1, false },
        { OPT(RestrictAddressFamilies), 2, 1, false },
        { OPT(SystemCallArchitectures), 1, 1, false },
        { OPT(LockPersonality), 3, 1, true },
        { OPT(SystemCallFilter), 3, 1, true },
        { OPT(SystemCallLog), 3, 1, true },
};

static const Filter *find(const Option *o) {
        for (size_t i = 0; i < ELEMENTSOF(filters); i++)
                if (filters[i].option == o)
                        return filters + i;
        return NULL;
}

static bool value_filters(const Option *o, const char *value) {
        if (o == OPT(ProtectHostname) || o->kind == OPTION_ORDER)
                return boolean_parse(value) > 0;
        return *value && (o != OPT(RestrictNamespaces) || boolean_parse(value) != 0);
}

bool option_filters(const Option *o, const char *value) {
        return find(o) && value_filters(o, value);
}

void filters_of_unit(const Unit *u, bool *ret) {
        for (size_t i = 0; i < ELEMENTSOF(filters); i++)
                for (const UnitLine *l = lines_after_reset(unit_option(u, filters[i].option)); l; l = l->next)
                        ret[option_index(filters[i].option)] = value_filters(filters[i].option, l->value);
        if (service_is_dynamic(u))
                ret[OPT_RestrictSUIDSGID] = true;
}

unsigned filters_least(const bool *set, const char *architecture) {
        bool x86_64 = architecture && streq(architecture, "x86-64");
        unsigned n = 0;

        for (size_t i = 0; i < ELEMENTSOF(filters); i++) {
                const Filter *f = filters + i;

                if (set[option_index(f->option)])
                        n += !x86_64 ? f->elsewhere : f->late && set[OPT_SystemCallArchitectures] ? 1 : f->x86_64;
        }
        return n;
}
