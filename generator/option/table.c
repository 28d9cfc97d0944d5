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

#define ROW(option, ...) ROW_##option,
enum {
#include "option/rows.h"
        N_ROWS,
};
#undef ROW

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
        { "AmbientCapabilities", ROW_AmbientCapabilities },
        { "BindLogSockets", ROW_BindLogSockets },
        { "BindPaths", ROW_BindPaths },
        { "BindReadOnlyPaths", ROW_BindReadOnlyPaths },
        { "CacheDirectory", ROW_CacheDirectory },
        { "CacheDirectoryMode", ROW_CacheDirectoryMode },
        { "CapabilityBoundingSet", ROW_CapabilityBoundingSet },
        { "ConfigurationDirectory", ROW_ConfigurationDirectory },
        { "ConfigurationDirectoryMode", ROW_ConfigurationDirectoryMode },
        { "DeviceAllow", ROW_DeviceAllow },
        { "DevicePolicy", ROW_DevicePolicy },
        { "DynamicUser", ROW_DynamicUser },
        { "ExecPaths", ROW_ExecPaths },
        { "Group", ROW_Group },
        { "IPAddressAllow", ROW_IPAddressAllow },
        { "IPAddressDeny", ROW_IPAddressDeny },
        { "InaccessibleDirectories", ROW_InaccessiblePaths },
        { "InaccessiblePaths", ROW_InaccessiblePaths },
        { "KeyringMode", ROW_KeyringMode },
        { "LimitAS", ROW_LimitAS },
        { "LimitCORE", ROW_LimitCORE },
        { "LimitDATA", ROW_LimitDATA },
        { "LimitFSIZE", ROW_LimitFSIZE },
        { "LimitMEMLOCK", ROW_LimitMEMLOCK },
        { "LimitMSGQUEUE", ROW_LimitMSGQUEUE },
        { "LimitNOFILE", ROW_LimitNOFILE },
        { "LimitNPROC", ROW_LimitNPROC },
        { "LimitRTPRIO", ROW_LimitRTPRIO },
        { "LimitSIGPENDING", ROW_LimitSIGPENDING },
        { "LimitSTACK", ROW_LimitSTACK },
        { "LockPersonality", ROW_LockPersonality },
        { "LogsDirectory", ROW_LogsDirectory },
        { "LogsDirectoryMode", ROW_LogsDirectoryMode },
        { "MemoryDenyWriteExecute", ROW_MemoryDenyWriteExecute },
        { "MemoryHigh", ROW_MemoryHigh },
        { "MemoryMax", ROW_MemoryMax },
        { "MemorySwapMax", ROW_MemorySwapMax },
        { "MemoryZSwapMax", ROW_MemoryZSwapMax },
        { "MountAPIVFS", ROW_MountAPIVFS },
        { "NoExecPaths", ROW_NoExecPaths },
        { "NoNewPrivileges", ROW_NoNewPrivileges },
        { "NotifyAccess", ROW_NotifyAccess },
        { "PrivateBPF", ROW_PrivateBPF },
        { "PrivateDevices", ROW_PrivateDevices },
        { "PrivateIPC", ROW_PrivateIPC },
        { "PrivateMounts", ROW_PrivateMounts },
        { "PrivateNetwork", ROW_PrivateNetwork },
        { "PrivatePIDs", ROW_PrivatePIDs },
        { "PrivateTmp", ROW_PrivateTmp },
        { "PrivateUsers", ROW_PrivateUsers },
        { "ProcSubset", ROW_ProcSubset },
        { "ProtectClock", ROW_ProtectClock },
        { "ProtectControlGroups", ROW_ProtectControlGroups },
        { "ProtectHome", ROW_ProtectHome },
        { "ProtectHostname", ROW_ProtectHostname },
        { "ProtectKernelLogs", ROW_ProtectKernelLogs },
        { "ProtectKernelModules", ROW_ProtectKernelModules },
        { "ProtectKernelTunables", ROW_ProtectKernelTunables },
        { "ProtectProc", ROW_ProtectProc },
        { "ProtectSystem", ROW_ProtectSystem },
        { "ReadOnlyDirectories", ROW_ReadOnlyPaths },
        { "ReadOnlyPaths", ROW_ReadOnlyPaths },
        { "ReadWriteDirectories", ROW_ReadWritePaths },
        { "ReadWritePaths", ROW_ReadWritePaths },
        { "RemoveIPC", ROW_RemoveIPC },
        { "RestrictAddressFamilies", ROW_RestrictAddressFamilies },
        { "RestrictFileSystems", ROW_RestrictFileSystems },
        { "RestrictNamespaces", ROW_RestrictNamespaces },
        { "RestrictNetworkInterfaces", ROW_RestrictNetworkInterfaces },
        { "RestrictRealtime", ROW_RestrictRealtime },
        { "RestrictSUIDSGID", ROW_RestrictSUIDSGID },
        { "RootDirectory", ROW_RootDirectory },
        { "RuntimeDirectory", ROW_RuntimeDirectory },
        { "RuntimeDirectoryMode", ROW_RuntimeDirectoryMode },
        { "SecureBits", ROW_SecureBits },
        { "SocketBindAllow", ROW_SocketBindAllow },
        { "SocketBindDeny", ROW_SocketBindDeny },
        { "StateDirectory", ROW_StateDirectory },
        { "StateDirectoryMode", ROW_StateDirectoryMode },
        { "SupplementaryGroups", ROW_SupplementaryGroups },
        { "SystemCallArchitectures", ROW_SystemCallArchitectures },
        { "SystemCallErrorNumber", ROW_SystemCallErrorNumber },
        { "SystemCallFilter", ROW_SystemCallFilter },
        { "SystemCallLog", ROW_SystemCallLog },
        { "TasksMax", ROW_TasksMax },
        { "TemporaryFileSystem", ROW_TemporaryFileSystem },
        { "UMask", ROW_UMask },
        { "User", ROW_User },
};

enum { N_OLD_NAMES = 3, N_NAMES = sizeof(by_name) / sizeof(by_name[0]) };
_Static_assert(N_NAMES == N_ROWS + N_OLD_NAMES, "each row needs its place in by_name[]");

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

size_t option_index(const Option *o) {
        return (size_t) (o - option_table);
}

size_t option_count(void) {
        return N_ROWS;
}
