# SPDX-License-Identifier: LGPL-2.1-or-later
"""What random units and policies may say: for each option its values, each a tuple of the lines that
make it up. UNIT has what vendors and admins write, POLICY what a policy wishes (mostly strict, now
and then weak)."""

YES_NO = [("yes",), ("yes",), ("no",), ("true",), ("off",)]
BOOLEANS = """NoNewPrivileges PrivateDevices PrivateNetwork PrivateMounts PrivateIPC PrivatePIDs
    PrivateBPF ProtectClock ProtectKernelTunables ProtectKernelModules ProtectKernelLogs
    LockPersonality MemoryDenyWriteExecute RestrictRealtime RestrictSUIDSGID RemoveIPC""".split()


def single(values):
    return [(v,) for v in values.split()]


CAPABILITIES = [("CAP_CHOWN CAP_KILL",), ("CAP_NET_BIND_SERVICE",), ("",), ("~CAP_SYS_ADMIN CAP_SYS_PTRACE",),
                ("CAP_CHOWN", "CAP_SETUID CAP_SETGID"), ("CAP_SETUID CAP_CHOWN", "~CAP_CHOWN"), ("~CAP_NET_RAW",),
                ("CAP_SYS_ADMIN CAP_DAC_OVERRIDE CAP_FOWNER",)]
FAMILIES = [("AF_INET AF_INET6",), ("AF_UNIX",), ("AF_UNIX AF_INET AF_NETLINK",), ("none",), ("~AF_PACKET",),
            ("AF_INET AF_UNIX", "~AF_INET"), ("AF_UNIX", "AF_INET6"), ("~AF_NETLINK AF_PACKET",)]
NAMESPACES = [("yes",), ("no",), ("net mnt",), ("~user",), ("user pid", "ipc"), ("~net", "~uts")]
FILTERS = [("@system-service",), ("~@mount @swap",), ("@system-service", "~@privileged"),
           ("~@mount", "~@debug"), ("@basic-io @process @file-system @signal @network-io",),
           ("~@clock:ENOSYS @reboot",), ("~kexec_load", "~@obsolete")]
READ_WRITE = [("/var/lib/hg",), ("-/data",), ("/etc/hg", "/srv"), ("/usr/lib/hg",)]
READ_ONLY = [("/srv",), ("-/data/a /opt",), ("/etc",), ("/var/lib/hg",)]
INACCESSIBLE = [("/data",), ("-/srv/x",), ("/opt", "-/data/a"), ("/etc/hg",)]

COMMON = {
    **{b: YES_NO for b in BOOLEANS},
    "ProtectSystem": single("no yes full strict full strict"),
    "ProtectHome": single("no read-only tmpfs yes yes"),
    "ProtectProc": single("default noaccess invisible ptraceable"),
    "ProcSubset": single("all pid pid"),
    "PrivateTmp": single("no yes disconnected yes"),
    "PrivateUsers": single("no yes yes identity full"),
    "ProtectControlGroups": single("no yes private strict yes"),
    "ProtectHostname": single("no yes yes private"),
    "KeyringMode": single("inherit private shared private"),
    "NotifyAccess": single("none main exec all"),
    "UMask": single("0022 0027 0077 0007 0002 0177"),
    "SecureBits": [("noroot",), ("noroot noroot-locked",), ("keep-caps",), ("noroot no-setuid-fixup-locked",)],
    "CapabilityBoundingSet": CAPABILITIES,
    "RestrictAddressFamilies": FAMILIES,
    "RestrictNamespaces": NAMESPACES,
    "SystemCallFilter": FILTERS,
    "SystemCallErrorNumber": single("EPERM ENOSYS"),
    "SystemCallArchitectures": [("native",), ("native x86",), ("x86",), ("x86-64 x32",)],
    "SystemCallLog": [("@mount",), ("~@mount",)],
    "RestrictFileSystems": [("ext4 tmpfs",), ("~debugfs",), ("@basic-api",), ("ext4",)],
    "RestrictNetworkInterfaces": [("lo",), ("~eth0",), ("lo eth1",)],
    "DevicePolicy": single("auto closed strict closed"),
    "DeviceAllow": [("/dev/kvm rw",), ("/dev/null r",), ("char-pts rw", "/dev/fuse rw")],
    "IPAddressDeny": [("any",), ("10.0.0.0/8",), ("multicast", "192.168.0.0/16")],
    "IPAddressAllow": [("localhost",), ("10.1.0.0/16",), ("192.168.1.0/24", "localhost")],
    "SocketBindDeny": [("any",), ("tcp:80",), ("ipv6:udp:100-200", "ipv4:tcp")],
    "SocketBindAllow": [("tcp:80",), ("ipv4:udp:150",), ("443", "tcp:8080")],
    "ReadWritePaths": READ_WRITE,
    "ReadOnlyPaths": READ_ONLY,
    "InaccessiblePaths": INACCESSIBLE,
    "NoExecPaths": [("/",), ("/var /data",), ("/srv",)],
    "ExecPaths": [("/usr",), ("/opt/hg", "/usr"), ("/srv/bin",)],
    "TasksMax": single("50 1000 infinity 20%"),
    "MemoryMax": single("1G 200M infinity"),
    "MemorySwapMax": single("0 1G"),
    "LimitCORE": single("0 infinity 1M:2M"),
    "LimitNPROC": single("100 500 20:40"),
    "LimitNOFILE": single("1024 4096 512:524288 1048576"),
    "LimitMEMLOCK": single("64K 1M infinity"),
    "LimitFSIZE": single("1G infinity"),
    "LimitDATA": single("2G"),
    "LimitSTACK": single("4M 8M 64M infinity"),
    "LimitAS": single("4G"),
    "LimitSIGPENDING": single("500 100000000"),
    "LimitMSGQUEUE": single("1K 10M"),
    "LimitRTPRIO": single("0 5"),
    "MemoryHigh": single("500M infinity"),
    "MemoryZSwapMax": single("0 100M"),
    "StateDirectory": [("hg-own",), ("hg-own/a hg-own-b",)],
    "StateDirectoryMode": single("0755 0700 0750"),
    "CacheDirectory": [("hg-own",)],
    "CacheDirectoryMode": single("0700 0755"),
    "LogsDirectory": [("hg-own",)],
    "LogsDirectoryMode": single("0750"),
    "ConfigurationDirectory": [("hg-own",)],
    "ConfigurationDirectoryMode": single("0700 0755"),
    "RuntimeDirectory": [("hg-own",)],
    "RuntimeDirectoryMode": single("0750 0711"),
    "BindReadOnlyPaths": [("-/usr/share:/data/share",), ("/etc/hg",)],
    "BindPaths": [("-/var/lib/hg",), ("-/srv:/data",)],
    "MountAPIVFS": YES_NO,
    "BindLogSockets": YES_NO,
    "User": single("daemon nobody root"),
    "DynamicUser": [("yes",), ("no",)],
    "SupplementaryGroups": [("adm",), ("adm", "tty")],
    "AmbientCapabilities": [("CAP_NET_BIND_SERVICE",), ("CAP_CHOWN CAP_KILL",)],
}

# Lines of the unit's own that a plan must leave usable, and such as say nothing about hardening.
UNIT_ONLY = {
    "WorkingDirectory": [("/home/hg",), ("/var/lib/hg",), ("-/opt/hg",)],
    "CPUSchedulingPolicy": single("fifo rr"),
    "EnvironmentFile": [("-/etc/hg/env",), ("-/home/hg/env",)],
    "PIDFile": [("/run/hg.pid",)],
    "Nice": single("5"),
    "Delegate": single("no"),
    "SELinuxContext": [("-system_u:system_r:hg_t",)],
    "Restart": single("on-failure"),
}
POLICY_ONLY = {
    "SupplementaryGroups": [("",)],
    "AmbientCapabilities": [("",), ("~CAP_NET_BIND_SERVICE",)],
    "TemporaryFileSystem": [("/srv:ro",), ("/opt",)],
    "Group": single("daemon"),
    # keep-caps loosens: to a policy it is an unknown word, and its line an error
    "SecureBits": [("noroot",), ("noroot noroot-locked",), ("noroot no-setuid-fixup-locked",)],
}
UNIT = COMMON | UNIT_ONLY
POLICY = {k: v for k, v in COMMON.items() if k not in ("SupplementaryGroups", "AmbientCapabilities")} | POLICY_ONLY

# The first systemd that knows an option or a value, and what stands for it before.
SINCE = {"PrivatePIDs": 257, "PrivateBPF": 258, "MemoryZSwapMax": 253, "BindLogSockets": 257}
VALUE_SINCE = {("PrivateTmp", "disconnected"): (257, "yes"),
               ("PrivateUsers", "identity"): (257, "no"), ("PrivateUsers", "full"): (258, "no"),
               ("ProtectControlGroups", "private"): (257, "no"),
               ("ProtectControlGroups", "strict"): (257, "yes"),
               ("ProtectHostname", "private"): (258, "no")}
BOOLEANS_POOL = {b: YES_NO for b in BOOLEANS}
