# SPDX-License-Identifier: LGPL-2.1-or-later
"""Two busy machines, with the policy and without: what fails, what is said, and what is left alone."""

import fnmatch
import re

from lab import SOURCE

LAB_SCRIPT = "boot-script.service"      # this looks on from
PACKAGES = {
    "server": "docker.io libvirt-daemon-system lxc cron unattended-upgrades cloud-init snapd network-manager openvpn"
              " nfs-kernel-server multipath-tools lvm2 mdadm smartmontools fwupd",
    "workstation": "lightdm accountsservice autofs bindfs udisks2 upower colord bluez modemmanager rtkit cups"
                   " avahi-daemon power-profiles-daemon",
}


BAD = {"failed": "units fail", "could-not": "programs get no answer", "error": "errors are logged"}


def busy(name, suite, root_of, lines_of_boot, policy):
    root = root_of(suite, *PACKAGES[name].split())

    def boot(*enabled):
        return kinds(lines_of_boot(root, "busy-inside", enabled))

    def news(kind, *hardened):
        """What no boot without the policy says, and each with it."""
        return set.intersection(*(h[kind] for h in hardened)) - plain[kind] - again[kind]

    # what one of two boots says alone is chance
    plain, again, hard = boot(), boot(), boot(policy)
    repeated = boot(policy) if any(news(kind, hard) for kind in BAD) else hard
    for kind, what in BAD.items():
        new = sorted(news(kind, hard, repeated))
        yield f"{name}-{kind}", not new, f"not the same {what}", new
    lost = plain["did"] & again["did"] - (hard["did"] | repeated["did"])
    yield f"{name}-answers", not lost and len(plain["did"]) > 9, "too few programs get an answer", sorted(lost)
    wrong = left_alone(hard, policy)
    print(f"  {name}: " + ", ".join(f"{k} {len(v)}" for k, v in hard.items()))
    yield f"{name}-left-alone", hard["hardened"] and not wrong, "not those of tests/protected.txt", wrong


def kinds(lines):
    """What the script says, by its first word."""
    said = {k: set() for k in ("failed", "could-not", "did", "error", "hardened", "matched", "service", "own")}
    for line in lines:
        kind, _, rest = line.partition(" ")
        if kind in said:
            said[kind].add(rest)
    return said


def left_alone(hard, policy):
    """Those that ought to be left alone and are not, and the other way round."""
    oracle = [l.split()[0] for l in (SOURCE / "tests/protected.txt").read_text().splitlines() if l and l[0] != "#"]
    protected = {u for u in oracle if u[0] != "!"}
    excepted = re.findall(r"^ExceptUnit=(.*)", (SOURCE / "conf.d/policies" / policy).read_text(), re.MULTILINE)
    excepted = " ".join(excepted).split()
    # matched, but its unit has set all this already
    alone = hard["service"] - hard["matched"] - hard["own"] - {LAB_SCRIPT}
    return ([f"{u} is in the list, but hardened" for u in sorted((hard["hardened"] | hard["matched"]) & protected)]
            + [f"{u} is not in the list, but left alone" for u in sorted(alone - protected)
               if not any(fnmatch.fnmatchcase(u, e) for e in excepted)])
