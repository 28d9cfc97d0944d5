# SPDX-License-Identifier: LGPL-2.1-or-later
"""A random policy, and what design.md says that it wishes of a unit."""
import fnmatch
from dataclasses import dataclass, field

import pools
import units as u

PROFILES = {"mild": [], "middle": ["mild"], "hard": [], "odd": []}


@dataclass
class Policy:
    name: str
    match: dict                     # key: words of [Match]
    lines: list                     # of [Service]
    profiles: list = field(default_factory=list)
    excepts: list = field(default_factory=list)
    mode: str = "enforce"
    tighten: str = "vendor"

    def text(self):
        lines = ["[Match]"] + [f"{k}={' '.join(v)}" for k, v in self.match.items()] + ["[Policy]"]
        lines += [f"Profile={' '.join(self.profiles)}"] if self.profiles else []
        lines += [f"Except={' '.join(self.excepts)}"] if self.excepts else []
        lines += [f"Mode={self.mode}"] if self.mode != "enforce" else []
        lines += [f"Tighten={self.tighten}"] if self.tighten != "vendor" else []
        return "\n".join(lines + ["[Service]"] + [f"{o}={v}" for o, v in self.lines]) + "\n"

    def fits(self, unit):
        if any(u.matches(w, unit.names) for w in self.match.get("ExceptUnit", [])):
            return False
        return all(self.key_fits(key, words, unit) for key, words in self.match.items() if key != "ExceptUnit")

    @staticmethod
    def key_fits(key, words, unit):
        if key == "Unit":
            return any(u.matches(w, unit.names) for w in words)
        if key == "Exec":
            return any(fnmatch.fnmatchcase(unit.program if "/" in w else unit.program.rpartition("/")[2], w)
                       for w in words)
        if key == "User":       # root also where unset, never for a dynamic one
            dynamic = unit.last("DynamicUser", "no") in ("yes", "true")
            user = unit.last("User") or ("" if dynamic else "root")
            return any(fnmatch.fnmatchcase(user, w) for w in words if user)
        return any(fnmatch.fnmatchcase(unit.last(key), w) for w in words)      # Type=

    def names(self, unit):
        """By the literal word that matched the unit or its program, but for interpreters."""
        program = () if unit.program in u.INTERPRETERS else (unit.program, unit.program.rpartition("/")[2])
        return (any(w in unit.names for w in self.match.get("Unit", []))
                or any(w in program for w in self.match.get("Exec", [])))


def profile_lines(profiles, name):
    return [line for p in PROFILES[name] for line in profile_lines(profiles, p)] + profiles[name]


def random_profiles(rng):
    deck = u.Deck(rng, pools.POLICY)
    return {name: deck.deal(6) for name in PROFILES}


def random_match(rng, units):
    kind = rng.choices(("glob", "literal", "exec", "user"), (28, 54, 12, 6))[0]
    tree = rng.choice(u.TREES)
    if kind == "glob":
        match = {"Unit": [rng.choice((f"{tree}-*.service", f"{tree}-0[0-4]*.service", "*-?[37]*.service",
                                      "willow*@.service", "alias-*", f"{tree}-1??.service"))]}
    elif kind == "literal":
        some = rng.sample(units, rng.choice((1, 2, 3, 6, 9)))
        match = {"Unit": [rng.choice(x.names) for x in some]}
        if rng.random() < .1:
            match["Unit"].append(f"{tree}-2*.service")
    elif kind == "exec":
        program = rng.choice(u.PROGRAMS + ["/bin/sh", u.PROBE])
        match = {"Exec": [rng.choice((program, program.rpartition("/")[2], program[:-1] + "*"))],
                 "Unit": [f"{tree}-*.service"]}
    else:
        match = rng.choice(({"User": ["daemon"]}, {"User": ["root"], "Unit": [f"{tree}-3*"]}, {"Type": ["notify"]},
                            {"Type": ["oneshot"], "Unit": [f"{tree}-0*"]}))
    if rng.random() < .1:
        match["ExceptUnit"] = [rng.choice((f"{tree}-*5.service", rng.choice(units).name))]
    return match


def random_policies(rng, units, count):
    policies, deck = [], u.Deck(rng, pools.POLICY)
    for i in range(count):
        policy = Policy(f"{10 + i * 80 // count}-{i:03}.conf", random_match(rng, units),
                        deck.deal(rng.choice((1, 2, 4, 8, 12))))
        if rng.random() < .2:
            policy.profiles = rng.sample(sorted(PROFILES), rng.choice((1, 1, 2)))
        if rng.random() < .06:
            policy.excepts = rng.sample(["ProtectSystem", "Protect*", "NoNewPrivileges", "CapabilityBoundingSet=CAP_KILL",
                                         "SystemCallFilter", "UMask", "RestrictAddressFamilies=AF_UNIX"], 2)
        if rng.random() < .2:
            policy.tighten = "all"
        if "Unit" in policy.match and not any(c in w for w in policy.match["Unit"] for c in "*?["):
            policy.mode = rng.choices(("enforce", "plan", "off"), (92, 5, 3))[0]
            if policy.mode != "enforce":
                policy.excepts = []
        policies.append(policy)
    return policies


@dataclass
class Wish:
    """What the enforced policies that match a unit ask of it."""
    policies: list
    profiles: dict
    excepts: list

    def lines(self, option, naming=None):
        """The lines of @option in the order of their merging, of the policies @naming keeps."""
        return tuple(v for p in self.policies if naming is None or naming(p)
                     for o, v in [l for n in p.profiles for l in profile_lines(self.profiles, n)] + p.lines
                     if o == option)

    def options(self):
        return sorted({o for p in self.policies for o, _ in
                       [l for n in p.profiles for l in profile_lines(self.profiles, n)] + p.lines})

    def excepted(self, option):
        """Taken out whole, or (by one element) no longer for us to foretell."""
        return any(fnmatch.fnmatchcase(option, e.partition("=")[0]) for e in self.excepts)


def wish_of(unit, policies, profiles):
    matching = [p for p in policies if p.fits(unit)]
    excepts = [e for p in matching for e in p.excepts]
    for i, p in reversed(list(enumerate(matching))):
        if p.mode == "off":
            matching = matching[i + 1:]
            break
    return Wish([p for p in matching if p.mode == "enforce"], profiles, excepts)
