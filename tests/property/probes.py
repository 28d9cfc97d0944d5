# SPDX-License-Identifier: LGPL-2.1-or-later
"""Judges what the probed units could do before and after (probe.c), since show is not the whole truth."""
import orders
import paths
from judge import read_show

REFUSES = {"LockPersonality": "do:personality", "MemoryDenyWriteExecute": "do:map-wx",
           "RestrictRealtime": "do:realtime", "RestrictSUIDSGID": "do:setuid-file"}
CONTROL = "probe-control.service"


def read_probes(file):
    found = {}
    for line in file.read_text().splitlines():
        if line.startswith("probe "):
            _, unit, *words = line.split()
            found[unit] = dict(w.rsplit("=", 1) for w in words)
    return found


def own_place(key, state):
    """A file system of the service's own lies there: what it does in it is nobody's loss."""
    kind, _, path = key.partition(":")
    if path.startswith("/tmp"):
        return orders.text(state, "PrivateTmp") == "yes" or orders.text(state, "DynamicUser") == "yes"
    return kind == "write" and paths.level_of(paths.named(state), path) == paths.HIDDEN


def gained(before, after, state):
    """What was refused before and is not any more."""
    wrong = []
    for key, was in before.items():
        now = after[key]
        if key.startswith("Cap"):
            if orders.text(state, "PrivateUsers") == "yes":
                continue        # of a user namespace: they count for nothing outside
            bad = int(now, 16) & ~int(was, 16)
        elif key == "Umask":
            bad = int(was, 8) & ~int(now, 8)
        elif key in ("NoNewPrivs", "Seccomp"):
            bad = int(now) < int(was)
        else:
            bad = was == "0" and now != "0" and not own_place(key, state)
        if bad:
            wrong.append(f"{key} was {was}, is {now}")
    return wrong


def forbidden(state):
    """The keys that must be refused to a service in @state."""
    families = orders.allow_list(orders.text(state, "RestrictAddressFamilies"))
    for family in "AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET".split():
        if (family in families[1]) != families[0]:
            yield f"socket:{family}"
    allowed, named = orders.namespaces(state)
    for namespace in "mnt net ipc uts pid user cgroup".split():
        if (namespace in named) != allowed:
            yield f"unshare:{namespace}"
    for option, key in REFUSES.items():
        if orders.text(state, option) == "yes":
            yield key
    levels = paths.named(state, paths.directories_of(state))
    for path in "/usr /etc /etc/hg /var /home /root /data /data/a /srv /srv/x /opt /var/lib/hg".split():
        level = paths.level_of(levels, path)
        if level in (paths.NONE, paths.READ):
            yield f"write:{path}"
        if level < paths.READ and path not in ("/usr", "/etc", "/var", "/home"):
            yield f"read:{path}/file"


def not_refused(probe, state, control):
    wrong, checked = [], 0
    for key in forbidden(state):
        if control.get(key) == "1":         # else this machine refuses it anyhow, which shows nothing
            checked += 1
            if probe[key] != "0":
                wrong.append(f"{key} is not refused")
    checked += 3
    if orders.text(state, "NoNewPrivileges") == "yes" and probe["NoNewPrivs"] != "1":
        wrong.append("NoNewPrivs is 0")
    if int(probe["Umask"], 8) != int(orders.text(state, "UMask"), 8):
        wrong.append(f"umask is {probe['Umask']}")
    count = bin(int(probe["CapBnd"], 16)).count("1")
    if count > len(orders.words(state, "CapabilityBoundingSet")):
        wrong.append(f"{count} capabilities in the bounding set")
    return wrong, checked


def judge(boot):
    before, after = (read_probes(boot.work / f"probes-{w}") for w in ("before", "after"))
    results = {w: read_show((boot.work / f"probes-{w}.result").read_text()) for w in ("before", "after")}
    control = before.get(CONTROL, {})
    ran, checked, wrong = 0, 0, []
    for unit in (x for x in boot.model.units if x.probed and x.name in before):
        if unit.name not in after:
            result = results["after"][unit.name]
            if not may_break(boot, unit, result):
                wrong.append((unit, f"ran before, does not after: {result['Result'][0]} {result['ExecMainStatus'][0]}"))
            continue
        ran += 1
        state = boot.after[unit.name]
        wrong += [(unit, text) for text in gained(before[unit.name], after[unit.name], state)]
        refused, n = not_refused(after[unit.name], state, control)
        wrong += [(unit, text) for text in refused]
        checked += n + len(before[unit.name])
    if ran < 24 or not control:
        wrong.append((None, f"only {ran} of 40 probed units ran before and after"))
    return f"{ran} units, {checked} probes", wrong


def may_break(boot, unit, result):
    """A filter of system calls that a policy wishes may be too small for the probe, or one that does not load
    (228: ~NAME:ERRNO in an allow list, with the same SystemCallErrorNumber=): that is its writer's affair. The lab has no /sys/fs/bpf to give away. All else is ours."""
    if orders.text(boot.after[unit.name], "PrivateBPF") == "yes":
        return True
    return "SystemCallFilter" in boot.options_emitted(unit) and (       # success: of an ExecStart=-
        result["Result"][0] in ("signal", "core-dump", "success") or result["ExecMainStatus"][0] == "228")
