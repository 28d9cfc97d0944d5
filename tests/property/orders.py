# SPDX-License-Identifier: LGPL-2.1-or-later
"""The orders by which the property test judges, written anew: nothing here is read from our table.

An aspect is one thing that a unit's options decide about a service, such as the capabilities that it
can have or the paths that it can write to. Each has a function that says of two states of a unit,
as `systemctl show --all` prints them (dictionaries from property to a list of its lines), whether
the second is as tight as the first or tighter. Where several options decide one thing together
(ProtectSystem=, ReadOnlyPaths= and ReadWritePaths=), there is one aspect for all of them.
"""
import ipaddress
import socket

import paths

INFINITY = float("inf")


def text(state, prop):
    return " ".join(state.get(prop, [])).strip()


def words(state, prop):
    return text(state, prop).split()


# -- one value out of several -------------------------------------------------------------------

BOOLEANS = """NoNewPrivileges PrivateDevices PrivateNetwork PrivateMounts PrivateIPC PrivatePIDs
    PrivateBPF ProtectClock ProtectKernelTunables ProtectKernelModules ProtectKernelLogs
    LockPersonality MemoryDenyWriteExecute RestrictRealtime RestrictSUIDSGID RemoveIPC""".split()

# What each value forbids, in words of our own: tighter is what forbids all that the other does.
ENUMS = {
    "ProtectSystem": {"no": "", "yes": "usr", "full": "usr etc", "strict": "usr etc all"},
    "ProtectHome": {"no": "", "read-only": "write", "tmpfs": "write read", "yes": "write read see"},
    "ProtectProc": {"default": "", "noaccess": "others", "ptraceable": "untraceable",
                    "invisible": "others see"},
    "ProcSubset": {"all": "", "pid": "rest"},
    "PrivateTmp": {"no": "", "yes": "shared"},
    "PrivateTmpEx": {"no": "", "connected": "shared", "disconnected": "shared host"},
    "PrivateUsers": {"no": "", "yes": "host"},
    "PrivateUsersEx": {"no": "", "full": "host", "identity": "host high", "self": "host high low"},
    "ProtectControlGroups": {"no": "", "yes": "write"},
    "ProtectControlGroupsEx": {"no": "", "yes": "write", "private": "see", "strict": "write see"},
    "ProtectHostname": {"no": "", "yes": "host"},
    "ProtectHostnameEx": {"no": "", "private": "host", "yes": "host own"},
    "KeyringMode": {"inherit": "", "shared": "session", "private": "session user"},
    "NotifyAccess": {"all": "", "exec": "others", "main": "others control",
                     "none": "others control main"},
}


def enum(prop):
    forbids = ENUMS[prop]

    def check(before, after):
        b, a = text(before, prop), text(after, prop)
        if b == a:
            return True
        return b in forbids and a in forbids and set(forbids[b].split()) <= set(forbids[a].split())
    return check


def boolean(prop):
    return lambda before, after: text(after, prop) == "yes" or text(before, prop) != "yes"


# -- sets -----------------------------------------------------------------------------------------

def allow_list(value, empty_is_all=False):
    """(allow?, names): `~a b` denies a and b and allows all else, `a b` allows these alone."""
    if value.startswith("~"):
        return False, {w.split(":")[0] for w in value[1:].split()}
    if not value and empty_is_all:
        return False, set()
    return True, {w.split(":")[0] for w in value.split()}


def narrower(before, after):
    (ballow, b), (aallow, a) = before, after
    if ballow:
        return aallow and a <= b
    return not a & b if aallow else a >= b


def listed(prop, empty_is_all=False):
    return lambda before, after: narrower(allow_list(text(before, prop), empty_is_all),
                                          allow_list(text(after, prop), empty_is_all))


def subset(prop):
    return lambda before, after: set(words(after, prop)) <= set(words(before, prop))


def denies_all_but(wished, after):
    """Whether the deny list of @after leaves of the families that there are only those of @wished."""
    (allow, wanted), (no, denied) = (allow_list(text(s, "RestrictAddressFamilies")) for s in (wished, after))
    families = {n for n in dir(socket) if n.startswith("AF_")} - {"AF_UNSPEC", "AF_ROUTE"}
    return allow and not no and families - wanted <= denied


def architectures(state):
    return allow_list(text(state, "SystemCallArchitectures").replace("native", "x86-64"), True)


def namespaces(state):
    value = text(state, "RestrictNamespaces")
    return {"no": (False, set()), "yes": (True, set())}.get(value) or allow_list(value)


# -- numbers --------------------------------------------------------------------------------------

def number(value):
    return INFINITY if value in ("infinity", "[not set]", "") else int(value)


def limit(*props):
    return lambda before, after: all(number(text(after, p)) <= number(text(before, p))
                                     for p in props)


def umask(before, after):
    b, a = int(text(before, "UMask"), 8), int(text(after, "UMask"), 8)
    return b & a == b


def mode(prop):
    def check(before, after):
        b, a = int(text(before, prop), 8), int(text(after, prop), 8)
        return b & a == a
    return check


def secure_bits(before, after):
    """noroot and the locks restrict; keep-caps and no-setuid-fixup keep capabilities alive."""
    keeps, restricts = 1 << 4 | 1 << 2, 0b101011
    b, a = int(text(before, "SecureBits")), int(text(after, "SecureBits"))
    return a & restricts & b == b & restricts and a & keeps & ~b == 0


# -- devices, addresses, ports --------------------------------------------------------------------

def devices(state):
    """All that may be opened, or None for every device."""
    lines = [w.split() for w in state.get("DeviceAllow", []) if w]
    policy = text(state, "DevicePolicy")
    if policy == "auto" and not lines:
        return None
    allowed = set() if policy == "strict" else {("pseudo devices", "rwm")}
    return allowed | {(node, p) for node, *perms in lines for p in (perms[0] if perms else "rwm")}


def device_access(before, after):
    b, a = devices(before), devices(after)
    # ProtectClock= allows the clock's device, of which a private /dev has no node
    if a is not None and text(before, "PrivateDevices") == "yes":
        a = a - {("char-rtc", "r")}
    return b is None or (a is not None and a <= b)


def networks(state, prop):
    return [ipaddress.ip_network(w) for w in words(state, prop)]


def passes(state, address):
    if any(address in n for n in networks(state, "IPAddressAllow")):
        return True
    return not any(address in n for n in networks(state, "IPAddressDeny"))


def ip_access(before, after):
    samples = {ipaddress.ip_address(t) for t in
               "127.0.0.1 10.1.2.3 192.168.1.1 224.0.0.1 203.0.113.9 ::1 fe80::1 ff02::1 2001:db8::9"
               .split()}
    for state in before, after:
        for prop in "IPAddressAllow", "IPAddressDeny":
            samples |= {e for n in networks(state, prop) for e in (n[0], n[-1])}
    return all(passes(before, s) or not passes(after, s) for s in samples)


def bind_rule(line):
    """The rule of one line as show prints it, `ipv4:udp100-200`: family, protocol, first, last."""
    family = protocol = None
    for f in "ipv4", "ipv6":
        if line.startswith(f + ":"):
            family, line = f, line[len(f) + 1:]
    for p in "tcp", "udp":
        if line.startswith(p):
            protocol, line = p, line[len(p):].lstrip(":")
    if line == "any":
        return family, protocol, 0, 65535
    first, _, last = line.partition("-")
    return family, protocol, int(first), int(last or first)


def binds(state, family, protocol, port):
    def hit(prop):
        return any(f in (None, family) and p in (None, protocol) and first <= port <= last
                   for f, p, first, last in map(bind_rule, filter(None, state.get(prop, []))))
    return hit("SocketBindAllow") or not hit("SocketBindDeny")


def bind_access(before, after):
    ports = {1, 80, 1024, 65535}
    for state in before, after:
        for prop in "SocketBindAllow", "SocketBindDeny":
            for rule in filter(None, state.get(prop, [])):
                ports |= set(bind_rule(rule)[2:])
    return all(binds(before, f, p, n) or not binds(after, f, p, n)
               for f in ("ipv4", "ipv6") for p in ("tcp", "udp") for n in ports)


# -- what can only be filled in -------------------------------------------------------------------

def filled(prop, *unset):
    """A value that the unit has stays; one that it lacks may come."""
    unset = set(unset) | {""}
    return lambda before, after: text(before, prop) in unset or before[prop] == after[prop]


def error_number(before, after):
    """The errno of a filter that the unit has stays: killed or refused is for the unit to say."""
    return (before.get("SystemCallErrorNumber") == after.get("SystemCallErrorNumber")
            or text(before, "SystemCallFilter") == "~")


FILLED = {"User": (), "Group": ("root",), "DynamicUser": ("no",), "RootDirectory": (), "SystemCallLog": ("~",),
          "StateDirectory": (), "CacheDirectory": (), "LogsDirectory": (), "RuntimeDirectory": (),
          "ConfigurationDirectory": (), "TemporaryFileSystem": ()}

PROCESS_LIMITS = ["Limit" + w for w in
                  "CORE NPROC NOFILE MEMLOCK FSIZE DATA STACK AS SIGPENDING MSGQUEUE RTPRIO".split()]

# -- all of them: aspect -> (the options that decide it, the check) -----------------------------------

ASPECTS = {p: ((p,), boolean(p)) for p in BOOLEANS}
ASPECTS |= {p: ((p.removesuffix("Ex"),), enum(p)) for p in ENUMS}
ASPECTS |= {p: ((p,), filled(p, *unset)) for p, unset in FILLED.items()}
ASPECTS |= {p + "Mode": ((p + "Mode",), mode(p + "Mode")) for p in
            ("StateDirectory", "CacheDirectory", "LogsDirectory", "RuntimeDirectory",
             "ConfigurationDirectory")}
ASPECTS |= {p: ((p,), limit(p)) for p in ("TasksMax", "MemoryHigh", "MemoryMax", "MemorySwapMax", "MemoryZSwapMax")}
ASPECTS |= {p: ((p,), limit(p, p + "Soft")) for p in
            PROCESS_LIMITS}
ASPECTS |= {
    "UMask": (("UMask",), umask),
    "SecureBits": (("SecureBits",), secure_bits),
    "CapabilityBoundingSet": (("CapabilityBoundingSet",), subset("CapabilityBoundingSet")),
    "AmbientCapabilities": (("AmbientCapabilities",), subset("AmbientCapabilities")),
    "SupplementaryGroups": (("SupplementaryGroups",), subset("SupplementaryGroups")),
    "RestrictAddressFamilies": (("RestrictAddressFamilies",), listed("RestrictAddressFamilies")),
    "RestrictFileSystems": (("RestrictFileSystems",), listed("RestrictFileSystems")),
    "RestrictNetworkInterfaces": (("RestrictNetworkInterfaces",), listed("RestrictNetworkInterfaces")),
    "SystemCallFilter": (("SystemCallFilter",), listed("SystemCallFilter")),
    "SystemCallErrorNumber": (("SystemCallErrorNumber",), error_number),
    "SystemCallArchitectures": (("SystemCallArchitectures",),
                                lambda b, a: narrower(architectures(b), architectures(a))),
    "RestrictNamespaces": (("RestrictNamespaces",), lambda b, a: narrower(namespaces(b), namespaces(a))),
    "devices": (("DevicePolicy", "DeviceAllow"), device_access),
    "addresses": (("IPAddressAllow", "IPAddressDeny"), ip_access),
    "ports": (("SocketBindAllow", "SocketBindDeny"), bind_access),
    "writable paths": (paths.ACCESS, paths.access_not_wider),
    "executable paths": (paths.EXEC, paths.exec_not_wider),
}

PROPERTIES = sorted({p for options, _ in ASPECTS.values() for p in options} | set(ENUMS) - {"ProtectHostnameEx"}
                    | {p + "Soft" for p in PROCESS_LIMITS}
                    | {"Id", "LoadState", "MountAPIVFS", "BindLogSockets", "DropInPaths", "Type"})


def looser(before, after):
    """The aspects in which @after is looser than @before, and how many could be compared."""
    wrong, compared = [], 0
    for aspect, (options, check) in ASPECTS.items():
        needed = [aspect] if aspect in ENUMS else list(options)
        if any(p not in before for p in needed):
            continue        # this version does not know the option
        compared += len(options)
        if not check(before, after):
            wrong.append(aspect)
    return wrong, compared
