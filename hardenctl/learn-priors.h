/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How many of fifty real services each restriction broke. Made by tests/learn/priors. */

static const struct {
        const char *option, *element; /* "": the whole option */
        unsigned broke;
} learn_priors[] = {
        { "CapabilityBoundingSet", "CAP_CHOWN", 13 },
        { "CapabilityBoundingSet", "CAP_DAC_OVERRIDE", 14 },
        { "CapabilityBoundingSet", "CAP_DAC_READ_SEARCH", 4 },
        { "CapabilityBoundingSet", "CAP_FOWNER", 2 },
        { "CapabilityBoundingSet", "CAP_KILL", 2 },
        { "CapabilityBoundingSet", "CAP_NET_ADMIN", 5 },
        { "CapabilityBoundingSet", "CAP_NET_BIND_SERVICE", 17 },
        { "CapabilityBoundingSet", "CAP_NET_RAW", 2 },
        { "CapabilityBoundingSet", "CAP_SETFCAP", 1 },
        { "CapabilityBoundingSet", "CAP_SETGID", 28 },
        { "CapabilityBoundingSet", "CAP_SETUID", 29 },
        { "CapabilityBoundingSet", "CAP_SYS_ADMIN", 2 },
        { "CapabilityBoundingSet", "CAP_SYS_CHROOT", 6 },
        { "IPAddressDeny", "", 44 },
        { "MemoryDenyWriteExecute", "", 5 },
        { "NoNewPrivileges", "", 3 },
        { "PrivateDevices", "", 2 },
        { "PrivateNetwork", "", 45 },
        { "PrivateTmp", "", 2 },
        { "PrivateUsers", "", 34 },
        { "ProcSubset", "", 2 },
        { "ProtectHome", "", 9 },
        { "ProtectHostname", "", 1 },
        { "ProtectKernelTunables", "", 1 },
        { "ProtectSystem", "", 2 },
        { "RestrictAddressFamilies", "AF_INET", 45 },
        { "RestrictAddressFamilies", "AF_INET6", 45 },
        { "RestrictAddressFamilies", "AF_NETLINK", 13 },
        { "RestrictAddressFamilies", "AF_UNIX", 31 },
        { "RestrictAddressFamilies", OTHER_FAMILIES, 1 },
        { "RestrictNamespaces", "cgroup", 2 },
        { "RestrictNamespaces", "ipc", 2 },
        { "RestrictNamespaces", "mnt", 2 },
        { "RestrictNamespaces", "net", 2 },
        { "RestrictNamespaces", "pid", 2 },
        { "RestrictNamespaces", "user", 2 },
        { "RestrictNamespaces", "uts", 2 },
        { "RestrictSUIDSGID", "", 2 },
        { "SystemCallFilter", "@mount", 6 },
        { "SystemCallFilter", "@privileged", 32 },
        { "SystemCallFilter", "@resources", 9 },
        { "SystemCallFilter", ALLOW_LIST, 8 },
        { "UMask", "", 3 },
};
