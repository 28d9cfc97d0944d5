/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Capabilities whose use shows, users that it changes between, and programs that gain rights when they start. A process
 * of root has all capabilities without using any, so those that it has say nothing. */
#include <linux/capability.h>
#include <sys/xattr.h>

#include "option/names.h"
#include "preflight-look.h"
#include "unit/service.h"

/* Each returns what shows that it was used, in words; NULL: nothing does. */
typedef const char *(*Trace)(Look *l, const Runner *r);

/* The user and group that systemd starts it as. */
static uint32_t first_id(const Look *l, bool group) {
        if (service_is_root(l->unit) && !service_is_dynamic(l->unit))
                return 0;
        return group ? l->main->gids[0] : l->main->uids[0];
}

/* With a user namespace of its own a process has no need of rights outside. */
static bool has_own_users(const Look *l, const Runner *r) {
        return r->namespaces[NS_USER] != l->first->namespaces[NS_USER];
}

/* Set-uid programs change users without that capability. */
static bool gains_rights(const Runner *r) {
        return ((r->exe_stat.st_mode & S_ISUID) && r->exe_stat.st_uid != r->uids[0]) ||
               ((r->exe_stat.st_mode & S_ISGID) && r->exe_stat.st_gid != r->gids[0]);
}

static const char *trace_of_users(Look *l, const Runner *r) {
        uint32_t first = first_id(l, false);

        if (gains_rights(r))
                return NULL;
        for (size_t i = 0; i < 4; i++)
                if (r->uids[i] != first)
                        return arena_printf(l->arena, "was started as user %u and is user %u", first, r->uids[i]);
        return NULL;
}

static const char *trace_of_groups(Look *l, const Runner *r) {
        uint32_t first = first_id(l, true);

        if (gains_rights(r) || unit_option(l->unit, OPT(Group)))
                return NULL;
        for (size_t i = 0; i < 4; i++)
                if (r->gids[i] != first)
                        return arena_printf(l->arena, "was started with group %u and has group %u", first, r->gids[i]);
        return NULL;
}

static const char *trace_of_chroot(Look *l, const Runner *r) {
        if (!r->root || streq(r->root, "/") || unit_option(l->unit, OPT(RootDirectory)) ||
            unit_last(l->unit, FACT_ROOT_IMAGE))
                return NULL;
        return arena_printf(l->arena, "has changed its root to %s", r->root);
}

static const char *trace_of_locked_memory(Look *l, const Runner *r) {
        uint64_t limit;

        if (process_limit(&r->process, "Max locked memory", &limit) < 0 || limit == UINT64_MAX ||
            r->locked * 1024 <= limit)
                return NULL;
        return arena_printf(l->arena, "has locked %llu KiB of memory, more than its limit of %llu KiB",
                            (unsigned long long) r->locked, (unsigned long long) limit / 1024);
}

/* What the unit asks for is done before it has lost any right. */
static const char *trace_of_priority(Look *l, const Runner *r) {
        unsigned long long nice;

        if (r->nice >= 0 || bus_unit_number(context_bus(l->context), l->unit->name, "Nice", &nice) < 0 ||
            r->nice >= (int) nice)
                return NULL;
        return arena_printf(l->arena, "has given itself the priority %d (nice)", r->nice);
}

static const char *trace_of_realtime(Look *l, const Runner *r) {
        static const char *const names[] = { [1] = "SCHED_FIFO", [2] = "SCHED_RR", [6] = "SCHED_DEADLINE" };
        const char *policy = unit_last(l->unit, FACT_CPU_SCHEDULING_POLICY);

        if (r->scheduling == 0 || (policy && (streq(policy, "fifo") || streq(policy, "rr"))))
                return NULL;
        return arena_printf(l->arena, "is scheduled in real time (%s)", names[r->scheduling]);
}

static const char *const in_setuid[] = { "@setuid", "@privileged", "@system-service", NULL };
static const char *const in_setgid[] = { "@setuid", "@system-service", NULL };
static const char *const in_chroot[] = { "@mount", "@privileged", NULL };
static const char *const in_memlock[] = { "@memlock", "@system-service", NULL };
static const char *const in_resources[] = { "@resources", "@system-service", NULL };

static const struct {
        const char *capability;
        Trace trace;
        const char *call;
        const char *const *groups; /* those of systemd that hold the call */
} traces[] = {
        { "CAP_SETUID", trace_of_users, "setuid", in_setuid },
        { "CAP_SETGID", trace_of_groups, "setgid", in_setgid },
        { "CAP_SYS_CHROOT", trace_of_chroot, "chroot", in_chroot },
        { "CAP_IPC_LOCK", trace_of_locked_memory, "mlock", in_memlock },
        { "CAP_SYS_NICE", trace_of_priority, "setpriority", in_resources },
        { "CAP_SYS_NICE", trace_of_realtime, "sched_setscheduler", in_resources },
};

static void look_at_capabilities(Look *l, const Runner *r) {
        const Option *o = OPT(CapabilityBoundingSet);

        for (size_t i = 0; i < ELEMENTSOF(traces); i++) {
                const char *what = has_own_users(l, r) ? NULL : traces[i].trace(l, r);

                if (!what)
                        continue;
                if (bar_takes(l, o, traces[i].capability))
                        finding_add(l, r, o, NULL, exemption_of(l, o, traces[i].capability), "%s, which needs %s", what,
                                    traces[i].capability);
                finding_syscall(l, r, traces[i].call, traces[i].groups, what);
        }
}

static void look_at_realtime(Look *l, const Runner *r) {
        const char *what = trace_of_realtime(l, r);

        if (what && bar_switches_on(l, OPT(RestrictRealtime)))
                finding_add(l, r, OPT(RestrictRealtime), NULL, NULL, "%s", what);
}

/* In a user namespace there are root and the service's own user. */
static void look_at_users(Look *l, const Runner *r) {
        const char *value = bar(l, OPT(PrivateUsers))->now.value;

        if (!value || streq(value, "no") || streq(value, "identity") || streq(value, "full") || has_own_users(l, r))
                return;
        for (size_t i = 0; i < 4; i++)
                if (r->uids[i] != 0 && r->uids[i] != first_id(l, false)) {
                        finding_add(l, r, OPT(PrivateUsers), NULL, NULL,
                                    "is user %u, whom its user namespace would not know", r->uids[i]);
                        return;
                }
}

static void look_at_programs(Look *l, const Runner *r) {
        char capability[64];

        if (!bar_switches_on(l, OPT(NoNewPrivileges)) || r->no_new_privileges)
                return;
        if (gains_rights(r))
                finding_add(l, r, OPT(NoNewPrivileges), NULL, NULL, "runs %s, which is set-%s", r->exe,
                            r->exe_stat.st_mode & S_ISUID ? "uid" : "gid");
        else if (r->uids[1] != 0 && r->permitted != 0 &&
                 getxattr(arena_printf(l->arena, "/proc/%d/exe", (int) r->pid), "security.capability", capability,
                          sizeof(capability)) > 0)
                finding_add(l, r, OPT(NoNewPrivileges), NULL, NULL, "runs %s, whose file gives it capabilities",
                            r->exe);
}

const Check checks_of_rights[] = {
        { { OPT(CapabilityBoundingSet), OPT(SystemCallFilter), NULL }, look_at_capabilities },
        { { OPT(RestrictRealtime), NULL }, look_at_realtime },
        { { OPT(PrivateUsers), NULL }, look_at_users },
        { { OPT(NoNewPrivileges), NULL }, look_at_programs },
        {}
};
