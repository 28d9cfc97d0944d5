/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What an option needs from the machine, and what it would do to the unit beyond its name. */
#include "plan/own.h"
#include "option/target.h"
#include "unit/word.h"

/* PrivateNetwork= makes a mount namespace since then (NEWS of 255). */
#define PRIVATE_NETWORK_MOUNTS_SINCE 255
/* Before it ProtectClock= closes all devices, and does so at the reload already (systemd#25075). */
#define PROTECT_CLOCK_LEAVES_DEVICES_SINCE 252

static unsigned needs_of(const Planner *p, const Option *o, const char *value) {
        unsigned needs = o->needs;

        if (o == OPT(PrivateNetwork) && p->target->version < PRIVATE_NETWORK_MOUNTS_SINCE)
                needs &= ~(unsigned) NEEDS_MOUNT_NS;
        if (o == OPT(ProtectControlGroups) && streq(value, "yes"))
                needs &= ~(unsigned) NEEDS_CGROUP_NS;
        return needs;
}

static bool makes_mount_namespace(Planner *p, const Option *o) {
        const UnitLine *l = unit_option(p->unit, o);

        if (!l || o->since > p->target->version)
                return false;
        if (o == OPT(MountAPIVFS) || o == OPT(BindLogSockets)) /* alone from 257 on */
                return p->target->version >= 257 && service_says_yes(p->unit, o);
        if (o->kind == OPTION_EXCEPTION)
                return o->flags & (OPTION_PATHS | OPTION_BINDS) && lines_after_reset(l);
        if (!(needs_of(p, o, "") & NEEDS_MOUNT_NS))
                return false;
        if (o->kind == OPTION_ORDER)
                return full_order(p, o) > 0;
        if (o == OPT(DynamicUser))
                return service_is_dynamic(p->unit);
        if (o == OPT(RootDirectory))
                return p->matchable->chrooted;
        return lines_after_reset(l);
}

/* Whether the unit's own files give it a mount namespace. */
static bool unit_has_mount_namespace(Planner *p) {
        const char *flags = unit_last(p->unit, FACT_MOUNT_FLAGS);

        if (unit_last(p->unit, FACT_ROOT_IMAGE) || unit_last(p->unit, FACT_MOUNTS))
                return true;
        if (flags && (streq(flags, "slave") || streq(flags, "private")))
                return true;
        for (const Option *o = option_table; o->name; o++)
                if (makes_mount_namespace(p, o))
                        return true;
        return false;
}

/* A unit that could mount something would, in a namespace, do so for itself alone: with exit status 0, and
 * nobody else would see it. */
static bool could_mount_for_others(Planner *p) {
        const char *ambient = unit_last_option(p->unit, OPT(AmbientCapabilities));

        if (p->mounts < 0)
                p->mounts = !unit_has_mount_namespace(p) &&
                            (service_is_root(p->unit) || !service_says_yes(p->unit, OPT(NoNewPrivileges)) ||
                             (ambient && (*ambient == '~' || strcasestr(ambient, "CAP_SYS_ADMIN"))));
        return p->mounts;
}

/* Before 255 the option sets NoNewPrivileges= too, for a user without privileges (semantics.md 5). */
static bool implies_nnp(const Planner *p, const Option *o) {
        return o->flags & OPTION_IMPLIES_NNP && p->target->version < NNP_EXPLICIT_SINCE && !service_is_root(p->unit);
}

static bool nnp_is_wanted(Planner *p) {
        const Option *nnp = OPT(NoNewPrivileges);
        bool wished = false;

        vec_foreach(l, &p->wish->options[option_index(nnp)])
                wished = boolean_parse(l->value) > 0;
        return wished || own_order(p, nnp, NULL) > 0;
}

static const char *pattern_reason(Planner *p, const Option *o, unsigned needs) {
        bool nnp = o == OPT(NoNewPrivileges) || implies_nnp(p, o);

        if (o == OPT(ProtectClock) && p->target->version < PROTECT_CLOCK_LEAVES_DEVICES_SINCE)
                return plan_reason(
                        p, "systemd %u closes all devices with it, so only a policy that names the unit sets it",
                        p->target->version);
        if (o->flags & OPTION_TRACES)
                return "it leaves traces that no rollback removes, so only a policy that names the unit sets it";
        if (needs & NEEDS_MOUNT_NS && could_mount_for_others(p))
                return "it needs a mount namespace, and what the unit mounts would stay invisible outside: only a "
                       "policy that names the unit sets it";
        if (implies_nnp(p, o) && !nnp_is_wanted(p))
                return plan_reason(
                        p,
                        "before systemd %u it implies NoNewPrivileges=yes for this unit's user, which no policy "
                        "asks for",
                        NNP_EXPLICIT_SINCE);
        if (nnp && p->target->selinux)
                return "SELinux enforces, and NoNewPrivileges= can block the transition of the unit's domain: only a "
                       "policy that names the unit sets it";
        if (nnp && unit_last(p->unit, FACT_SELINUX_CONTEXT))
                return "NoNewPrivileges= can block the transition to SELinuxContext= of the unit: only a policy that "
                       "names the unit sets it";
        if (nnp && unit_last(p->unit, FACT_APPARMOR_PROFILE))
                return "NoNewPrivileges= can block the transition to AppArmorProfile= of the unit: only a policy that "
                       "names the unit sets it";
        return NULL;
}

/* systemd refuses to load a unit that has both (257 and 262; 252 takes it). */
static bool works_below_kernel_trees(const Planner *p) {
        const char *directory = unit_last(p->unit, FACT_WORKING_DIRECTORY);

        if (!directory)
                return false;
        directory += *directory == '-';
        return startswith(directory, "/proc/") || startswith(directory, "/sys/") || startswith(directory, "/dev/");
}

static const struct {
        unsigned needs;
        const char *name;
} namespaces[] = {
        { NEEDS_MOUNT_NS, "mnt" }, { NEEDS_USER_NS, "user" }, { NEEDS_NET_NS, "net" },
        { NEEDS_IPC_NS, "ipc" },   { NEEDS_PID_NS, "pid" },   { NEEDS_UTS_NS, "uts" },
        { NEEDS_CGROUP_NS, "cgroup" },
};

const char *needs_reason(Planner *p, const Option *o, const char *value, bool pattern) {
        unsigned needs = needs_of(p, o, value);

        if (target_is_lxc(p->target) && o->flags & OPTION_LXC_RESETS)
                return "in an LXC guest the container manager resets it";
        if (target_is_lxc(p->target) && needs & (NEEDS_MOUNT_NS | NEEDS_USER_NS))
                return "an LXC guest may not make the mount or user namespace that it needs";
        for (size_t i = 0; i < ELEMENTSOF(namespaces); i++)
                if (needs & p->target->forbidden & namespaces[i].needs)
                        return plan_reason(p, "it needs a namespace that user.max_%s_namespaces=0 forbids",
                                         namespaces[i].name);
        if (needs & NEEDS_MOUNT_NS && works_below_kernel_trees(p) && !unit_has_mount_namespace(p))
                return "it needs a mount namespace, and with WorkingDirectory= of the unit below /proc, /sys or /dev the "
                       "unit would not load";
        /* An exception goes out beside a restriction, which has passed all this. */
        return pattern && o->kind != OPTION_EXCEPTION ? pattern_reason(p, o, needs) : NULL;
}
