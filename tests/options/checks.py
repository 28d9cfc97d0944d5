# SPDX-License-Identifier: LGPL-2.1-or-later
"""The checks: each yields in what the table and one booted systemd deviate."""

import collections

from probe import NAMESPACES, WRONG, sample

NEWEST = 262

# How the names of options begin that are made for nothing else than a sandbox
SANDBOX = ("Private", "Protect", "Restrict", "NoNew", "NoExec", "Inaccessible", "ReadOnly", "ReadWrite", "Lock",
           "MemoryDeny", "SystemCall", "IPAddress", "SocketBind", "Device", "Capability", "Secure", "Keyring")
OLD_NAMES = {"InaccessibleDirectories", "ReadOnlyDirectories", "ReadWriteDirectories"}

# A container may not mount the BPF file system
NOT_IN_CONTAINERS = {"PrivateBPF"}


def check_wrong(probe, answer):
    yield from (f"{line} is taken" for line in WRONG if line not in answer.warned)
    if "bare" not in answer.shown or len(answer.shown) != len(probe.values) + len(probe.names) + 1:
        yield f"only {len(answer.shown)} units shown"


def check_since(what, line, since, answer):
    """An item of the table is known to this systemd if and only if the table says so."""
    known = line not in answer.warned
    if known != (since <= answer.version):
        yield f"{what} is {'known' if known else 'not known'}, since {since} in the table"


def check_keys(probe, answer):
    for option in probe.options.values():
        line = f"{option.name}={sample(option, probe.values)}"
        if option.since > answer.version:
            yield from check_since(option.name, line, option.since, answer)
        elif line in answer.warned:
            yield f"{line}: {answer.warned[line][0]}"


def number(text):
    """sizes as systemctl shows them"""
    if text[:-1].isdigit() and text[-1] in "KMG":
        return str(int(text[:-1]) << 10 * (1 + "KMG".index(text[-1])))
    return text


def check_values(probe, answer):
    """Taken without a warning, and shown as what it is."""
    for n, value in enumerate(probe.values):
        option = probe.options[value.option]
        if option.since > answer.version:
            continue
        shown = answer.property(f"x{n}", value.option)
        if option.kind == "flags":      # parsed without a word: only what is shown counts
            taken = shown == str(value.bits)
        else:
            yield from check_since(f"{value.option}={value.name}", f"{value.option}={value.name}", value.since, answer)
            same = {v.name for v in probe.values if v.option == value.option and v.bits == value.bits}
            if value.bits and answer.unprintable(f"x{n}", value.option):
                same.add("yes")
            taken = shown in same
        if taken != (value.since <= answer.version):
            yield f"{value.option}={value.name} is shown as {shown}, since {value.since} in the table"


def check_names(probe, answer):
    """Known to systemd by its warnings, and in those lists that systemctl shows as they are."""
    for n, name in enumerate(probe.names, len(probe.values)):
        line = f"{name.option}={name.name}"
        if name.option == "RestrictNamespaces":    # "time" is taken without a word where it does nothing
            known = answer.property(f"x{n}", name.option) == name.name
            if known != (name.since <= answer.version):
                yield f"{line} is shown as {answer.property(f'x{n}', name.option)}, since {name.since} in the table"
            continue
        yield from check_since(line, line, name.since, answer)
        if name.option in ("CapabilityBoundingSet", "RestrictAddressFamilies") and name.since <= answer.version:
            shown = answer.property(f"x{n}", name.option) or ""
            if shown.lower() != name.name.lower():
                yield f"{line} is shown as {shown}"


def check_complete(probe, answer):
    """systemd must not know capabilities, groups or options for a sandbox that the table does not."""
    groups = {n.name for n in probe.names if n.option == "SystemCallFilter"}
    capabilities = {n.name for n in probe.names if n.option == "CapabilityBoundingSet"}
    shown = set((answer.property("bare", "CapabilityBoundingSet") or "").upper().split())
    keys = {key for key in answer.keys if key.startswith(SANDBOX) and key not in OLD_NAMES}
    missing = (keys - probe.options.keys()) | (answer.groups - groups) | (shown - capabilities)
    yield from (f"{name} is missing in the table" for name in sorted(missing))
    if not (keys and answer.groups and shown):
        yield f"systemd named {len(keys)} options, {len(answer.groups)} groups, {len(shown)} capabilities"


def check_initial(probe, answer):
    compared = 0
    for option in probe.options.values():
        shown = answer.property("bare", option.name)
        if not option.initial or option.since > answer.version or option.initial.endswith("%"):
            continue
        soft, _, hard = option.initial.rpartition(":")
        compared += 1
        if shown != number(hard):
            yield f"{option.name} is {shown}, {option.initial} in the table"
        elif soft and answer.shown["bare"].get(f"{option.name}Soft") != soft:
            yield f"{option.name}: soft limit is {answer.shown['bare'].get(f'{option.name}Soft')}"
    if compared < 40:
        yield f"only {compared} compared"


def namespaces_made(answer, unit):
    own, here = answer.started.get(unit, []), answer.started[""]
    if len(own) != len(here):
        return None
    return {a.partition(":")[0] for a, b in zip(own, here) if a != b and not a.startswith(("NoNewPrivs", "0", "1"))}


def check_needs(probe, answer):
    """What an option makes, it needs. All that it needs it makes on the newest version."""
    for option in probe.options.values():
        if option.since > answer.version or option.name in NOT_IN_CONTAINERS:
            continue
        made = namespaces_made(answer, option.name)
        if made is None:
            yield f"{option.name}: the service did not start"
            continue
        needed = option.needs & NAMESPACES
        if option.name == "ProtectControlGroups":
            strict = namespaces_made(answer, "strict-cgroup")
            made |= (strict or set()) & {"cgroup"}
        if not made <= needed:
            yield f"{option.name} makes {' '.join(sorted(made))}, {' '.join(sorted(needed)) or 'none'} in the table"
        elif answer.version >= NEWEST and made != needed:
            yield f"{option.name} makes {' '.join(sorted(made)) or 'none'}, {' '.join(sorted(needed))} in the table"


def check_nnp(probe, answer):
    """Which options set NoNewPrivileges= for a service that is not root's"""
    for option in probe.options.values():
        if option.since > answer.version or option.name in {"NoNewPrivileges", "DynamicUser"} | NOT_IN_CONTAINERS:
            continue
        words = answer.started.get(option.name, [])
        if len(words) != len(answer.started[""]):
            yield f"{option.name}: the service did not start"
            continue
        expected = "implies-nnp" in option.flags and answer.version < 255
        if (words[-1] == "1") != expected:
            yield f"{option.name} gives NoNewPrivs {words[-1]}"


def acting_at_reload(output):
    """The options with which a running service could do something before, and not after."""
    answers = collections.defaultdict(dict)
    for line in output.splitlines():
        when, name, answer = line.split("\t")
        answers[name][when] = answer
    return answers.keys(), {name for name, answer in answers.items() if answer["before"] != answer["after"]}


def check_reload(probe, version, tried, acting):
    """What acts on a running service at daemon-reload must be marked so."""
    marked = {o.name for o in probe.options.values() if "at-reload" in o.flags}
    if version < 252:       # there it allows the clock's device, and so forbids all others
        marked.add("ProtectClock")
    yield from (f"{name} acts, and is not marked" for name in sorted(acting - marked))
    must = {"DevicePolicy", "DeviceAllow", "PrivateDevices", "IPAddressDeny"}
    yield from (f"{name} does not act" for name in sorted(must - acting))
    if tried != probe.options.keys():
        yield f"{len(tried)} of {len(probe.options)} tried"


CHECKS = [("wrong lines are warned of", check_wrong), ("options", check_keys), ("values", check_values),
          ("names in lists", check_names), ("nothing missing", check_complete), ("initial values", check_initial),
          ("namespaces", check_needs), ("implied NoNewPrivileges", check_nnp)]
