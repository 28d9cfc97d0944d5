/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "option/option.h"

/* What the rows call the names of option.h. */
enum {
        MOUNT_NS = NEEDS_MOUNT_NS,
        USER_NS = NEEDS_USER_NS,
        NET_NS = NEEDS_NET_NS,
        IPC_NS = NEEDS_IPC_NS,
        PID_NS = NEEDS_PID_NS,
        UTS_NS = NEEDS_UTS_NS,
        CGROUP_NS = NEEDS_CGROUP_NS,
        SECCOMP = NEEDS_SECCOMP,
        CGROUP_BPF = NEEDS_CGROUP_BPF,
        BPF_LSM = NEEDS_BPF_LSM,

        TRACES = OPTION_TRACES,
        AT_RELOAD = OPTION_AT_RELOAD,
        PATHS = OPTION_PATHS,
        BINDS = OPTION_BINDS,
        LXC_RESETS = OPTION_LXC_RESETS,
        IMPLIES_NNP = OPTION_IMPLIES_NNP,
};

#define EXEC_PATHS "systemd.exec(5), PATHS"
#define EXEC_IDENTITY "systemd.exec(5), USER/GROUP IDENTITY"
#define EXEC_CAPABILITIES "systemd.exec(5), CAPABILITIES"
#define EXEC_SECURITY "systemd.exec(5), SECURITY"
#define EXEC_PROCESS "systemd.exec(5), PROCESS PROPERTIES"
#define EXEC_SANDBOXING "systemd.exec(5), SANDBOXING"
#define EXEC_SYSCALLS "systemd.exec(5), SYSTEM CALL FILTERING"
#define RESOURCE_MEMORY "systemd.resource-control(5), Memory Accounting and Control"
#define RESOURCE_TASKS "systemd.resource-control(5), Process Accounting and Control"
#define RESOURCE_NETWORK "systemd.resource-control(5), Network Accounting and Control"
#define RESOURCE_DEVICES "systemd.resource-control(5), Device Access"
#define SERVICE "systemd.service(5), OPTIONS"

static const OptionValue boolean[] = {
        { "no", 0, 247 },
        { "yes", 1, 247 },
        {}
};

static const OptionValue protect_system[] = {
        { "no", 0, 247 },
        { "yes", 1, 247 },
        { "full", 3, 247 },
        { "strict", 7, 247 },
        {}
};

static const OptionValue protect_home[] = {
        { "no", 0, 247 },
        { "read-only", 1, 247 },
        { "tmpfs", 3, 247 },
        { "yes", 7, 247 },
        {}
};

static const OptionValue private_tmp[] = {
        { "no", 0, 247 },
        { "yes", 1, 247 },
        { "connected", 1, 257 },
        { "disconnected", 3, 257 },
        {}
};

static const OptionValue protect_control_groups[] = {
        { "no", 0, 247 },
        { "yes", 1, 247 },
        { "private", 2, 257 },
        { "strict", 3, 257 },
        {}
};

/* What a process may not see is another thing than what it may not trace. */
static const OptionValue protect_proc[] = {
        { "default", 0, 247 },
        { "noaccess", 1, 247 },
        { "invisible", 3, 247 },
        { "ptraceable", 4, 247 },
        {}
};

static const OptionValue proc_subset[] = {
        { "all", 0, 247 },
        { "pid", 1, 247 },
        {}
};

/* "managed" runs the service as other users on other files: nothing compares with it. */
static const OptionValue private_users[] = {
        { "no", 0, 247 },
        { "full", 1, 258 },
        { "identity", 3, 257 },
        { "yes", 7, 247 },
        { "self", 7, 257 },
        { "managed", 8, 260 },
        {}
};

/* "private:NAME" and "yes:NAME" are taken too, and are no value of ours. */
static const OptionValue protect_hostname[] = {
        { "no", 0, 247 },
        { "private", 1, 258 },
        { "yes", 3, 247 },
        {}
};

static const OptionValue keyring_mode[] = {
        { "inherit", 0, 247 },
        { "shared", 1, 247 },
        { "private", 3, 247 },
        {}
};

static const OptionValue notify_access[] = {
        { "all", 0, 247 },
        { "exec", 1, 247 },
        { "main", 3, 247 },
        { "none", 7, 247 },
        {}
};

static const OptionValue device_policy[] = {
        { "auto", 0, 247 },
        { "closed", 1, 247 },
        { "strict", 3, 247 },
        {}
};

/* The flags that take something away: keep-caps and no-setuid-fixup let a process keep capabilities
 * over a change of user, so they are missing. */
static const OptionValue secure_bits[] = {
        { "noroot", 1 << 0, 247 },
        { "noroot-locked", 1 << 1, 247 },
        { "no-setuid-fixup-locked", 1 << 3, 247 },
        { "keep-caps-locked", 1 << 5, 247 },
        { "no-cap-ambient-raise", 1 << 6, 262 },
        { "no-cap-ambient-raise-locked", 1 << 7, 262 },
        { "exec-restrict-file", 1 << 8, 262 },
        { "exec-restrict-file-locked", 1 << 9, 262 },
        { "exec-deny-interactive", 1 << 10, 262 },
        { "exec-deny-interactive-locked", 1 << 11, 262 },
        {}
};

#define ROW(option, page, kind, ...) { .name = #option, page, OPTION_##kind, __VA_ARGS__ },
const Option option_table[] = {
#include "option/rows.h"
        {}
};
#undef ROW

/* All names, old ones too, sorted for bisection: each assignment of each unit is looked up. */
static const struct {
        const char *name;
        unsigned char row;
} by_name[] = {
        { "AmbientCapabilities", OPT_AmbientCapabilities },
        { "BindLogSockets", OPT_BindLogSockets },
        { "BindPaths", OPT_BindPaths },
        { "BindReadOnlyPaths", OPT_BindReadOnlyPaths },
        { "CacheDirectory", OPT_CacheDirectory },
        { "CacheDirectoryMode", OPT_CacheDirectoryMode },
        { "CapabilityBoundingSet", OPT_CapabilityBoundingSet },
        { "ConfigurationDirectory", OPT_ConfigurationDirectory },
        { "ConfigurationDirectoryMode", OPT_ConfigurationDirectoryMode },
        { "DeviceAllow", OPT_DeviceAllow },
        { "DevicePolicy", OPT_DevicePolicy },
        { "DynamicUser", OPT_DynamicUser },
        { "ExecPaths", OPT_ExecPaths },
        { "Group", OPT_Group },
        { "IPAddressAllow", OPT_IPAddressAllow },
        { "IPAddressDeny", OPT_IPAddressDeny },
        { "InaccessibleDirectories", OPT_InaccessiblePaths },
        { "InaccessiblePaths", OPT_InaccessiblePaths },
        { "KeyringMode", OPT_KeyringMode },
        { "LimitAS", OPT_LimitAS },
        { "LimitCORE", OPT_LimitCORE },
        { "LimitDATA", OPT_LimitDATA },
        { "LimitFSIZE", OPT_LimitFSIZE },
        { "LimitMEMLOCK", OPT_LimitMEMLOCK },
        { "LimitMSGQUEUE", OPT_LimitMSGQUEUE },
        { "LimitNOFILE", OPT_LimitNOFILE },
        { "LimitNPROC", OPT_LimitNPROC },
        { "LimitRTPRIO", OPT_LimitRTPRIO },
        { "LimitSIGPENDING", OPT_LimitSIGPENDING },
        { "LimitSTACK", OPT_LimitSTACK },
        { "LockPersonality", OPT_LockPersonality },
        { "LogsDirectory", OPT_LogsDirectory },
        { "LogsDirectoryMode", OPT_LogsDirectoryMode },
        { "MemoryDenyWriteExecute", OPT_MemoryDenyWriteExecute },
        { "MemoryHigh", OPT_MemoryHigh },
        { "MemoryMax", OPT_MemoryMax },
        { "MemorySwapMax", OPT_MemorySwapMax },
        { "MemoryZSwapMax", OPT_MemoryZSwapMax },
        { "MountAPIVFS", OPT_MountAPIVFS },
        { "NoExecPaths", OPT_NoExecPaths },
        { "NoNewPrivileges", OPT_NoNewPrivileges },
        { "NotifyAccess", OPT_NotifyAccess },
        { "PrivateBPF", OPT_PrivateBPF },
        { "PrivateDevices", OPT_PrivateDevices },
        { "PrivateIPC", OPT_PrivateIPC },
        { "PrivateMounts", OPT_PrivateMounts },
        { "PrivateNetwork", OPT_PrivateNetwork },
        { "PrivatePIDs", OPT_PrivatePIDs },
        { "PrivateTmp", OPT_PrivateTmp },
        { "PrivateUsers", OPT_PrivateUsers },
        { "ProcSubset", OPT_ProcSubset },
        { "ProtectClock", OPT_ProtectClock },
        { "ProtectControlGroups", OPT_ProtectControlGroups },
        { "ProtectHome", OPT_ProtectHome },
        { "ProtectHostname", OPT_ProtectHostname },
        { "ProtectKernelLogs", OPT_ProtectKernelLogs },
        { "ProtectKernelModules", OPT_ProtectKernelModules },
        { "ProtectKernelTunables", OPT_ProtectKernelTunables },
        { "ProtectProc", OPT_ProtectProc },
        { "ProtectSystem", OPT_ProtectSystem },
        { "ReadOnlyDirectories", OPT_ReadOnlyPaths },
        { "ReadOnlyPaths", OPT_ReadOnlyPaths },
        { "ReadWriteDirectories", OPT_ReadWritePaths },
        { "ReadWritePaths", OPT_ReadWritePaths },
        { "RemoveIPC", OPT_RemoveIPC },
        { "RestrictAddressFamilies", OPT_RestrictAddressFamilies },
        { "RestrictFileSystems", OPT_RestrictFileSystems },
        { "RestrictNamespaces", OPT_RestrictNamespaces },
        { "RestrictNetworkInterfaces", OPT_RestrictNetworkInterfaces },
        { "RestrictRealtime", OPT_RestrictRealtime },
        { "RestrictSUIDSGID", OPT_RestrictSUIDSGID },
        { "RootDirectory", OPT_RootDirectory },
        { "RuntimeDirectory", OPT_RuntimeDirectory },
        { "RuntimeDirectoryMode", OPT_RuntimeDirectoryMode },
        { "SecureBits", OPT_SecureBits },
        { "SocketBindAllow", OPT_SocketBindAllow },
        { "SocketBindDeny", OPT_SocketBindDeny },
        { "StateDirectory", OPT_StateDirectory },
        { "StateDirectoryMode", OPT_StateDirectoryMode },
        { "SupplementaryGroups", OPT_SupplementaryGroups },
        { "SystemCallArchitectures", OPT_SystemCallArchitectures },
        { "SystemCallErrorNumber", OPT_SystemCallErrorNumber },
        { "SystemCallFilter", OPT_SystemCallFilter },
        { "SystemCallLog", OPT_SystemCallLog },
        { "TasksMax", OPT_TasksMax },
        { "TemporaryFileSystem", OPT_TemporaryFileSystem },
        { "UMask", OPT_UMask },
        { "User", OPT_User },
};

enum { N_OLD_NAMES = 3, N_NAMES = sizeof(by_name) / sizeof(by_name[0]) };
_Static_assert(N_NAMES == OPTIONS_N + N_OLD_NAMES, "each row needs its place in by_name[]");

const Option *option_find(const char *name) {
        size_t low = 0, high = N_NAMES;

        while (low < high) {
                size_t middle = (low + high) / 2;
                int r = strcmp(name, by_name[middle].name);

                if (r == 0)
                        return option_table + by_name[middle].row;
                if (r < 0)
                        high = middle;
                else
                        low = middle + 1;
        }

        return NULL;
}
