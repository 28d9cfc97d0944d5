/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the words of a service's own journal say about the option that stopped it. */
#include "option/names.h"
#include "suspect.h"

typedef struct WordRule {
        const char *words;   /* one of them is in the line, whatever the case; NULL: any line */
        unsigned errors;     /* and it names one of these */
        const Option *option;
        const char *element; /* that the plan takes out; NULL: the whole option counts */
        Certainty certainty;
        const char *because;
} WordRule;

#define CAP(words, errors, name, certainty) \
        { words, errors, OPT(CapabilityBoundingSet), name, certainty, "it needs " name " for this" }
#define FAMILY(words, name) \
        { words, ERROR_FAMILY, OPT(RestrictAddressFamilies), name, CERTAIN, "it makes a socket of " name }
#define DENIED (ERROR_PERMISSION | ERROR_ACCESS)
#define DENIED_OR_SILENT (DENIED | ERROR_NONE)

/* Of rows for the same option the first one that fits counts, if not a later one is surer. */
static const WordRule rules[] = {
        FAMILY("netlink|getifaddrs|interfaces|rtnl", "AF_NETLINK"),
        FAMILY("af_unix|unix socket|net_listen_unix|local socket|.sock|/run/", "AF_UNIX"),
        FAMILY("[::|::1|on ::|ipv6|af_inet6", "AF_INET6"),
        FAMILY("127.0.0.1|0.0.0.0|ipv4|tcp|udp|listen", "AF_INET"),
        FAMILY("af_packet|packet socket", "AF_PACKET"),
        { NULL, ERROR_FAMILY, OPT(RestrictAddressFamilies), NULL, CERTAIN,
          "it makes a socket of a family that is not allowed" },

        { "mprotect|mmap|prot_exec|executable memory|jit|writable and executable|virtualalloc", DENIED | ERROR_MEMORY,
          OPT(MemoryDenyWriteExecute), NULL, LIKELY, "it wants memory that is writable and executable" },
        CAP("chown|ownership|change owner", DENIED_OR_SILENT, "CAP_CHOWN", LIKELY),
        CAP("setgid|setgroups|initgroups|setresgid|setregid|group id|set gid|gid=|to group|cap_setgid|"
            "supplementary groups", DENIED_OR_SILENT, "CAP_SETGID", LIKELY),
        CAP("setuid|setresuid|setreuid|user id|set uid|uid=|to user|cap_setuid|drop privileges|privilege not needed",
            DENIED_OR_SILENT, "CAP_SETUID", LIKELY),
        CAP("bind|listen|make_sock|open_socket", DENIED, "CAP_NET_BIND_SERVICE", LIKELY),
        CAP("chroot", DENIED_OR_SILENT, "CAP_SYS_CHROOT", LIKELY),
        CAP("cap_set_proc|capset|set capabilities", DENIED, "CAP_SETPCAP", POSSIBLE),
        CAP("chmod|utime|fchmod|set permissions|fixfd", ERROR_PERMISSION, "CAP_FOWNER", LIKELY),
        CAP("mount|pivot_root|sethostname|setns|bpf", DENIED, "CAP_SYS_ADMIN", POSSIBLE),
        CAP("raw socket|icmp|ping|packet socket|sock_raw", DENIED, "CAP_NET_RAW", LIKELY),
        CAP("iptables|nftables|tunset|tun/tap|ioctl|route|rtnetlink|setsockopt|netfilter|vlan|interface", DENIED,
            "CAP_NET_ADMIN", LIKELY),
        CAP("setrlimit|prlimit|rlimit|open files|file descriptors", DENIED, "CAP_SYS_RESOURCE", LIKELY),
        CAP("sched_set|setpriority|nice|scheduler|affinity", DENIED, "CAP_SYS_NICE", LIKELY),
        CAP("mlock|lock memory|memlock", DENIED | ERROR_MEMORY, "CAP_IPC_LOCK", LIKELY),
        CAP("kill|signal", ERROR_PERMISSION, "CAP_KILL", LIKELY),
        CAP("settime|adjtime|clock|set time|ntp_adj", ERROR_PERMISSION, "CAP_SYS_TIME", LIKELY),
        CAP("ptrace|/proc/", DENIED, "CAP_SYS_PTRACE", POSSIBLE),
        CAP("mknod", ERROR_PERMISSION, "CAP_MKNOD", LIKELY),
        CAP("syslog|klog|dmesg|kmsg", DENIED, "CAP_SYSLOG", LIKELY),
        CAP("module|modprobe", DENIED, "CAP_SYS_MODULE", LIKELY),
        CAP("reboot", DENIED, "CAP_SYS_BOOT", LIKELY),
        CAP("/dev/mem|ioperm|iopl", DENIED, "CAP_SYS_RAWIO", LIKELY),

        { "sched_set|real-time|realtime|sched_fifo|sched_rr|scheduler", ERROR_PERMISSION, OPT(RestrictRealtime), NULL,
          LIKELY, "it asks for real-time scheduling" },
        { "suid|setuid bit|chmod|mkdir|mode 4|mode 2|mknod|install", ERROR_PERMISSION, OPT(RestrictSUIDSGID), NULL,
          LIKELY, "it makes a file with a set-uid or set-gid bit" },
        { "unshare|clone|namespace|setns|sandbox", ERROR_PERMISSION | ERROR_INVALID, OPT(RestrictNamespaces), NULL,
          LIKELY, "it makes a namespace" },
        { "hostname", ERROR_PERMISSION, OPT(ProtectHostname), NULL, LIKELY, "it sets the machine's name" },
        { "settime|adjtime|clock|set time|ntp_adj|rtc", DENIED, OPT(ProtectClock), NULL, LIKELY, "it sets the clock" },
        { "syslog|klog|dmesg|kmsg|kernel log", DENIED, OPT(ProtectKernelLogs), NULL, LIKELY,
          "it reads the kernel's log" },
        { "module|modprobe|insmod", DENIED | ERROR_NO_FILE, OPT(ProtectKernelModules), NULL, LIKELY,
          "it loads a kernel module" },
        { "personality", ERROR_PERMISSION, OPT(LockPersonality), NULL, LIKELY, "it changes its execution domain" },
        { "mknod|device", DENIED | ERROR_NO_FILE, OPT(PrivateDevices), NULL, POSSIBLE, "it uses a device" },
        { "device", DENIED, OPT(DevicePolicy), NULL, POSSIBLE, "it uses a device" },
        { "sudo|no new privileges|effective uid is not 0|setuid root|suid", ERROR_ANY, OPT(NoNewPrivileges), NULL,
          LIKELY, "it runs a program that gains rights" },
        { "chown|setgid|setuid|setgroups|initgroups|user|group|bind|tunset", DENIED | ERROR_INVALID, OPT(PrivateUsers),
          NULL, LIKELY, "root's rights count for nothing in its user namespace" },
        { "key", DENIED, OPT(KeyringMode), NULL, POSSIBLE, "it wants keys of its user" },

        { NULL, ERROR_SYSCALL, OPT(SystemCallFilter), NULL, CERTAIN,
          "a program of it was killed for a forbidden system call" },
        { NULL, ERROR_READ_ONLY, OPT(ProtectSystem), NULL, LIKELY, "it writes where all is read-only" },
        { NULL, ERROR_READ_ONLY, OPT(ReadOnlyPaths), NULL, POSSIBLE, "it writes where all is read-only" },
        { NULL, ERROR_FILES, OPT(LimitNOFILE), NULL, CERTAIN, "it opens more files than it may" },
        { NULL, ERROR_TASKS, OPT(TasksMax), NULL, LIKELY, "it starts more processes or threads than it may" },
        { NULL, ERROR_TASKS, OPT(LimitNPROC), NULL, LIKELY, "its user has more processes than it may" },
        { NULL, ERROR_TASKS | ERROR_MEMORY | ERROR_PERMISSION, OPT(LimitMEMLOCK), NULL, POSSIBLE,
          "it locks more memory than it may" },
        { NULL, ERROR_MEMORY, OPT(LimitAS), NULL, LIKELY, "its address space is larger than it may be" },
        { NULL, ERROR_MEMORY, OPT(LimitDATA), NULL, LIKELY, "it has more data than it may" },
        { NULL, ERROR_MEMORY, OPT(MemoryMax), NULL, POSSIBLE, "it takes more memory than it may" },
        { NULL, ERROR_SIZE, OPT(LimitFSIZE), NULL, CERTAIN, "it writes a larger file than it may" },
        { NULL, ERROR_NETWORK, OPT(PrivateNetwork), NULL, LIKELY, "it has no network" },
        { NULL, ERROR_NETWORK, OPT(IPAddressDeny), NULL, POSSIBLE, "packets are dropped" },
        { NULL, ERROR_PERMISSION, OPT(IPAddressDeny), NULL, POSSIBLE, "packets are dropped" },
        { "bind|listen", ERROR_PERMISSION, OPT(SocketBindDeny), NULL, LIKELY, "it listens on a port" },
        { NULL, ERROR_PERMISSION, OPT(SystemCallFilter), NULL, POSSIBLE,
          "a forbidden system call may fail with this error" },
};

/* Only with an error of its own a forbidden call fails; else it kills. */
static bool filter_fails(Case *k) {
        return plan_has(k, OPT(SystemCallErrorNumber)) || unit_option(k->explanation->unit, OPT(SystemCallErrorNumber));
}

/* "process is missing required capability NET_ADMIN" */
static void suspects_by_name(Case *k, const Clue *clue) {
        for (const Name *n = capability_names; n->name; n++)
                if (text_has(clue->text, arena_printf(k->arena, "capability %s", n->name + strlen("CAP_"))) &&
                    plan_denies(k, OPT(CapabilityBoundingSet), n->name))
                        suspect_add(k, (Suspect) { .option = OPT(CapabilityBoundingSet), .element = n->name,
                                                   .certainty = LIKELY, .because = "it names this capability",
                                                   .evidence = clue->text });
}

void suspects_by_words(Case *k, const Clue *clue) {
        suspects_by_name(k, clue);
        for (size_t i = 0; i < ELEMENTSOF(rules); i++) {
                const WordRule *r = rules + i;
                Certainty certainty = r->certainty;

                if (!(clue->error & r->errors) || (r->words && !text_has(clue->text, r->words)) ||
                    !plan_has(k, r->option) ||
                    (r->element && !plan_denies(k, r->option, r->element)))
                        continue;
                if (r->option == OPT(SystemCallFilter) && clue->error == ERROR_PERMISSION && !filter_fails(k))
                        continue;
                if (clue->error == ERROR_NONE && certainty < POSSIBLE)
                        certainty++;
                suspect_add(k, (Suspect) { .option = r->option, .element = r->element, .certainty = certainty,
                                           .because = r->because, .evidence = clue->text });
        }
}
