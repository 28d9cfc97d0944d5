/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From system calls that were refused to the restrictions that may have done it. */
#include <errno.h>
#include <linux/audit.h>

#include "learn-traced.h"
#include "syscalls.h"

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE AUDIT_ARCH_AARCH64
#else
#define NATIVE 0
#endif

const char *traced_call(Arena *a, unsigned number) {
        return syscall_name(a, NATIVE, (int) number);
}

/* What a call asks for that is refused with this error. */
#define FILES "open|openat|openat2|stat|lstat|newfstatat|statx|access|faccessat|faccessat2|chdir|execve|readlink|" \
              "readlinkat"
#define PLACES "mkdir|mkdirat|unlink|unlinkat|rename|renameat|renameat2|link|linkat|symlink|symlinkat|mknod|mknodat|" \
               "connect"
#define MODES "chmod|fchmod|fchmodat|fchmodat2"
#define CHOWNS "chown|fchown|lchown|fchownat"
#define LOOKS "getdents64|inotify_add_watch|truncate|utimensat|bind"
#define SCHEDULING "setpriority|sched_setscheduler|sched_setparam|sched_setattr|ioprio_set|nice"
#define RESOURCES "setrlimit|sched_setaffinity|mbind|set_mempolicy"
#define CLOCKS "adjtimex|clock_settime|clock_adjtime|settimeofday"

static const struct {
        const char *calls; /* separated by "|" */
        int error;
        const Option *option;
        const char *element;
} reasons[] = {
        { CHOWNS, EPERM, OPT(CapabilityBoundingSet), "CAP_CHOWN" },
        { MODES "|utimensat|utimes|" PLACES, EPERM, OPT(CapabilityBoundingSet), "CAP_FOWNER" },
        { MODES "|mkdir|mkdirat|mknod|mknodat|openat", EPERM, OPT(RestrictSUIDSGID), NULL },
        { "kill|tgkill|tkill|pidfd_send_signal", EPERM, OPT(CapabilityBoundingSet), "CAP_KILL" },
        { "setuid|setreuid|setresuid|setfsuid", EPERM, OPT(CapabilityBoundingSet), "CAP_SETUID" },
        { "setgid|setregid|setresgid|setfsgid|setgroups", EPERM, OPT(CapabilityBoundingSet), "CAP_SETGID" },
        { "setuid|setreuid|setresuid|setgid|setregid|setresgid|setgroups", EPERM, OPT(NoNewPrivileges), NULL },
        { "capset|prctl", EPERM, OPT(CapabilityBoundingSet), "CAP_SETPCAP" },
        { "chroot", EPERM, OPT(CapabilityBoundingSet), "CAP_SYS_CHROOT" },
        { "mlock|mlockall|mlock2|shmctl", EPERM, OPT(CapabilityBoundingSet), "CAP_IPC_LOCK" },
        { "setrlimit|prlimit64|fcntl", EPERM, OPT(CapabilityBoundingSet), "CAP_SYS_RESOURCE" },
        { RESOURCES "|" SCHEDULING, EPERM, OPT(SystemCallFilter), "@resources" },
        { SCHEDULING, EPERM, OPT(CapabilityBoundingSet), "CAP_SYS_NICE" },
        { SCHEDULING, EACCES, OPT(CapabilityBoundingSet), "CAP_SYS_NICE" },
        { "sched_setscheduler|sched_setparam|sched_setattr", EPERM, OPT(RestrictRealtime), NULL },
        { "mprotect|mmap|pkey_mprotect|shmat", EPERM, OPT(MemoryDenyWriteExecute), NULL },
        { "mprotect|mmap|pkey_mprotect", EACCES, OPT(MemoryDenyWriteExecute), NULL }, /* by prctl(), kernel 6.3 */
        { "clone|clone3|unshare|setns", EPERM, OPT(RestrictNamespaces), NULL },
        { "clone|unshare|mount|umount2|pivot_root|setns|bpf", EPERM, OPT(CapabilityBoundingSet), "CAP_SYS_ADMIN" },
        { "socket", EAFNOSUPPORT, OPT(RestrictAddressFamilies), "AF_NETLINK" },
        { "socket", EAFNOSUPPORT, OPT(RestrictAddressFamilies), OTHER_FAMILIES },
        { "socket|setsockopt", EPERM, OPT(CapabilityBoundingSet), "CAP_NET_RAW" },
        { "setsockopt|ioctl|sendmsg|sendto", EPERM, OPT(CapabilityBoundingSet), "CAP_NET_ADMIN" },
        { "bind", EACCES, OPT(CapabilityBoundingSet), "CAP_NET_BIND_SERVICE" },
        { FILES "|" PLACES "|" MODES "|" CHOWNS "|" LOOKS, EACCES, OPT(CapabilityBoundingSet), "CAP_DAC_OVERRIDE" },
        { FILES, EACCES, OPT(CapabilityBoundingSet), "CAP_DAC_READ_SEARCH" },
        { FILES, EACCES, OPT(ProtectHome), NULL },
        { FILES "|" PLACES, EACCES, OPT(NoNewPrivileges), NULL },
        { "ptrace|process_vm_readv|openat|readlink", EACCES, OPT(CapabilityBoundingSet), "CAP_SYS_PTRACE" },
        { "ptrace|process_vm_readv|readlink|readlinkat", EACCES, OPT(PrivateUsers), NULL }, /* each command has one */
        { "personality", EPERM, OPT(LockPersonality), NULL },
        { "syslog", EPERM, OPT(ProtectKernelLogs), NULL },
        { "sethostname|setdomainname", EPERM, OPT(ProtectHostname), NULL },
        { CLOCKS, EPERM, OPT(ProtectClock), NULL },
        { CLOCKS, EPERM, OPT(SystemCallFilter), "@clock" },
        { CLOCKS, EPERM, OPT(SystemCallFilter), "@privileged" },
        { CLOCKS, EPERM, OPT(CapabilityBoundingSet), "CAP_SYS_TIME" },
};

static bool is_among(const char *calls, const char *name) {
        for (size_t n = strlen(name); *calls; calls += *calls == '|') {
                size_t m = strcspn(calls, "|");

                if (m == n && strncmp(calls, name, n) == 0)
                        return true;
                calls += m;
        }
        return false;
}

static bool is_new(const Learn *l, const Traced *t) {
        vec_foreach(old, &l->reference.traces)
                if (old->kind == t->kind && old->number == t->number && old->error == t->error &&
                    streq(old->command, t->command))
                        return false;
        return true;
}

/* A capability that was never granted is not missed. */
static bool was_used(const Learn *l, const Restriction *r) {
        return r->option != OPT(CapabilityBoundingSet) || r->in_doubt ||
               !traced_knows(&l->reference.traces, TRACE_CAPABILITY);
}

static void suspect(Learn *l, Restriction *r, const char *because, RestrictionRefs *ret) {
        if (!restriction_holds(r) || !was_used(l, r))
                return;
        vec_foreach(old, ret)
                if (*old == r)
                        return;
        r->suspicion = because;
        vec_push(l->arena, ret, r);
}

/* In a user namespace a capability is worth nothing outside of it. */
static void suspect_users(Learn *l, RestrictionRefs *ret) {
        Restriction *users = restriction_find(&l->candidate, OPT(PrivateUsers), NULL);

        for (size_t i = 0; users->in_doubt && i < ret->n; i++)
                if (ret->v[i]->option == OPT(CapabilityBoundingSet)) {
                        suspect(l, users, ret->v[i]->suspicion, ret);
                        return;
                }
}

void traced_suspects(Learn *l, const LearnRun *run, RestrictionRefs *ret) {
        vec_foreach(t, &run->traces) {
                const char *name = t->kind == TRACE_REFUSED ? traced_call(l->arena, t->number) : NULL;
                const char *because;

                if (!name || !is_new(l, t))
                        continue;
                because = arena_printf(l->arena, "%s() of %s ends with %s", name, t->command,
                                       strerrorname_np(t->error));
                for (size_t i = 0; i < ELEMENTSOF(reasons); i++)
                        if (reasons[i].error == t->error && is_among(reasons[i].calls, name))
                                vec_foreach(r, &l->candidate.all)
                                        if (r->option == reasons[i].option &&
                                            (!r->element || !reasons[i].element ||
                                             streq(r->element, reasons[i].element)))
                                                suspect(l, r, because, ret);
        }
        suspect_users(l, ret);
}
