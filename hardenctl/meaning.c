/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "meaning.h"

#define SAYS(name, sentence) [OPT_##name] = sentence

static const char *const meanings[OPTIONS_N] = {
        SAYS(User, "The service's processes run as this user, not as root."),
        SAYS(Group, "The service's processes run with this primary group."),
        SAYS(DynamicUser, "Each start gives the service a user of its own that nothing else on the machine has."),
        SAYS(SupplementaryGroups, "Further groups whose rights the service has; a policy can only empty the list."),
        SAYS(UMask, "Files that the service makes do not get these permissions."),
        SAYS(KeyringMode, "With private the service has a kernel keyring of its own and does not see that of its "
                          "user."),
        SAYS(NotifyAccess, "Who of the service's processes may tell systemd about its state."),

        SAYS(NoNewPrivileges, "No program that the service starts gains rights by set-uid bits or file capabilities, "
                              "as sudo does."),
        SAYS(SecureBits, "Takes from root's user number the rights that it has by being root, and locks that."),
        SAYS(CapabilityBoundingSet, "The parts of root's rights that the service and its children can ever have."),
        SAYS(AmbientCapabilities, "Parts of root's rights that the service has though it is not root; a policy can "
                                  "only take from them."),
        SAYS(RestrictSUIDSGID, "The service cannot make files that run with the rights of their owner or group."),

        SAYS(ProtectSystem, "The system's files are read-only for the service: /usr and /boot, with full /etc too, "
                            "with strict all but /dev, /proc, /sys."),
        SAYS(ProtectHome, "Users' files in /home, /root and /run/user are out of the service's reach, or read-only "
                          "for it."),
        SAYS(PrivateTmp, "The service has a /tmp and /var/tmp of its own, and others do not see them."),
        SAYS(PrivateMounts, "What the service mounts is seen by no other process."),
        SAYS(RootDirectory, "The service sees this directory as the root of all files."),
        SAYS(TemporaryFileSystem, "Empty file systems in memory hide what is below these directories."),
        SAYS(MountAPIVFS, "The service's own root has /proc, /sys, /dev and /run."),
        SAYS(BindLogSockets, "The service's own root has the sockets of the journal."),
        SAYS(BindPaths, "Files and directories from outside that the service sees, and may write to, at these places."),
        SAYS(BindReadOnlyPaths, "Files and directories from outside that the service sees at these places, and "
                                "cannot write to."),
        SAYS(ReadOnlyPaths, "The service cannot write below these paths."),
        SAYS(ReadWritePaths, "The service may write below these paths though what is around them is read-only."),
        SAYS(InaccessiblePaths, "The service sees nothing of what is below these paths."),
        SAYS(NoExecPaths, "The service cannot run programs below these paths."),
        SAYS(ExecPaths, "The service may run programs below these paths though what is around them cannot be run."),
        SAYS(RestrictFileSystems, "The service can open files of these types of file systems only."),
        SAYS(RuntimeDirectory, "Directories below /run that belong to the service and vanish when it stops."),
        SAYS(RuntimeDirectoryMode, "Who besides the service may enter its directories below /run."),
        SAYS(StateDirectory, "Directories below /var/lib that belong to the service."),
        SAYS(StateDirectoryMode, "Who besides the service may enter its directories below /var/lib."),
        SAYS(CacheDirectory, "Directories below /var/cache that belong to the service."),
        SAYS(CacheDirectoryMode, "Who besides the service may enter its directories below /var/cache."),
        SAYS(LogsDirectory, "Directories below /var/log that belong to the service."),
        SAYS(LogsDirectoryMode, "Who besides the service may enter its directories below /var/log."),
        SAYS(ConfigurationDirectory, "Directories below /etc that hold the service's configuration."),
        SAYS(ConfigurationDirectoryMode, "Who besides the service may enter its directories below /etc."),

        SAYS(PrivateDevices, "The service sees only harmless devices such as /dev/null, and neither disks nor memory."),
        SAYS(DevicePolicy, "Which devices may be opened at all: with closed the usual harmless ones and those of "
                           "DeviceAllow=, with strict only the latter."),
        SAYS(DeviceAllow, "Devices that the service may open though others are closed to it."),

        SAYS(ProtectClock, "The service cannot set the clock."),
        SAYS(ProtectKernelTunables, "The service cannot change the kernel's settings below /proc/sys, /sys and their "
                                    "like."),
        SAYS(ProtectKernelModules, "The service can neither load nor unload kernel modules."),
        SAYS(ProtectKernelLogs, "The service can neither read nor clear the kernel's log."),
        SAYS(ProtectControlGroups, "The service cannot change the tree of control groups, with strict it sees only "
                                   "its own part."),
        SAYS(PrivateBPF, "The service has an empty file system for BPF objects of its own."),
        SAYS(LockPersonality, "The service cannot make the kernel imitate another system, as old exploits like to."),
        SAYS(MemoryDenyWriteExecute, "The service cannot run code out of memory that it has written, as injected "
                                     "code must; just-in-time compilers do the same."),
        SAYS(RestrictRealtime, "The service cannot ask for real-time scheduling, with which it could starve the "
                               "machine."),

        SAYS(ProtectProc, "With invisible the service does not see other users' processes in /proc."),
        SAYS(ProcSubset, "With pid the service sees of /proc the processes only, and nothing of the kernel's files."),
        SAYS(PrivatePIDs, "The service sees its own processes alone, and can send signals to no others."),
        SAYS(PrivateUsers, "Root's rights of the service count for nothing outside of its own user namespace."),
        SAYS(PrivateIPC, "The service shares no System V memory, semaphores or message queues with others."),
        SAYS(RemoveIPC, "Shared memory and queues of the service's user are removed when it stops."),
        SAYS(ProtectHostname, "The service cannot change the machine's name."),
        SAYS(RestrictNamespaces, "The service can make only these types of namespaces, with yes none: they are the "
                                 "way to much of the kernel's rarely tried code."),

        SAYS(PrivateNetwork, "The service has no network but a loopback of its own."),
        SAYS(RestrictAddressFamilies, "The service can make sockets of these families only, such as AF_UNIX and "
                                      "AF_INET."),
        SAYS(IPAddressDeny, "Packets from and to these addresses are dropped."),
        SAYS(IPAddressAllow, "Packets from and to these addresses pass though others are denied."),
        SAYS(SocketBindDeny, "The service cannot listen on these ports."),
        SAYS(SocketBindAllow, "The service may listen on these ports though others are denied."),
        SAYS(RestrictNetworkInterfaces, "The service's packets go through these network interfaces only."),

        SAYS(SystemCallArchitectures, "System calls are made in these architectures only, so that no filter is "
                                      "passed by in an older one."),
        SAYS(SystemCallFilter, "The system calls that the service can make; each line adds to those before, ~ takes "
                               "away."),
        SAYS(SystemCallErrorNumber, "A forbidden system call fails with this error instead of ending the process."),
        SAYS(SystemCallLog, "These system calls are written to the log."),

        SAYS(TasksMax, "The service has at most so many processes and threads."),
        SAYS(MemoryHigh, "Above this much memory the service is slowed down and its memory reclaimed."),
        SAYS(MemoryMax, "The service has at most this much memory; processes of it are killed beyond it."),
        SAYS(MemorySwapMax, "The service uses at most this much swap space."),
        SAYS(MemoryZSwapMax, "The service has at most this much compressed memory."),
        SAYS(LimitCORE, "The size of the memory image that a crash of the service leaves; 0: none, and no secrets in "
                        "it."),
        SAYS(LimitFSIZE, "The size of the largest file that the service can write."),
        SAYS(LimitDATA, "The size of the data of each process."),
        SAYS(LimitSTACK, "The size of the stack of each process."),
        SAYS(LimitAS, "The size of the address space of each process."),
        SAYS(LimitNOFILE, "How many files each process can have open."),
        SAYS(LimitNPROC, "How many processes the service's user can have on the whole machine."),
        SAYS(LimitSIGPENDING, "How many signals can be queued for the service's user."),
        SAYS(LimitMEMLOCK, "How much memory each process can keep from being swapped out."),
        SAYS(LimitMSGQUEUE, "How many bytes the POSIX message queues of the service's user can hold."),
        SAYS(LimitRTPRIO, "The highest real-time priority that the service can ask for."),
};

const char *option_meaning(const Option *o) {
        return meanings[option_index(o)];
}
