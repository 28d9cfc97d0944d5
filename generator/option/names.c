/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>
#include <strings.h>

#include "option/names.h"

const Name capability_names[] = {
        { "CAP_CHOWN", 247 },
        { "CAP_DAC_OVERRIDE", 247 },
        { "CAP_DAC_READ_SEARCH", 247 },
        { "CAP_FOWNER", 247 },
        { "CAP_FSETID", 247 },
        { "CAP_KILL", 247 },
        { "CAP_SETGID", 247 },
        { "CAP_SETUID", 247 },
        { "CAP_SETPCAP", 247 },
        { "CAP_LINUX_IMMUTABLE", 247 },
        { "CAP_NET_BIND_SERVICE", 247 },
        { "CAP_NET_BROADCAST", 247 },
        { "CAP_NET_ADMIN", 247 },
        { "CAP_NET_RAW", 247 },
        { "CAP_IPC_LOCK", 247 },
        { "CAP_IPC_OWNER", 247 },
        { "CAP_SYS_MODULE", 247 },
        { "CAP_SYS_RAWIO", 247 },
        { "CAP_SYS_CHROOT", 247 },
        { "CAP_SYS_PTRACE", 247 },
        { "CAP_SYS_PACCT", 247 },
        { "CAP_SYS_ADMIN", 247 },
        { "CAP_SYS_BOOT", 247 },
        { "CAP_SYS_NICE", 247 },
        { "CAP_SYS_RESOURCE", 247 },
        { "CAP_SYS_TIME", 247 },
        { "CAP_SYS_TTY_CONFIG", 247 },
        { "CAP_MKNOD", 247 },
        { "CAP_LEASE", 247 },
        { "CAP_AUDIT_WRITE", 247 },
        { "CAP_AUDIT_CONTROL", 247 },
        { "CAP_SETFCAP", 247 },
        { "CAP_MAC_OVERRIDE", 247 },
        { "CAP_MAC_ADMIN", 247 },
        { "CAP_SYSLOG", 247 },
        { "CAP_WAKE_ALARM", 247 },
        { "CAP_BLOCK_SUSPEND", 247 },
        { "CAP_AUDIT_READ", 247 },
        { "CAP_PERFMON", 247 },
        { "CAP_BPF", 247 },
        { "CAP_CHECKPOINT_RESTORE", 247 },
        {}
};

/* In the kernel's order. Each family once: the second names are below. */
const Name family_names[] = {
        { "AF_UNIX", 247 },
        { "AF_INET", 247 },
        { "AF_AX25", 247 },
        { "AF_IPX", 247 },
        { "AF_APPLETALK", 247 },
        { "AF_NETROM", 247 },
        { "AF_BRIDGE", 247 },
        { "AF_ATMPVC", 247 },
        { "AF_X25", 247 },
        { "AF_INET6", 247 },
        { "AF_ROSE", 247 },
        { "AF_DECnet", 247 },
        { "AF_NETBEUI", 247 },
        { "AF_SECURITY", 247 },
        { "AF_KEY", 247 },
        { "AF_NETLINK", 247 },
        { "AF_PACKET", 247 },
        { "AF_ASH", 247 },
        { "AF_ECONET", 247 },
        { "AF_ATMSVC", 247 },
        { "AF_RDS", 247 },
        { "AF_SNA", 247 },
        { "AF_IRDA", 247 },
        { "AF_PPPOX", 247 },
        { "AF_WANPIPE", 247 },
        { "AF_LLC", 247 },
        { "AF_IB", 247 },
        { "AF_MPLS", 247 },
        { "AF_CAN", 247 },
        { "AF_TIPC", 247 },
        { "AF_BLUETOOTH", 247 },
        { "AF_IUCV", 247 },
        { "AF_RXRPC", 247 },
        { "AF_ISDN", 247 },
        { "AF_PHONET", 247 },
        { "AF_IEEE802154", 247 },
        { "AF_CAIF", 247 },
        { "AF_ALG", 247 },
        { "AF_NFC", 247 },
        { "AF_VSOCK", 247 },
        { "AF_KCM", 247 },
        { "AF_QIPCRTR", 247 },
        { "AF_SMC", 247 },
        { "AF_XDP", 247 },
        { "AF_MCTP", 252 },
        {}
};

/* 252 to 257 take "time" without a word, and restrict nothing by it. */
const Name namespace_names[] = {
        { "cgroup", 247 },
        { "ipc", 247 },
        { "mnt", 247 },
        { "net", 247 },
        { "pid", 247 },
        { "user", 247 },
        { "uts", 247 },
        { "time", 258 },
        {}
};

const Name syscall_groups[] = {
        { "@default", 247 },
        { "@aio", 247 },
        { "@basic-io", 247 },
        { "@chown", 247 },
        { "@clock", 247 },
        { "@cpu-emulation", 247 },
        { "@debug", 247 },
        { "@file-system", 247 },
        { "@io-event", 247 },
        { "@ipc", 247 },
        { "@keyring", 247 },
        { "@memlock", 247 },
        { "@module", 247 },
        { "@mount", 247 },
        { "@network-io", 247 },
        { "@obsolete", 247 },
        { "@pkey", 247 },
        { "@privileged", 247 },
        { "@process", 247 },
        { "@raw-io", 247 },
        { "@reboot", 247 },
        { "@resources", 247 },
        { "@sandbox", 254 },
        { "@setuid", 247 },
        { "@signal", 247 },
        { "@swap", 247 },
        { "@sync", 247 },
        { "@system-service", 247 },
        { "@timer", 247 },
        { "@known", 247 },
        {}
};

/* What both systemd and the libseccomp that it was built with know. loongarch64 needs systemd 255 and
 * libseccomp 2.6: Debian has both since 257. */
const Name architecture_names[] = {
        { "native", 247 },
        { "x86", 247 },
        { "x86-64", 247 },
        { "x32", 247 },
        { "arm", 247 },
        { "arm64", 247 },
        { "loongarch64", 257 },
        { "mips", 247 },
        { "mips-le", 247 },
        { "mips64", 247 },
        { "mips64-le", 247 },
        { "mips64-n32", 247 },
        { "mips64-le-n32", 247 },
        { "parisc", 252 },
        { "parisc64", 252 },
        { "ppc", 247 },
        { "ppc64", 247 },
        { "ppc64-le", 247 },
        { "riscv64", 247 },
        { "s390", 247 },
        { "s390x", 247 },
        {}
};

static const struct {
        const char *second, *first;
} family_aliases[] = {
        { "AF_LOCAL", "AF_UNIX" },
        { "AF_FILE", "AF_UNIX" },
        { "AF_ROUTE", "AF_NETLINK" },
};

/* All capabilities begin alike: what follows decides, mostly with its first letter. */
static int capability_index(const char *name) {
        enum { PREFIX = sizeof("CAP_") - 1 };

        if (strncasecmp(name, "CAP_", PREFIX) != 0)
                return -1;
        for (int i = 0; capability_names[i].name; i++)
                if ((name[PREFIX] & ~0x20) == capability_names[i].name[PREFIX] &&
                    strcasecmp(capability_names[i].name + PREFIX, name + PREFIX) == 0)
                        return i;
        return -1;
}

int name_index(const Name *names, const char *name, unsigned version) {
        if (names == capability_names) {
                int i = capability_index(name);

                return i >= 0 && names[i].since <= version ? i : -1;
        }
        if (names == family_names)
                for (size_t i = 0; i < sizeof(family_aliases) / sizeof(family_aliases[0]); i++)
                        if (strcmp(name, family_aliases[i].second) == 0)
                                name = family_aliases[i].first;

        for (int i = 0; names[i].name; i++)
                if (strcmp(names[i].name, name) == 0)
                        return names[i].since <= version ? i : -1;

        return -1;
}

size_t name_count(const Name *names) {
        size_t n = 0;

        while (names[n].name)
                n++;

        return n;
}
