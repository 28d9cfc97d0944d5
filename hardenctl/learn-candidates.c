/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-candidates.h"

#include "learn-priors.h"
#include "option/names.h"
#include "unit/word.h"

/* Weights are those of systemd-analyze security (assess_* of analyze-security.c); where several options have one line
 * there, each has its weight. What this table lacks is left alone: what leaves traces, acts on more than this service,
 * or cannot be told by a probe. */
static const struct {
        const Option *option;
        const char *values[LADDER_MAX];
        unsigned weight;
} ladders[] = {
        { OPT(UMask), { "0077", "0027" }, 100 },
        { OPT(NoNewPrivileges), { "yes" }, 1000 },
        { OPT(RestrictSUIDSGID), { "yes" }, 1000 },
        { OPT(ProtectSystem), { "strict", "full", "yes" }, 1000 },
        { OPT(ProtectHome), { "yes", "tmpfs", "read-only" }, 1000 },
        { OPT(PrivateTmp), { "yes" }, 1000 },
        { OPT(PrivateDevices), { "yes" }, 2000 },
        { OPT(ProtectClock), { "yes" }, 1000 },
        { OPT(ProtectKernelTunables), { "yes" }, 1000 },
        { OPT(ProtectKernelModules), { "yes" }, 1000 },
        { OPT(ProtectKernelLogs), { "yes" }, 1000 },
        { OPT(ProtectControlGroups), { "yes" }, 1000 },
        { OPT(LockPersonality), { "yes" }, 100 },
        { OPT(MemoryDenyWriteExecute), { "yes" }, 100 },
        { OPT(RestrictRealtime), { "yes" }, 500 },
        { OPT(ProtectProc), { "invisible" }, 1000 },
        { OPT(ProcSubset), { "pid" }, 10 },
        { OPT(PrivateUsers), { "yes" }, 1000 },
        { OPT(PrivateIPC), { "yes" }, 0 },
        { OPT(ProtectHostname), { "yes" }, 50 },
        { OPT(PrivateNetwork), { "yes" }, 2500 },
        { OPT(SystemCallArchitectures), { "native" }, 1000 },
};

static const struct {
        const Option *option;
        const char *element;
        unsigned weight;
} elements[] = {
        { OPT(RestrictNamespaces), "user", 1500 }, { OPT(RestrictNamespaces), "mnt", 500 },
        { OPT(RestrictNamespaces), "ipc", 500 },   { OPT(RestrictNamespaces), "pid", 500 },
        { OPT(RestrictNamespaces), "cgroup", 500 }, { OPT(RestrictNamespaces), "net", 500 },
        { OPT(RestrictNamespaces), "uts", 100 },
        { OPT(RestrictAddressFamilies), "AF_UNIX", 25 },     { OPT(RestrictAddressFamilies), "AF_INET", 1500 },
        { OPT(RestrictAddressFamilies), "AF_INET6", 1500 },  { OPT(RestrictAddressFamilies), "AF_NETLINK", 200 },
        { OPT(RestrictAddressFamilies), "AF_PACKET", 1000 }, { OPT(RestrictAddressFamilies), OTHER_FAMILIES, 1250 },
        { OPT(SystemCallFilter), ALLOW_LIST, 4000 },
        { OPT(SystemCallFilter), "@privileged", 700 },   { OPT(SystemCallFilter), "@resources", 700 },
        { OPT(SystemCallFilter), "@clock", 1000 },       { OPT(SystemCallFilter), "@cpu-emulation", 250 },
        { OPT(SystemCallFilter), "@debug", 1000 },       { OPT(SystemCallFilter), "@module", 1000 },
        { OPT(SystemCallFilter), "@mount", 1000 },       { OPT(SystemCallFilter), "@obsolete", 250 },
        { OPT(SystemCallFilter), "@raw-io", 1000 },      { OPT(SystemCallFilter), "@reboot", 1000 },
        { OPT(SystemCallFilter), "@swap", 1000 },
};

/* Those of which systemd-analyze has a line; several of one line have its weight each. */
static const struct {
        const char *names;
        unsigned weight;
} capabilities[] = {
        { "CAP_SYS_ADMIN CAP_SETUID CAP_SETGID CAP_SETPCAP CAP_SYS_PTRACE", 1500 },
        { "CAP_SYS_TIME CAP_NET_ADMIN CAP_SYS_RAWIO CAP_SYS_MODULE CAP_CHOWN CAP_FSETID CAP_SETFCAP CAP_DAC_OVERRIDE "
          "CAP_DAC_READ_SEARCH CAP_FOWNER CAP_IPC_OWNER", 1000 },
        { "CAP_AUDIT_CONTROL CAP_AUDIT_READ CAP_AUDIT_WRITE CAP_SYSLOG CAP_SYS_NICE CAP_SYS_RESOURCE CAP_MKNOD "
          "CAP_KILL CAP_NET_BIND_SERVICE CAP_NET_BROADCAST CAP_NET_RAW", 500 },
        { "CAP_SYS_BOOT CAP_MAC_ADMIN CAP_MAC_OVERRIDE CAP_LINUX_IMMUTABLE CAP_IPC_LOCK CAP_SYS_CHROOT", 75 },
};

static unsigned weight_of_capability(Arena *a, const char *name) {
        for (size_t i = 0; i < ELEMENTSOF(capabilities); i++) {
                const char *rest = capabilities[i].names, *word;

                while (word_next(a, &rest, 0, &word) > 0)
                        if (streq(word, name))
                                return capabilities[i].weight;
        }
        return 25;
}

static unsigned prior_of(const char *option, const char *element) {
        for (size_t i = 0; i < ELEMENTSOF(learn_priors); i++)
                if (streq(learn_priors[i].option, option) && streq(learn_priors[i].element, element))
                        return learn_priors[i].broke;
        return 0;
}

static void add(Candidate *c, Restriction r) {
        r.broke = prior_of(r.option->name, r.element ?: "");
        if (r.option->since <= c->version)
                vec_push(c->arena, &c->all, r);
}

void candidate_make(Arena *a, unsigned version, Candidate *ret) {
        *ret = (Candidate) { .arena = a, .version = version };
        for (size_t i = 0; i < ELEMENTSOF(ladders); i++) {
                Restriction r = { .option = ladders[i].option, .weight = ladders[i].weight };

                memcpy(r.values, ladders[i].values, sizeof(r.values));
                add(ret, r);
        }
        for (const Name *n = capability_names; n->name; n++)
                if (n->since <= version)
                        add(ret, (Restriction) { .option = OPT(CapabilityBoundingSet), .element = n->name,
                                                 .weight = weight_of_capability(a, n->name) });
        for (size_t i = 0; i < ELEMENTSOF(elements); i++)
                add(ret, (Restriction) { .option = elements[i].option, .element = elements[i].element,
                                         .weight = elements[i].weight });
}

Restriction *restriction_find(const Candidate *c, const Option *o, const char *element) {
        vec_foreach(r, &c->all)
                if (r->option == o && (!r->element || (element && streq(r->element, element))))
                        return r;
        return NULL;
}

Candidate candidate_copy(const Candidate *c) {
        Candidate copy = { .arena = c->arena, .version = c->version, .calls = c->calls };

        vec_foreach(r, &c->all)
                vec_push(c->arena, &copy.all, *r);
        vec_foreach(path, &c->writable)
                vec_push(c->arena, &copy.writable, *path);
        return copy;
}

/* Others hold on to its restrictions, which stay where they are. */
void candidate_restore(Candidate *c, const Candidate *copy) {
        for (size_t i = 0; i < c->all.n; i++)
                c->all.v[i] = copy->all.v[i];
        c->writable = copy->writable;
}

void restriction_weaken(Restriction *r, const char *because) {
        if (restriction_holds(r))
                r->level++;
        r->because = because;
}

void restriction_drop(Restriction *r, const char *because) {
        while (restriction_holds(r))
                r->level++;
        r->because = because;
}

const char *restriction_text(Arena *a, const Restriction *r) {
        return r->element ? arena_printf(a, "%s=%s", r->option->name, r->element)
                          : arena_printf(a, "%s=%s", r->option->name,
                                         restriction_holds(r) ? r->values[r->level] : r->values[0]);
}
