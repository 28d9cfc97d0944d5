# SPDX-License-Identifier: LGPL-2.1-or-later
"""The one table of the reasons for which an option may be withheld: how the generator words each, and
when it holds by the model of the unit and by what systemd says (design.md 3, 5, 10)."""
import re
from dataclasses import dataclass

import orders
import paths
import pools

TRACES = """User Group DynamicUser RemoveIPC RootDirectory StateDirectory StateDirectoryMode CacheDirectory
    CacheDirectoryMode LogsDirectory LogsDirectoryMode ConfigurationDirectory ConfigurationDirectoryMode""".split()
# What gives a service a mount namespace, and the value that does not (semantics.md, first page).
MOUNTS = {"ProtectSystem": "no", "ProtectHome": "no", "PrivateTmp": "no", "PrivateMounts": "no", "PrivateDevices": "no",
          "ProtectKernelTunables": "no", "ProtectKernelModules": "no", "ProtectKernelLogs": "no",
          "ProtectControlGroups": "no", "ProtectProc": "default", "ProcSubset": "all", "PrivateIPC": "no",
          "PrivatePIDs": "no", "PrivateBPF": "no", "PrivateNetwork": "no", "MountAPIVFS": "no", "BindLogSockets": "no",
          "DynamicUser": "no"} | dict.fromkeys(
    """RootDirectory TemporaryFileSystem BindPaths BindReadOnlyPaths ReadWritePaths ReadOnlyPaths InaccessiblePaths
    ExecPaths NoExecPaths""".split(), "")
# Beside which restrictions of the same plan an exception may go out.
BESIDE = {"ReadWritePaths": "ProtectSystem ProtectHome ReadOnlyPaths", "ExecPaths": "NoExecPaths",
          "SocketBindAllow": "SocketBindDeny", "IPAddressAllow": "IPAddressDeny",
          "DeviceAllow": "DevicePolicy PrivateDevices", "BindPaths": "ProtectSystem ProtectHome TemporaryFileSystem",
          "BindReadOnlyPaths": "ProtectHome TemporaryFileSystem RootDirectory", "MountAPIVFS": "RootDirectory",
          "BindLogSockets": "RootDirectory"}
SECCOMP = """RestrictSUIDSGID PrivateDevices ProtectClock ProtectKernelTunables ProtectKernelModules ProtectKernelLogs
    LockPersonality MemoryDenyWriteExecute RestrictRealtime RestrictNamespaces RestrictAddressFamilies ProtectHostname
    SystemCallArchitectures SystemCallFilter SystemCallLog""".split()


@dataclass
class Case:
    """One option of one unit that the generator says it withholds."""
    boot: object
    unit: object
    option: str
    lines: tuple        # what was wished
    naming: bool        # by policies that name the unit

    @property
    def before(self):
        return self.boot.before[self.unit.name]

    @property
    def expected(self):
        return self.boot.after[self.boot.model.reference(self.option, self.lines)]

    @property
    def version(self):
        return self.boot.model.version

    def says(self, option):
        return self.unit.last(option, "no") in ("yes", "true", "on", "1")

    @property
    def dynamic(self):
        return orders.text(self.before, "DynamicUser") == "yes"

    @property
    def root(self):
        return orders.text(self.before, "User") in ("", "root", "0") and not self.dynamic

    def has_mount_namespace(self):
        """By what sorts before our file: what comes after it does not count for a plan."""
        return any(orders.text(self.before, o) not in ("", off) for o, off in MOUNTS.items()
                   if not (o in ("PrivateNetwork", "MountAPIVFS") and self.version < 257) and not self.unit.said(o, after=True))

    def could_mount(self):
        return not self.has_mount_namespace() and (
            self.root or not self.says("NoNewPrivileges") or "cap_sys_admin" in orders.text(self.before, "AmbientCapabilities"))

    def asks_no_new_privileges(self):
        wish = self.boot.model.wishes[self.unit.name]
        return not wish.excepted("NoNewPrivileges") and wish.lines("NoNewPrivileges")[-1:] in (("yes",), ("true",))

    def looser_or_equal(self):
        """What is wished is no stricter than what is there."""
        return self.boot.tighter_or_equal(self.option, self.expected, self.before)

    def stricter(self):
        return self.boot.tighter_or_equal(self.option, self.before, self.expected)

    def default(self):
        return self.boot.same(self.option, self.expected, self.boot.default)

    def level(self, path):
        """By what is there to close paths; what opens them again by the way is not meant so."""
        state = self.before | {p: [] for p in (*paths.OPEN_RUN, *paths.EXEC, "BindPaths")}
        return paths.level_of(paths.named(state), path)

    def emitted(self, options):
        # what only keeps /run closed restricts nothing that somebody wished
        text = self.boot.emitted_for(self.unit).replace("\nReadOnlyPaths=-/run\n", "\n")
        return set(re.findall(r"^(\w+)=", text, re.M)) & set(options.split())


def names_capability(case, found):
    return any(c.lower() in " ".join(case.unit.values(found["where"])).lower() for c in found["caps"].split())


def uses_path(case, found):
    """The unit's own line names the path, and with the option it would be less than it is."""
    path = found["path"]
    if not any(path in value for value in case.unit.values(found["key"])):
        return False
    narrower = (paths.level_of(paths.named(case.expected), path) < paths.level_of(paths.named(case.before), path)
                or not paths.executable(case.expected, path))
    return narrower or case.option in ("PrivateTmp", "PrivateDevices", "DynamicUser")


# (kind, the words of the generator, when they hold)
TABLE = [(kind, re.compile(words), check) for kind, words, check in (
    ("excepted", r"taken out by Except=", lambda c, m: c.boot.model.wishes[c.unit.name].excepts),
    ("unknown to this version", r"systemd \d+ does not know it",
     lambda c, m: pools.SINCE.get(c.option, 0) > c.version),
    ("set later", r"set by \S+, which sorts after", lambda c, m: c.unit.said(c.option, after=True)),
    ("set by the admin", r"the admin has set it in", lambda c, m: c.unit.said(c.option, admin=True)),
    ("set by the unit, only matched", r"the unit sets it in \S+, and no policy that names",
     lambda c, m: c.unit.said(c.option) and not c.naming),
    ("leaves traces", r"it leaves traces", lambda c, m: c.option in TRACES and not c.naming),
    ("mount namespace", r"it needs a mount namespace",
     lambda c, m: c.option in MOUNTS and not c.naming and c.could_mount()),
    ("SELinux label", r"NoNewPrivileges= can block the transition to SELinuxContext=",
     lambda c, m: not c.naming and c.unit.said("SELinuxContext")
     and (c.option == "NoNewPrivileges" or c.version < 255 and c.option in SECCOMP and not c.root)),
    ("implies what the admin set", r"it implies (?P<other>\w+)=", lambda c, m: c.unit.said(m["other"], admin=True)),
    ("implies NoNewPrivileges unasked", r"before systemd 255 it implies NoNewPrivileges=yes for this unit's user",
     lambda c, m: c.version < 255 and c.option in SECCOMP and not c.root and not c.asks_no_new_privileges()),
    ("implies NoNewPrivileges", r"before systemd 255 it implies NoNewPrivileges=",
     lambda c, m: c.version < 255 and c.option in SECCOMP and c.unit.said("NoNewPrivileges", admin=True)),
    ("takes a capability that is used", r"it takes away (?P<caps>[A-Z_ ]+), which (?P<where>\w+)= of the unit names",
     names_capability),
    ("takes a capability that the admin keeps", r"it takes away [A-Z_ ]+, and the admin has set CapabilityBoundingSet=",
     lambda c, m: c.unit.said("CapabilityBoundingSet", admin=True)),
    ("no stricter", r"no stricter than what is in force", lambda c, m: c.looser_or_equal()
     or c.option == "NotifyAccess" and c.unit.last("Type") == "notify"),    # none would be main all the same
    ("not comparable", r"(the unit's own value in \S+ )?does not compare with",
     lambda c, m: not c.stricter() or "%" in "".join(c.unit.values(c.option) + list(c.lines))),
    ("no lower", r"no lower than", lambda c, m: not c.stricter() or c.looser_or_equal()),
    ("default unknown", r"the machine's default cannot be known",
     lambda c, m: not c.unit.said(c.option) and c.option in orders.PROCESS_LIMITS),
    ("no restriction", r"(root is no restriction|restricts nothing|names nothing|no word of it is known)",
     lambda c, m: c.default() or c.looser_or_equal() or "root" in c.lines),
    ("dynamic user", r"the unit has DynamicUser=yes", lambda c, m: c.dynamic),
    ("user of its own", r"the unit has a user of its own", lambda c, m: not c.root),
    ("is root", r"the unit says User=root", lambda c, m: c.unit.last("User") == "root"),
    ("filter of its own", r"the unit has a filter of its own", lambda c, m: c.unit.said("SystemCallFilter")),
    ("unit closes", r"the unit itself (closes|hides) (?P<path>\S+)", lambda c, m: c.level(m["path"]) < paths.WRITE),
    ("unit forbids to run", r"the unit itself forbids to run (?P<path>\S+)",
     lambda c, m: not paths.executable(c.before, m["path"])),
    ("unit restricts", r"the unit itself restricts this by (?P<other>\w+)=",
     lambda c, m: c.before[m["other"]] != c.boot.default[m["other"]]),
    ("exception that may not be added", r"(?P<other>\w+)=, which is wished beside it, may not be added",
     lambda c, m: c.unit.said(m["other"]) and m["other"] in BESIDE),
    ("exceptions of its own", r"the unit has exceptions of its own", lambda c, m: c.unit.said(c.option)),
    ("no restriction beside it", r"an exception goes out only beside a restriction",
     lambda c, m: not c.emitted(BESIDE[c.option])),
    ("set, and not comparable", r"set by the unit \(.*, and its values do not compare", lambda c, m: c.unit.said(c.option)),
    ("only to be emptied", r"(a policy can only (take|empty)|the unit has (none of them|nothing in it))",
     lambda c, m: c.option in ("AmbientCapabilities", "SupplementaryGroups")),
    ("nothing left", r"(nothing would be left|nothing is allowed already|the unit allows no more)", lambda c, m: c.unit.said(c.option)),
    ("path in use", r"(?P<key>\w+)= of the unit uses (?P<path>[^\s…]+)", uses_path),
    ("device in use", r"DeviceAllow= of the unit names", lambda c, m: c.option == "PrivateDevices" and c.unit.said("DeviceAllow")),
    ("real-time in use", r"CPUSchedulingPolicy=\w+ of the unit is real-time",
     lambda c, m: c.option == "RestrictRealtime" and c.unit.last("CPUSchedulingPolicy") in ("fifo", "rr")),
    ("family in use", r"Type=(?P<type>\w+) of the unit needs AF_UNIX",
     lambda c, m: c.option == "RestrictAddressFamilies" and c.unit.last("Type") == m["type"] == "notify"),
    ("notifications in use", r"Type=notify of the unit needs notifications",
     lambda c, m: c.option == "NotifyAccess" and c.unit.last("Type") == "notify" and c.lines[-1] == "none"),
    ("would not load", r"a unit with Type=forking would not load",
     lambda c, m: c.option == "PrivatePIDs" and c.unit.last("Type") == "forking"),
    ("ambient capability in use", r"AmbientCapabilities= of the unit (names|would count for nothing)",
     lambda c, m: c.option in ("CapabilityBoundingSet", "PrivateUsers") and c.unit.said("AmbientCapabilities")),
    ("opens what is closed", r"(No)?ExecPaths=(?P<path>\S+) would make that writable, which is closed otherwise",
     lambda c, m: c.option in ("ExecPaths", "NoExecPaths")),
    ("opens what the unit's lists name", r"with NoExecPaths= or ExecPaths= of the unit it would make",
     lambda c, m: c.option in ("ProtectSystem", "DynamicUser") and (c.unit.said("ExecPaths") or c.unit.said("NoExecPaths"))),
    ("opens /run", r"it would make /run writable", lambda c, m: c.unit.said("ReadOnlyPaths")),
    ("opens a device", r"it adds char-rtc to the devices",
     lambda c, m: c.option == "ProtectClock" and (c.unit.said("DevicePolicy") or c.unit.said("DeviceAllow"))),
    ("shows what lies below", r"it would take away TemporaryFileSystem=", lambda c, m: c.unit.said("TemporaryFileSystem")),
    ("lists that do not meet", r"(a deny list does not intersect|the unit has an? (allow|deny) list|would take names out)",
     lambda c, m: c.unit.said(c.option)),
)]


def has_file_of_our_name(unit):
    return any(f.base == "45-hardening.conf" for f in unit.files + unit.shared)


def impossible(kind, version):
    """What cannot occur on this version of systemd, or needs more to come together than chance brings about."""
    return (kind == "exceptions of its own" or kind.startswith("implies NoNewPrivileges") and version >= 255
            or kind == "would not load" and version < pools.SINCE["PrivatePIDs"]
            or kind == "unknown to this version" and version >= max(pools.SINCE.values()))


def kind_of(reason):
    """(kind, match, check) of the row whose words stand in @reason; None: the table has none."""
    for kind, words, check in TABLE:
        found = words.match(reason)
        if found:
            return kind, found, check
    return None


def holds(reason, case):
    row = kind_of(reason)
    return bool(row and row[2](case, row[1]))
