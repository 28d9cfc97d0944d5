/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From wish to plan, kind by kind (design.md section 5). */
#include "helper.h"

/* A service that cannot mount for others: a pattern may give it a mount namespace. */
#define USER "User=d;NoNewPrivileges=yes"

static void test_booleans(void) {
        CHECK_PLANS({ BY_PATTERN, "", "NoNewPrivileges=yes", "NoNewPrivileges=yes" },
                    { BY_PATTERN, "", "NoNewPrivileges=true", "NoNewPrivileges=yes" },
                    { BY_PATTERN, "", "NoNewPrivileges=no", "!NoNewPrivileges=no: no stricter" },
                    { BY_PATTERN, "NoNewPrivileges=no", "NoNewPrivileges=yes", "!NoNewPrivileges=yes: the unit sets it" },
                    { BY_NAME, "NoNewPrivileges=no", "NoNewPrivileges=yes", "NoNewPrivileges=yes" },
                    { BY_NAME, "NoNewPrivileges=yes", "NoNewPrivileges=no", "!NoNewPrivileges=no: no stricter" },
                    { BY_NAME, "NoNewPrivileges=yes", "NoNewPrivileges=yes", "!NoNewPrivileges=yes: no stricter" },
                    { BY_NAME, "NoNewPrivileges=maybe", "NoNewPrivileges=yes", "!NoNewPrivileges=yes: does not compare" },
                    { BY_PATTERN, "", "LockPersonality=no;LockPersonality=yes", "LockPersonality=yes" },
                    { BY_PATTERN, "", "LockPersonality=yes;LockPersonality=no", "!LockPersonality=no: no stricter" },
                    { BY_PATTERN, "", "LockPersonality=yes;UMask=0077;NoNewPrivileges=yes",
                      "UMask=0077;NoNewPrivileges=yes;LockPersonality=yes" });
}

static void test_orders(void) {
        CHECK_PLANS({ BY_NAME, "ProtectSystem=yes", "ProtectSystem=strict", "ProtectSystem=strict" },
                    { BY_NAME, "ProtectSystem=full", "ProtectSystem=yes", "!ProtectSystem=yes: no stricter" },
                    { BY_NAME, "ProtectSystem=true", "ProtectSystem=full", "ProtectSystem=full" },
                    { BY_NAME, "ProtectHome=read-only", "ProtectHome=tmpfs", "ProtectHome=tmpfs" },
                    { BY_NAME, "ProtectHome=yes", "ProtectHome=tmpfs", "!ProtectHome=tmpfs: no stricter" },
                    { BY_NAME, "ProtectProc=ptraceable", "ProtectProc=invisible", "!ProtectProc=invisible: does not compare" },
                    { BY_NAME, "ProtectProc=noaccess", "ProtectProc=invisible", "ProtectProc=invisible" },
                    { BY_NAME, "PrivateUsers=self", "PrivateUsers=yes", "!PrivateUsers=yes: no stricter" },
                    { BY_NAME, "PrivateUsers=identity", "PrivateUsers=yes", "PrivateUsers=yes" },
                    { BY_NAME, "KeyringMode=shared", "KeyringMode=private", "KeyringMode=private" },
                    { BY_NAME, "", "KeyringMode=shared", "!KeyringMode=shared: no stricter" },
                    { BY_NAME, "PrivateTmp=yes", "PrivateTmp=disconnected", "PrivateTmp=disconnected" },
                    { BY_NAME, "", "PrivateTmp=disconnected", "PrivateTmp=yes", .version = 252 },
                    { BY_NAME, "PrivateTmp=yes", "PrivateTmp=disconnected", "!PrivateTmp=disconnected: no stricter",
                      .version = 252 },
                    { BY_NAME, "", "PrivateUsers=identity", "!PrivateUsers=identity: ", .version = 252 },
                    { BY_NAME, "DevicePolicy=strict", "DevicePolicy=closed", "!DevicePolicy=closed: no stricter" },
                    { BY_NAME, "", "PrivateIPC=yes", "!PrivateIPC=yes: systemd 247 does not know it", .version = 247 },
                    { BY_NAME, "", "PrivatePIDs=yes;PrivateIPC=yes", "!PrivatePIDs=yes: new in 257;PrivateIPC=yes",
                      .version = 252 });
}

static void test_implied(void) {
        CHECK_PLANS({ BY_NAME, "DynamicUser=yes", "ProtectSystem=strict", "!ProtectSystem=strict: implied by DynamicUser=" },
                    { BY_NAME, "DynamicUser=yes", "ProtectHome=read-only", "!ProtectHome=read-only: no stricter" },
                    { BY_NAME, "DynamicUser=yes", "ProtectHome=yes", "ProtectHome=yes" },
                    { BY_NAME, "DynamicUser=yes", "NoNewPrivileges=yes", "!NoNewPrivileges=yes: no stricter" },
                    { BY_NAME, "DynamicUser=yes", "RestrictSUIDSGID=yes", "!RestrictSUIDSGID=yes: no stricter" },
                    { BY_NAME, "DynamicUser=no", "NoNewPrivileges=yes", "NoNewPrivileges=yes" },
                    { BY_NAME, "PrivateDevices=yes", "DevicePolicy=closed", "!DevicePolicy=closed: no stricter" },
                    { BY_PATTERN, USER, "ProtectKernelModules=yes", "!ProtectKernelModules=yes: CAP_SYS_MODULE",
                      .admin = "CapabilityBoundingSet=CAP_SYS_MODULE" },
                    { BY_NAME_ALL, "", "ProtectKernelModules=yes", "ProtectKernelModules=yes",
                      .admin = "CapabilityBoundingSet=CAP_SYS_MODULE" },
                    { BY_NAME, "", "PrivateDevices=yes", "!PrivateDevices=yes: DevicePolicy=", .admin = "DevicePolicy=auto" });
}

static void test_masks_and_modes(void) {
        CHECK_PLANS({ BY_PATTERN, "", "UMask=0077", "UMask=0077" },
                    { BY_PATTERN, "", "UMask=0022", "!UMask=0022: no stricter" },
                    { BY_NAME, "UMask=0027", "UMask=0072", "UMask=0077" },
                    { BY_NAME, "UMask=0077", "UMask=0027", "!UMask=0027: no stricter" },
                    { BY_NAME, "UMask=nonsense", "UMask=0027", "UMask=0027" },
                    { BY_NAME, "", "RuntimeDirectoryMode=0750", "RuntimeDirectoryMode=0750" },
                    { BY_NAME, "RuntimeDirectoryMode=0711", "RuntimeDirectoryMode=0750", "RuntimeDirectoryMode=0710" },
                    { BY_NAME, "RuntimeDirectoryMode=0700", "RuntimeDirectoryMode=0750", "!RuntimeDirectoryMode=0750: no stricter" },
                    { BY_NAME, "SecureBits=keep-caps", "SecureBits=noroot", "SecureBits=keep-caps noroot" },
                    { BY_NAME, "SecureBits=noroot noroot-locked", "SecureBits=noroot", "!SecureBits=noroot: no stricter" });
}

static void test_capabilities(void) {
        CHECK_PLANS({ BY_PATTERN, "", "CapabilityBoundingSet=CAP_KILL CAP_CHOWN", "CapabilityBoundingSet=CAP_CHOWN CAP_KILL" },
                    { BY_PATTERN, "", "CapabilityBoundingSet=", "CapabilityBoundingSet=" },
                    { BY_PATTERN, "", "CapabilityBoundingSet=~", "!CapabilityBoundingSet=~: restricts nothing" },
                    { BY_PATTERN, "", "CapabilityBoundingSet=~CAP_BPF", "CapabilityBoundingSet=~CAP_BPF" },
                    { BY_PATTERN, "CapabilityBoundingSet=CAP_KILL", "CapabilityBoundingSet=",
                      "!CapabilityBoundingSet=: the unit sets it" },
                    { BY_NAME, "CapabilityBoundingSet=CAP_KILL CAP_BPF", "CapabilityBoundingSet=~CAP_BPF",
                      "CapabilityBoundingSet=~CAP_BPF" },
                    { BY_NAME, "CapabilityBoundingSet=CAP_KILL", "CapabilityBoundingSet=CAP_KILL CAP_CHOWN",
                      "!CapabilityBoundingSet=CAP_KILL CAP_CHOWN: no more than that" },
                    { BY_NAME, "CapabilityBoundingSet=", "CapabilityBoundingSet=CAP_KILL",
                      "!CapabilityBoundingSet=CAP_KILL: no more than that" },
                    { BY_NAME, "AmbientCapabilities=CAP_KILL", "CapabilityBoundingSet=CAP_CHOWN",
                      "!CapabilityBoundingSet=CAP_CHOWN: AmbientCapabilities=" },
                    { BY_NAME, "", "CapabilityBoundingSet=CAP_KILL", "CapabilityBoundingSet=CAP_KILL CAP_BPF",
                      .except = "CapabilityBoundingSet=CAP_BPF" });
}

static void test_families_and_namespaces(void) {
        CHECK_PLANS({ BY_PATTERN, "", "RestrictAddressFamilies=AF_INET AF_UNIX", "RestrictAddressFamilies=AF_UNIX AF_INET" },
                    { BY_PATTERN, "", "RestrictAddressFamilies=none", "RestrictAddressFamilies=none" },
                    { BY_PATTERN, "", "RestrictAddressFamilies=~AF_PACKET", "RestrictAddressFamilies=~AF_PACKET" },
                    { BY_NAME, "RestrictAddressFamilies=none", "RestrictAddressFamilies=~AF_UNIX",
                      "!RestrictAddressFamilies=~AF_UNIX: " },
                    { BY_NAME, "RestrictAddressFamilies=AF_UNIX AF_INET", "RestrictAddressFamilies=~AF_INET",
                      "RestrictAddressFamilies=~AF_INET" },
                    { BY_NAME, "RestrictAddressFamilies=AF_UNIX", "RestrictAddressFamilies=AF_UNIX AF_INET",
                      "!RestrictAddressFamilies=AF_UNIX AF_INET: no more than that" },
                    { BY_NAME, "Type=notify", "RestrictAddressFamilies=AF_INET",
                      "!RestrictAddressFamilies=AF_INET: Type=notify" },
                    { BY_PATTERN, "", "RestrictNamespaces=yes", "RestrictNamespaces=yes" },
                    { BY_PATTERN, "", "RestrictNamespaces=user net", "RestrictNamespaces=net user" },
                    { BY_PATTERN, "", "RestrictNamespaces=no", "!RestrictNamespaces=no: restricts nothing" },
                    { BY_NAME, "RestrictNamespaces=user", "RestrictNamespaces=yes",
                      "RestrictNamespaces=~cgroup ipc mnt net pid user uts" },
                    { BY_NAME, "RestrictNamespaces=yes", "RestrictNamespaces=user", "!RestrictNamespaces=user: no more than that" },
                    { BY_NAME, "RestrictNamespaces=user net", "RestrictNamespaces=~net", "RestrictNamespaces=~net" });
}

static void test_unions(void) {
        CHECK_PLANS({ BY_PATTERN, "", "SystemCallArchitectures=native", "SystemCallArchitectures=native" },
                    { BY_NAME, "SystemCallArchitectures=native x32", "SystemCallArchitectures=native",
                      "SystemCallArchitectures=;SystemCallArchitectures=native" },
                    { BY_NAME, "SystemCallArchitectures=x32", "SystemCallArchitectures=mips",
                      "!SystemCallArchitectures=mips: nothing would be left" },
                    { BY_NAME, "SystemCallArchitectures=native", "SystemCallArchitectures=native x32",
                      "!SystemCallArchitectures=native x32: no more than that" },
                    { BY_NAME, "RestrictFileSystems=ext4 tmpfs", "RestrictFileSystems=ext4 btrfs",
                      "RestrictFileSystems=;RestrictFileSystems=ext4" },
                    { BY_NAME, "RestrictFileSystems=ext4", "RestrictFileSystems=~proc", "!RestrictFileSystems=~proc: deny list" },
                    { BY_NAME, "RestrictFileSystems=@basic-api", "RestrictFileSystems=ext4",
                      "!RestrictFileSystems=ext4: @basic-api" },
                    { BY_PATTERN, "", "RestrictFileSystems=ext4", "!RestrictFileSystems=ext4: new in 250", .version = 249 });
}

static void test_syscalls(void) {
        CHECK_PLANS({ BY_PATTERN, "", "SystemCallFilter=@system-service;SystemCallFilter=~@mount",
                      "SystemCallFilter=@system-service;SystemCallFilter=~@mount" },
                    { BY_PATTERN, "", "SystemCallFilter=~@mount @sandbox", "SystemCallFilter=~@mount", .version = 252 },
                    { BY_PATTERN, "", "SystemCallFilter=@sandbox", "!SystemCallFilter=@sandbox: names nothing", .version = 252 },
                    { BY_NAME, "SystemCallFilter=@basic-io", "SystemCallFilter=@system-service;SystemCallFilter=~@mount",
                      "SystemCallFilter=~@mount" },
                    { BY_NAME, "SystemCallFilter=@basic-io", "SystemCallFilter=@system-service",
                      "!SystemCallFilter=@system-service: allow list of its own" },
                    { BY_NAME, "SystemCallFilter=~@swap", "SystemCallFilter=@system-service",
                      "SystemCallFilter=;SystemCallFilter=@system-service;SystemCallFilter=~@swap" },
                    { BY_NAME, "SystemCallFilter=~@swap", "SystemCallFilter=~@mount", "SystemCallFilter=~@mount" },
                    { BY_NAME, "SystemCallFilter=~@swap:EPERM", "SystemCallFilter=@system-service;SystemCallFilter=~@mount",
                      "SystemCallFilter=~@mount" },
                    { BY_NAME, "SystemCallFilter=~@swap;SystemCallFilter=swapon", "SystemCallFilter=@system-service",
                      "!SystemCallFilter=@system-service: exceptions" },
                    { BY_NAME, "", "SystemCallFilter=@system-service;SystemCallFilter=~@mount",
                      "SystemCallFilter=@system-service;SystemCallFilter=@mount", .except = "SystemCallFilter=@mount" },
                    { BY_PATTERN, "", "SystemCallErrorNumber=EPERM", "SystemCallErrorNumber=EPERM" },
                    { BY_NAME, "SystemCallFilter=~@swap", "SystemCallErrorNumber=EPERM",
                      "!SystemCallErrorNumber=EPERM: filter of its own" });
}

static void test_lists(void) {
        CHECK_PLANS({ BY_PATTERN, USER, "InaccessiblePaths=/srv -/opt", "InaccessiblePaths=-/srv -/opt" },
                    { BY_NAME, "InaccessiblePaths=/a", "InaccessiblePaths=/b", "InaccessiblePaths=-/b" },
                    { BY_PATTERN, USER ";InaccessiblePaths=/a", "InaccessiblePaths=/b", "!InaccessiblePaths=/b: the unit sets it" },
                    { BY_NAME, "", "InaccessiblePaths='/a b'", "InaccessiblePaths=\"-/a b\"" },
                    { BY_NAME, "", "ReadOnlyPaths=/a;ReadOnlyPaths=;ReadOnlyPaths=+/b", "ReadOnlyPaths=-+/b" },
                    { BY_NAME, "", "IPAddressDeny=any;IPAddressAllow=localhost", "IPAddressDeny=any;IPAddressAllow=localhost" },
                    { BY_NAME, "", "IPAddressAllow=localhost", "!IPAddressAllow=localhost: an exception goes out only beside" },
                    { BY_NAME, "IPAddressDeny=any", "IPAddressDeny=10.0.0.0/8;IPAddressAllow=localhost",
                      "IPAddressDeny=10.0.0.0/8;!IPAddressAllow=localhost: the unit itself restricts" },
                    { BY_NAME, "", "ProtectSystem=strict;ReadWritePaths=/var/lib/x",
                      "ProtectSystem=strict;ReadWritePaths=-/var/lib/x" },
                    { BY_NAME, "ReadOnlyPaths=/var", "ProtectSystem=strict;ReadWritePaths=/var/lib/x",
                      "ProtectSystem=strict;!ReadWritePaths=-/var/lib/x: the unit itself closes" },
                    { BY_NAME, "", "ReadWritePaths=/var/lib/x", "!ReadWritePaths=/var/lib/x: an exception goes out only beside" },
                    { BY_NAME, "", "NoExecPaths=/srv;ExecPaths=/srv/bin", "NoExecPaths=-/srv;ExecPaths=-/srv/bin" },
                    { BY_NAME, "NoExecPaths=/srv", "NoExecPaths=/opt;ExecPaths=/srv/bin",
                      "NoExecPaths=-/opt;!ExecPaths=-/srv/bin: the unit itself forbids" },
                    { BY_NAME, "", "ProtectHome=yes;BindPaths=/home/x:/data", "ProtectHome=yes;BindPaths=-/home/x:/data" },
                    { BY_NAME, "ProtectHome=yes", "ProtectSystem=full;BindPaths=/home/x:/data",
                      "ProtectSystem=full;!BindPaths=-/home/x:/data: the unit itself hides" },
                    { BY_NAME, "", "DevicePolicy=closed;DeviceAllow=/dev/kvm rw", "DevicePolicy=closed;DeviceAllow=/dev/kvm rw" },
                    { BY_NAME, "", "InaccessiblePaths=/a /b", "!InaccessiblePaths=-/b: Except=;InaccessiblePaths=-/a",
                      .except = "InaccessiblePaths=/b" });
}

static void test_fills_and_removals(void) {
        CHECK_PLANS({ BY_NAME, "", "User=daemon", "User=daemon" },
                    { BY_PATTERN, "", "User=daemon", "!User=daemon: traces" },
                    { BY_NAME, "User=d", "User=daemon", "!User=daemon: set by the unit" },
                    { BY_NAME, "", "User=root", "!User=root: no restriction" },
                    { BY_NAME, "User=root", "DynamicUser=yes", "!DynamicUser=yes: User=root" },
                    { BY_NAME, "", "StateDirectory=x", "StateDirectory=x" },
                    { BY_NAME, "ReadOnlyPaths=/var", "StateDirectory=x", "!StateDirectory=x: the unit itself closes" },
                    { BY_NAME, "", "RootDirectory=/srv/x", "RootDirectory=/srv/x" },
                    { BY_NAME, "", "RootDirectory=/", "!RootDirectory=/: no other root" },
                    { BY_NAME, "RootImage=/x.img", "RootDirectory=/srv/x", "!RootDirectory=/srv/x: root of its own" },
                    { BY_NAME, "", "TemporaryFileSystem=/srv:ro", "TemporaryFileSystem=/srv:ro" },
                    { BY_NAME, "SupplementaryGroups=adm", "SupplementaryGroups=", "SupplementaryGroups=" },
                    { BY_NAME, "", "SupplementaryGroups=", "!SupplementaryGroups=: nothing in it" },
                    { BY_NAME, "SupplementaryGroups=adm", "SupplementaryGroups=tty", "!SupplementaryGroups=tty: only empty" },
                    { BY_NAME, "AmbientCapabilities=CAP_KILL CAP_BPF", "AmbientCapabilities=~CAP_BPF",
                      "AmbientCapabilities=~CAP_BPF" },
                    { BY_NAME, "AmbientCapabilities=CAP_BPF", "AmbientCapabilities=~CAP_BPF", "AmbientCapabilities=" },
                    { BY_NAME, "", "AmbientCapabilities=CAP_BPF", "!AmbientCapabilities=CAP_BPF: only take" });
}

static void test_limits(void) {
        CHECK_PLANS({ BY_PATTERN, "", "LimitNOFILE=512", "LimitNOFILE=512" },
                    { BY_PATTERN, "", "LimitNOFILE=1024:1048576", "!LimitNOFILE=1024:1048576: no lower" },
                    { BY_NAME, "LimitNOFILE=100:4096", "LimitNOFILE=200:1000", "LimitNOFILE=100:1000" },
                    { BY_NAME, "MemoryMax=1G", "MemoryMax=2G", "!MemoryMax=2G: no lower" },
                    { BY_NAME, "MemoryMax=2G", "MemoryMax=1G", "MemoryMax=1073741824" },
                    { BY_NAME, "MemoryMax=50%", "MemoryMax=1G", "!MemoryMax=1G: does not compare" },
                    { BY_NAME, "MemoryMax=50%", "MemoryMax=25%", "MemoryMax=25%" },
                    { BY_NAME, "MemoryMax=infinity", "MemoryMax=25%", "MemoryMax=25%" },
                    { BY_PATTERN, "", "TasksMax=100", "!TasksMax=100: cannot be known" },
                    { BY_PATTERN, "", "TasksMax=100", "TasksMax=100",
                      .files = FILES({ "/proc/sys/kernel/pid_max", "4194304" }, { "/proc/sys/kernel/threads-max", "1000" }) },
                    { BY_PATTERN, "", "TasksMax=200", "!TasksMax=200: no lower than 150",
                      .files = FILES({ "/proc/sys/kernel/pid_max", "4194304" }, { "/proc/sys/kernel/threads-max", "1000" }) });
}

/* systemd reads more than we do (parse_size(), parse_permyriad(), safe_atou64()): what we cannot read
 * is no default, and must not be made higher. */
static void test_illegible_limits(void) {
        CHECK_PLANS({ BY_NAME, "MemoryMax=1.5G", "MemoryMax=2G", "!MemoryMax=2G: " },
                    { BY_NAME, "MemoryMax=1G 512M", "MemoryMax=2G", "!MemoryMax=2G: " },
                    { BY_NAME, "MemoryMax=5‰", "MemoryMax=2%", "!MemoryMax=2%: " },
                    { BY_NAME, "LimitNOFILE=0x40", "LimitNOFILE=100", "!LimitNOFILE=100: " });
}

static void test_whose_word(void) {
        CHECK_PLANS({ BY_NAME, "", "UMask=0077", "!UMask=0077: the admin has set it", .admin = "UMask=0022" },
                    { BY_NAME_ALL, "", "UMask=0077", "UMask=0077", .admin = "UMask=0022" },
                    { BY_PATTERN, "", "UMask=0077", "!UMask=0077: the admin has set it", .admin = "UMask=0022" },
                    { BY_NAME_ALL, "", "UMask=0027", "!UMask=0027: no stricter", .admin = "UMask=0077" },
                    { BY_NAME, "", "UMask=0077", "!UMask=0077: sorts after", .later = "UMask=0022" },
                    { BY_NAME_ALL, "", "UMask=0077", "!UMask=0077: sorts after", .later = "UMask=0022" },
                    { BY_NAME, "UMask=0022", "UMask=0077", "UMask=0077", .admin = "NoNewPrivileges=no" },
                    { BY_NAME, "", "UMask=0077;NoNewPrivileges=yes", "!UMask=0077: Except=UMask;NoNewPrivileges=yes",
                      .except = "UMask" },
                    { BY_NAME, "", "UMask=0077;NoNewPrivileges=yes", "!UMask=0077: Except=*;!NoNewPrivileges=yes: Except=*",
                      .except = "*" });
}

/* Only what cannot loosen whatever the unit has. */
static void test_unknown_units(void) {
        CHECK_PLANS({ BY_NAME, NULL, "NoNewPrivileges=yes", "NoNewPrivileges=yes" },
                    { BY_NAME, NULL, "ProtectSystem=strict", "ProtectSystem=strict" },
                    { BY_NAME, NULL, "ProtectSystem=full", "!ProtectSystem=full: cannot be known" },
                    { BY_NAME, NULL, "ProtectProc=invisible", "!ProtectProc=invisible: known here" },
                    { BY_NAME, NULL, "CapabilityBoundingSet=~CAP_BPF", "CapabilityBoundingSet=~CAP_BPF" },
                    { BY_NAME, NULL, "RestrictNamespaces=yes", "RestrictNamespaces=~cgroup ipc mnt net pid user uts" },
                    { BY_NAME, NULL, "RestrictAddressFamilies=AF_UNIX", "!RestrictAddressFamilies=AF_UNIX: cannot be known" },
                    { BY_NAME, NULL, "UMask=0077", "!UMask=0077: cannot be known" },
                    { BY_NAME, NULL, "MemoryMax=1G", "!MemoryMax=1G: cannot be known" },
                    { BY_NAME, NULL, "SystemCallFilter=~@mount", "!SystemCallFilter=~@mount: cannot be known" });
}

static void test_patterns_and_needs(void) {
        CHECK_PLANS({ BY_PATTERN, "", "ProtectHome=yes", "!ProtectHome=yes: mount namespace" },
                    { BY_PATTERN, "User=d", "ProtectHome=yes", "!ProtectHome=yes: mount namespace" },
                    { BY_PATTERN, USER, "ProtectHome=yes", "ProtectHome=yes" },
                    { BY_PATTERN, USER ";AmbientCapabilities=CAP_SYS_ADMIN", "ProtectHome=yes", "!ProtectHome=yes: mount namespace" },
                    { BY_PATTERN, "PrivateTmp=yes", "ProtectHome=yes", "ProtectHome=yes" },
                    { BY_PATTERN, "PrivateTmp=no", "ProtectHome=yes", "!ProtectHome=yes: mount namespace" },
                    { BY_PATTERN, "", "RemoveIPC=yes", "!RemoveIPC=yes: traces" },
                    { BY_PATTERN, "", "ProtectClock=yes", "ProtectClock=yes" },
                    { BY_PATTERN, "SELinuxContext=a", "NoNewPrivileges=yes", "!NoNewPrivileges=yes: SELinuxContext=" },
                    { BY_PATTERN, "AppArmorProfile=a", "NoNewPrivileges=yes", "!NoNewPrivileges=yes: AppArmorProfile=" },
                    { BY_NAME, "SELinuxContext=a", "NoNewPrivileges=yes", "NoNewPrivileges=yes" },
                    { BY_PATTERN, "", "NoNewPrivileges=yes", "!NoNewPrivileges=yes: SELinux enforces",
                      .files = FILES({ "/sys/fs/selinux/enforce", "1" }) },
                    { BY_NAME, "", "ProtectHome=yes;UMask=0077;PrivateUsers=yes;RestrictNamespaces=yes",
                      "UMask=0077;!ProtectHome=yes: LXC;!PrivateUsers=yes: LXC;RestrictNamespaces=yes",
                      .files = FILES({ "/run/systemd/container", "lxc" }) },
                    { BY_NAME, "", "NoNewPrivileges=yes", "!NoNewPrivileges=yes: LXC",
                      .files = FILES({ "/run/systemd/container", "lxc" }) },
                    { BY_NAME, "", "PrivateUsers=yes;ProtectHome=yes", "ProtectHome=yes;!PrivateUsers=yes: max_user_namespaces",
                      .files = FILES({ "/proc/sys/user/max_user_namespaces", "0" }) });
}

RUN_TESTS(TEST(test_booleans), TEST(test_orders), TEST(test_implied), TEST(test_masks_and_modes), TEST(test_capabilities),
          TEST(test_families_and_namespaces), TEST(test_unions), TEST(test_syscalls), TEST(test_lists),
          TEST(test_fills_and_removals), TEST(test_limits), TEST(test_illegible_limits), TEST(test_whose_word),
          TEST(test_unknown_units), TEST(test_patterns_and_needs))
