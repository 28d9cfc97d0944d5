# SPDX-License-Identifier: LGPL-2.1-or-later
"""Meetings of a unit and a policy that chance brings about too seldom: each is among the units of each boot."""
import policies as p
import pools
import units as u

VENDOR, ADMIN = "/usr/lib/systemd/system", "/etc/systemd/system"

# (lines of the vendor's fragment, lines of an admin's drop-in, lines of the policy, does it name the unit?)
MEETINGS = [
    (["AmbientCapabilities=CAP_SYSLOG"], [], ["ProtectKernelLogs=yes"], True),
    ([], ["CapabilityBoundingSet=CAP_SYS_MODULE CAP_CHOWN"], ["ProtectKernelModules=yes"], True),
    (["AmbientCapabilities=CAP_CHOWN"], [], ["CapabilityBoundingSet=CAP_KILL"], True),
    (["SELinuxContext=-system_u:system_r:hg_t", "User=daemon"], [], ["NoNewPrivileges=yes", "RestrictRealtime=yes"], False),
    (["ProtectProc=ptraceable"], [], ["ProtectProc=invisible"], True),
    (["User=root"], [], ["DynamicUser=yes", "Group=daemon"], True),
    (["NoExecPaths=/srv"], [], ["NoExecPaths=/var", "ExecPaths=/srv/bin"], True),
    (["ReadWritePaths=/var/lib/hg"], [], ["ProtectSystem=strict", "ReadWritePaths=/etc/hg"], True),
    (["Type=notify", "NotifyAccess=main"], [], ["NotifyAccess=none", "RestrictAddressFamilies=AF_INET"], True),
    (["ProtectSystem=strict"], ["ReadOnlyPaths=/srv"], ["NoExecPaths=/", "ExecPaths=/usr /opt/hg"], True),
    (["ProtectSystem=strict"], [], ["NoExecPaths=/srv", "ProtectProc=invisible"], True),
    (["ProtectSystem=strict"], ["ReadOnlyPaths=/srv"], ["ProcSubset=pid"], True),
    (["Type=notify"], [], ["RestrictAddressFamilies=AF_INET AF_INET6"], True),
    (["ProtectSystem=full", "ExecPaths=/usr"], [], ["ProtectSystem=strict"], True),
    (["DynamicUser=yes"], [], ["User=nobody"], True),
    ([], [], ["LimitMEMLOCK=64K", "LimitSTACK=4M", "LimitFSIZE=2G"], True),
    (["LimitMEMLOCK=4M"], [], ["LimitMEMLOCK=64K", "LimitNPROC=100", "LimitAS=8G"], True),
    (["LimitMEMLOCK=1M"], [], ["LimitMEMLOCK=4K"], True),
    ([], [], ["NoExecPaths=/opt", "ExecPaths=/opt/hg"], True),
    ([], [], ["NoExecPaths=/srv", "ExecPaths=/srv/bin"], True),
    (["ReadOnlyPaths=/opt"], [], ["NoExecPaths=/", "ExecPaths=/usr /opt/hg"], True),
    (["SystemCallFilter=@system-service"], [], ["SystemCallFilter=@basic-io"], True),
    (["SystemCallFilter=~@mount:ENOSYS"], [], ["SystemCallFilter=@system-service"], True),
    (["SystemCallFilter=~@mount"], [], ["SystemCallFilter=@system-service @mount"], True),
    (["SystemCallFilter=@system-service"], [], ["SystemCallErrorNumber=EPERM"], True),
    (["User=daemon"], ["NoNewPrivileges=no"], ["LockPersonality=yes", "SystemCallFilter=@system-service"], True),
    (["KeyringMode=inherit", "NotifyAccess=all"], [], ["KeyringMode=private", "NotifyAccess=main"], True),
    (["KeyringMode=shared", "NotifyAccess=exec"], [], ["KeyringMode=private", "NotifyAccess=main"], True),
    (["SupplementaryGroups=adm", "AmbientCapabilities=CAP_KILL CAP_CHOWN"], [],
     ["SupplementaryGroups=", "AmbientCapabilities="], True),
    (["SupplementaryGroups=tty", "AmbientCapabilities=CAP_KILL CAP_CHOWN"], [],
     ["SupplementaryGroups=", "AmbientCapabilities=~CAP_KILL"], True),
    (["LimitRTPRIO=5", "LimitMSGQUEUE=10M"], [], ["LimitRTPRIO=0", "LimitMSGQUEUE=1K", "MemoryHigh=500M"], True),
    (["LimitRTPRIO=9", "LimitSIGPENDING=5000"], [], ["LimitRTPRIO=0", "LimitSIGPENDING=500", "MemoryHigh=1G"], True),
    (["LimitSIGPENDING=9000"], [], ["LimitSIGPENDING=500", "DynamicUser=yes", "RemoveIPC=yes"], True),
    ([], [], ["RemoveIPC=yes", "StateDirectoryMode=0700", "PrivateIPC=yes", "DynamicUser=yes"], True),
    ([], [], ["RemoveIPC=yes", "StateDirectoryMode=0700", "CacheDirectoryMode=0700", "PrivateIPC=yes"], True),
    (["RestrictAddressFamilies=none"], [], ["RestrictAddressFamilies=~AF_PACKET"], True),
    (["RestrictAddressFamilies=AF_UNIX AF_INET"], [], ["RestrictAddressFamilies=AF_UNIX AF_INET6"], True),
    (["CapabilityBoundingSet="], [], ["CapabilityBoundingSet=CAP_CHOWN"], True),
    (["ProtectSystem=strict", "ProtectHome=yes", "UMask=0077"], [], ["ProtectSystem=full", "ProtectHome=read-only", "UMask=0027"], True),
    (["ProtectSystem=full", "ProtectHome=read-only"], [], ["ProtectSystem=strict", "ProtectHome=yes"], True),
    (["DevicePolicy=closed"], [], ["ProtectClock=yes", "DeviceAllow=/dev/kvm rw"], True),
    (["CPUSchedulingPolicy=rr"], [], ["RestrictRealtime=yes"], True),
    (["Type=forking"], [], ["PrivatePIDs=yes"], True),
    (["DeviceAllow=/dev/kvm rw"], [], ["PrivateDevices=yes"], True),
    (["DynamicUser=yes"], [], ["User=daemon", "ProtectHome=yes"], True),
    (["TemporaryFileSystem=/srv:ro"], [], ["ReadOnlyPaths=/srv"], True),
    (["SystemCallArchitectures=x86"], [], ["SystemCallArchitectures=native"], True),
    (["RestrictFileSystems=ext4 tmpfs"], [], ["RestrictFileSystems=ext4 xfs"], True),
    (["IPAddressDeny=any", "IPAddressAllow=10.1.0.0/16"], [], ["IPAddressDeny=multicast", "IPAddressAllow=localhost"], True),
    ([], [], ["SocketBindDeny=any", "SocketBindAllow=443", "IPAddressDeny=any", "IPAddressAllow=localhost"], True),
    ([], [], ["SocketBindDeny=any", "SocketBindAllow=tcp:80", "IPAddressDeny=any", "IPAddressAllow=localhost"], True),
    (["DevicePolicy=closed"], [], ["PrivateDevices=yes", "DeviceAllow=/dev/fuse rw"], True),
    (["DynamicUser=yes", "ProtectSystem=full"], [], ["NoExecPaths=/srv"], True),
    ([], [], ["TemporaryFileSystem=/srv", "BindLogSockets=yes", "MountAPIVFS=yes", "BindPaths=-/var/lib/hg"], True),
    ([], [], ["TemporaryFileSystem=/opt", "BindLogSockets=yes", "MountAPIVFS=yes", "BindReadOnlyPaths=/etc/hg"], True),
    ([], [], ["User=daemon", "LogsDirectory=hg-own", "CacheDirectory=hg-own", "StateDirectory=hg-own"], True),
    ([], [], ["User=nobody", "LogsDirectory=hg-own", "CacheDirectory=hg-own", "StateDirectory=hg-own"], True),
    (["Type=notify"], [], ["RestrictAddressFamilies=AF_INET"], True),
    ([], ["PrivateTmp=no", "RemoveIPC=no", "RestrictSUIDSGID=no", "DevicePolicy=auto"], ["DynamicUser=yes", "PrivateDevices=yes"], True),
    ([], [], ["ConfigurationDirectoryMode=0700", "LogsDirectoryMode=0750", "CacheDirectoryMode=0700"], True),
    ([], [], ["ConfigurationDirectoryMode=0750", "LogsDirectoryMode=0700", "CacheDirectoryMode=0700"], True),
    (["ProtectControlGroups=private"], [], ["ProtectControlGroups=strict"], True),
]

# Each value of an order meets each other one, as the unit's and as the wish: so an order that is
# turned round anywhere in our table shows in each boot.
ORDERS = {
    "ProtectSystem": "no yes full strict", "ProtectHome": "no read-only tmpfs yes",
    "ProtectProc": "default noaccess invisible ptraceable", "ProcSubset": "all pid", "PrivateTmp": "no yes disconnected",
    "PrivateUsers": "no full identity yes", "ProtectControlGroups": "no yes private strict",
    "ProtectHostname": "no private yes", "KeyringMode": "inherit shared private", "NotifyAccess": "all exec main none",
    "DevicePolicy": "auto closed strict", "UMask": "0022 0027 0077 0177", "LimitCORE": "infinity 2M 1M 0",
    "LimitNOFILE": "4096 1024 512 64", "TasksMax": "infinity 1000 100 50", "StateDirectoryMode": "0755 0750 0700 0500",
    "MemoryMax": "infinity 1G 500M 100M", **{b: "no yes" for b in pools.BOOLEANS if b != "ProtectClock"}}


def meeting(i, k):
    def lines(n):
        return [f"{o}={v.split()[n]}" for o, v in ORDERS.items() if max(i, k) < len(v.split())]
    return lines(i), [], lines(k), True


MEETINGS += [meeting(i, k) for i in range(4) for k in range(4) if i != k]


def pairs(lines):
    return [tuple(line.split("=", 1)) for line in lines]


def plant(index, policy_name):
    """The unit and the policy of one meeting."""
    vendor, admin, wished, named = MEETINGS[index]
    name = f"yew-{index:03}.service"
    start = [("ExecStart", u.PROGRAMS[index % len(u.PROGRAMS)])]
    unit = u.Unit(name, start[0][1], [u.File(VENDOR, name, start + pairs(vendor))])
    if admin:
        unit.files.append(u.File(ADMIN, f"{name}.d/20-admin.conf", pairs(admin)))
    match = {"Unit": [name if named else name.replace("-", "-*")]}
    return unit, p.Policy(policy_name, match, pairs(wished))
