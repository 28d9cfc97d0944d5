/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The rows of the table of options, in the order of emission. Included by option.h for the names, and by table.c:
 * ROW(name, page and section, kind, since, needs, flags, initial[, values])
 *
 * Not here: options that name a file or a profile that only the service's packager can provide
 * (RootImage=, AppArmorProfile=, BPFProgram=, …), that divide resources but take none away
 * (CPUWeight=, …), that widen something (DelegateNamespaces=, BPFDelegate*=, CoredumpReceive=), and
 * MemoryLimit=, which is no other name of MemoryMax=.
 */

/* Identity. The files of a service get the owner that these name, and keep it. */
ROW(User, EXEC_IDENTITY, FILL, 247, 0, TRACES, NULL)
ROW(Group, EXEC_IDENTITY, FILL, 247, 0, TRACES, NULL)
ROW(DynamicUser, EXEC_IDENTITY, FILL, 247, MOUNT_NS, TRACES, "no")
ROW(SupplementaryGroups, EXEC_IDENTITY, REMOVE, 247, 0, 0, NULL)
ROW(UMask, EXEC_PROCESS, UMASK, 247, 0, 0, "0022")
ROW(KeyringMode, EXEC_PROCESS, ORDER, 247, 0, 0, "private", keyring_mode)
ROW(NotifyAccess, SERVICE, ORDER, 247, 0, 0, "none", notify_access)

/* Privileges */
ROW(NoNewPrivileges, EXEC_SECURITY, ORDER, 247, 0, LXC_RESETS, "no", boolean)
ROW(SecureBits, EXEC_SECURITY, FLAGS, 247, 0, 0, NULL, secure_bits)
ROW(CapabilityBoundingSet, EXEC_CAPABILITIES, CAPABILITIES, 247, 0, 0, NULL)
ROW(AmbientCapabilities, EXEC_CAPABILITIES, REMOVE, 247, 0, 0, NULL)
ROW(RestrictSUIDSGID, EXEC_SANDBOXING, ORDER, 247, SECCOMP, IMPLIES_NNP, "no", boolean)

/* The tree of files */
ROW(ProtectSystem, EXEC_SANDBOXING, ORDER, 247, MOUNT_NS, LXC_RESETS, "no", protect_system)
ROW(ProtectHome, EXEC_SANDBOXING, ORDER, 247, MOUNT_NS, LXC_RESETS, "no", protect_home)
ROW(PrivateTmp, EXEC_SANDBOXING, ORDER, 247, MOUNT_NS, LXC_RESETS, "no", private_tmp)
ROW(PrivateMounts, EXEC_SANDBOXING, ORDER, 247, MOUNT_NS, 0, "no", boolean)
ROW(RootDirectory, EXEC_PATHS, FILL, 247, MOUNT_NS, TRACES, NULL)
ROW(TemporaryFileSystem, EXEC_SANDBOXING, FILL, 247, MOUNT_NS, 0, NULL)
ROW(MountAPIVFS, EXEC_PATHS, EXCEPTION, 247, MOUNT_NS, 0, NULL)
ROW(BindLogSockets, EXEC_PATHS, EXCEPTION, 257, MOUNT_NS, 0, NULL)
ROW(BindPaths, EXEC_PATHS, EXCEPTION, 247, MOUNT_NS, BINDS, NULL)
ROW(BindReadOnlyPaths, EXEC_PATHS, EXCEPTION, 247, MOUNT_NS, BINDS, NULL)
ROW(ReadOnlyPaths, EXEC_SANDBOXING, RESTRICT, 247, MOUNT_NS, PATHS | LXC_RESETS, NULL)
ROW(ReadWritePaths, EXEC_SANDBOXING, EXCEPTION, 247, MOUNT_NS, PATHS | LXC_RESETS, NULL)
ROW(InaccessiblePaths, EXEC_SANDBOXING, RESTRICT, 247, MOUNT_NS, PATHS, NULL)
ROW(NoExecPaths, EXEC_SANDBOXING, RESTRICT, 248, MOUNT_NS, PATHS, NULL)
ROW(ExecPaths, EXEC_SANDBOXING, EXCEPTION, 248, MOUNT_NS, PATHS, NULL)
ROW(RestrictFileSystems, EXEC_SANDBOXING, UNION, 250, BPF_LSM, 0, NULL)
ROW(RuntimeDirectory, EXEC_SANDBOXING, FILL, 247, 0, 0, NULL)
ROW(RuntimeDirectoryMode, EXEC_SANDBOXING, MODE, 247, 0, 0, "0755")
ROW(StateDirectory, EXEC_SANDBOXING, FILL, 247, 0, TRACES, NULL)
ROW(StateDirectoryMode, EXEC_SANDBOXING, MODE, 247, 0, TRACES, "0755")
ROW(CacheDirectory, EXEC_SANDBOXING, FILL, 247, 0, TRACES, NULL)
ROW(CacheDirectoryMode, EXEC_SANDBOXING, MODE, 247, 0, TRACES, "0755")
ROW(LogsDirectory, EXEC_SANDBOXING, FILL, 247, 0, TRACES, NULL)
ROW(LogsDirectoryMode, EXEC_SANDBOXING, MODE, 247, 0, TRACES, "0755")
ROW(ConfigurationDirectory, EXEC_SANDBOXING, FILL, 247, 0, TRACES, NULL)
ROW(ConfigurationDirectoryMode, EXEC_SANDBOXING, MODE, 247, 0, TRACES, "0755")

/* Devices */
/* PrivateDevices= sets DevicePolicy=closed, and that alone acts at a reload. */
ROW(PrivateDevices, EXEC_SANDBOXING, ORDER, 247, MOUNT_NS, AT_RELOAD | LXC_RESETS | IMPLIES_NNP,
    "no", boolean)
ROW(DevicePolicy, RESOURCE_DEVICES, ORDER, 247, CGROUP_BPF, AT_RELOAD, "auto", device_policy)
ROW(DeviceAllow, RESOURCE_DEVICES, EXCEPTION, 247, CGROUP_BPF, AT_RELOAD, NULL)

/* The kernel */
/* Before 252 ProtectClock= allows /dev/rtc in words that forbid all devices but the usual ones. */
ROW(ProtectClock, EXEC_SANDBOXING, ORDER, 247, 0, IMPLIES_NNP, "no", boolean)
ROW(ProtectKernelTunables, EXEC_SANDBOXING, ORDER, 247, MOUNT_NS, LXC_RESETS | IMPLIES_NNP, "no",
    boolean)
ROW(ProtectKernelModules, EXEC_SANDBOXING, ORDER, 247, MOUNT_NS, LXC_RESETS | IMPLIES_NNP, "no",
    boolean)
ROW(ProtectKernelLogs, EXEC_SANDBOXING, ORDER, 247, MOUNT_NS, LXC_RESETS | IMPLIES_NNP, "no",
    boolean)
/* Only private and strict make a cgroup namespace; few machines forbid one, so yes goes with them. */
ROW(ProtectControlGroups, EXEC_SANDBOXING, ORDER, 247, MOUNT_NS | CGROUP_NS, LXC_RESETS, "no",
    protect_control_groups)
ROW(PrivateBPF, EXEC_SANDBOXING, ORDER, 258, MOUNT_NS, 0, "no", boolean)
ROW(LockPersonality, EXEC_SANDBOXING, ORDER, 247, SECCOMP, IMPLIES_NNP, "no", boolean)
ROW(MemoryDenyWriteExecute, EXEC_SANDBOXING, ORDER, 247, SECCOMP, IMPLIES_NNP, "no", boolean)
ROW(RestrictRealtime, EXEC_SANDBOXING, ORDER, 247, SECCOMP, IMPLIES_NNP, "no", boolean)

/* Other processes, users and names */
ROW(ProtectProc, EXEC_PATHS, ORDER, 247, MOUNT_NS, LXC_RESETS, "default", protect_proc)
ROW(ProcSubset, EXEC_PATHS, ORDER, 247, MOUNT_NS, LXC_RESETS, "all", proc_subset)
ROW(PrivatePIDs, EXEC_SANDBOXING, ORDER, 257, MOUNT_NS | PID_NS, 0, "no", boolean)
ROW(PrivateUsers, EXEC_SANDBOXING, ORDER, 247, USER_NS, 0, "no", private_users)
ROW(PrivateIPC, EXEC_SANDBOXING, ORDER, 248, MOUNT_NS | IPC_NS, 0, "no", boolean)
ROW(RemoveIPC, EXEC_SANDBOXING, ORDER, 247, 0, TRACES, "no", boolean)
ROW(ProtectHostname, EXEC_SANDBOXING, ORDER, 247, UTS_NS, IMPLIES_NNP, "no", protect_hostname)
ROW(RestrictNamespaces, EXEC_SANDBOXING, NAMESPACES, 247, SECCOMP, IMPLIES_NNP, "no")

/* The network. PrivateNetwork= makes a mount namespace too from 255 on, but for PrivateMounts=no. */
ROW(PrivateNetwork, EXEC_SANDBOXING, ORDER, 247, MOUNT_NS | NET_NS, LXC_RESETS, "no", boolean)
ROW(RestrictAddressFamilies, EXEC_SANDBOXING, FAMILIES, 247, SECCOMP, IMPLIES_NNP, NULL)
ROW(IPAddressDeny, RESOURCE_NETWORK, RESTRICT, 247, CGROUP_BPF, AT_RELOAD, NULL)
ROW(IPAddressAllow, RESOURCE_NETWORK, EXCEPTION, 247, CGROUP_BPF, AT_RELOAD, NULL)
ROW(SocketBindDeny, RESOURCE_NETWORK, RESTRICT, 249, CGROUP_BPF, AT_RELOAD, NULL)
ROW(SocketBindAllow, RESOURCE_NETWORK, EXCEPTION, 249, CGROUP_BPF, AT_RELOAD, NULL)
/* The first line makes it an allow or a deny list for good, and the names of a machine's interfaces
 * form no closed set of which to take the rest: so there is no form that tightens any list. */
ROW(RestrictNetworkInterfaces, RESOURCE_NETWORK, FILL, 250, CGROUP_BPF, AT_RELOAD, NULL)

/* System calls */
ROW(SystemCallArchitectures, EXEC_SYSCALLS, UNION, 247, SECCOMP, IMPLIES_NNP, NULL)
ROW(SystemCallFilter, EXEC_SYSCALLS, SYSCALLS, 247, SECCOMP, IMPLIES_NNP, NULL)
ROW(SystemCallErrorNumber, EXEC_SYSCALLS, FILL, 247, SECCOMP, 0, NULL)
ROW(SystemCallLog, EXEC_SYSCALLS, FILL, 247, SECCOMP, IMPLIES_NNP, NULL)

/* Limits. Those of which the kernel or the size of the machine decides have no initial value. */
ROW(TasksMax, RESOURCE_TASKS, LIMIT, 247, 0, AT_RELOAD, "15%")
ROW(MemoryHigh, RESOURCE_MEMORY, LIMIT, 247, 0, AT_RELOAD, "infinity")
ROW(MemoryMax, RESOURCE_MEMORY, LIMIT, 247, 0, AT_RELOAD, "infinity")
ROW(MemorySwapMax, RESOURCE_MEMORY, LIMIT, 247, 0, AT_RELOAD, "infinity")
ROW(MemoryZSwapMax, RESOURCE_MEMORY, LIMIT, 253, 0, AT_RELOAD, "infinity")
ROW(LimitCORE, EXEC_PROCESS, LIMIT, 247, 0, 0, "0:infinity")
ROW(LimitFSIZE, EXEC_PROCESS, LIMIT, 247, 0, 0, "infinity")
ROW(LimitDATA, EXEC_PROCESS, LIMIT, 247, 0, 0, "infinity")
ROW(LimitSTACK, EXEC_PROCESS, LIMIT, 247, 0, 0, "8388608:infinity")
ROW(LimitAS, EXEC_PROCESS, LIMIT, 247, 0, 0, "infinity")
ROW(LimitNOFILE, EXEC_PROCESS, LIMIT, 247, 0, 0, "1024:524288")
ROW(LimitNPROC, EXEC_PROCESS, LIMIT, 247, 0, 0, NULL)
ROW(LimitSIGPENDING, EXEC_PROCESS, LIMIT, 247, 0, 0, NULL)
ROW(LimitMEMLOCK, EXEC_PROCESS, LIMIT, 247, 0, 0, "8M")
ROW(LimitMSGQUEUE, EXEC_PROCESS, LIMIT, 247, 0, 0, "819200")
ROW(LimitRTPRIO, EXEC_PROCESS, LIMIT, 247, 0, 0, "0")
