# SPDX-License-Identifier: LGPL-2.1-or-later
"""A random unit: its files, what it is called, and what its files say by systemd's own rules."""
import fnmatch
from dataclasses import dataclass, field

import pools

VENDOR = ("/usr/lib/systemd/system", "/usr/local/lib/systemd/system")
# In the order in which systemd looks: of two files of one name the first is read.
SEARCH = ("/etc/systemd/system.control", "/etc/systemd/system", "/run/systemd/system",
          "/usr/local/lib/systemd/system", "/usr/lib/systemd/system")
OURS = "45-hardening.conf"
DROPIN_NAMES = ["10-base.conf", "30-dist.conf", "45-alpha.conf", "45-zeta.conf", "60-late.conf", "override.conf"]
TREES = "alder birch cedar fir hazel larch maple rowan".split()
INTERPRETERS = ("/bin/sh", "/usr/bin/python3")
PROGRAMS = ["/usr/bin/hg-web", "/usr/sbin/hg-mail", "/usr/lib/hg/db", "/opt/hg/bin/app", "/usr/libexec/hg-sync"]
PROBE = "/usr/lib/hg/probe"


@dataclass
class File:
    """One file of a unit; no lines: a link to /dev/null."""
    directory: str                  # of the search path
    name: str                       # relative to it: x.service or x.service.d/10-a.conf
    lines: list = field(default_factory=list)   # of [Service]: (option, value)

    @property
    def base(self):
        return self.name.rpartition("/")[2]

    @property
    def admin(self):
        return self.directory not in VENDOR

    @property
    def after(self):
        return "/" in self.name and self.base > OURS

    def text(self):
        return "[Service]\n" + "".join(f"{o}={v}\n" for o, v in self.lines)


@dataclass
class Unit:
    name: str
    program: str
    files: list = field(default_factory=list)
    shared: list = field(default_factory=list)      # files of prefix directories and of the template
    aliases: list = field(default_factory=list)
    linked: bool = True         # an instance: has an enablement link of its own
    probed: bool = False
    extra: list = field(default_factory=list)       # lines of the fragment besides options

    @property
    def template(self):
        stem, at, rest = self.name.partition("@")
        return f"{stem}@.service" if at and rest != ".service" else None

    @property
    def names(self):
        return [self.name] + self.aliases + ([self.template] if self.template else [])

    def effective(self):
        """The files that systemd reads, in its order: the fragment, then drop-ins by name."""
        rank = {d: i for i, d in enumerate(SEARCH)}
        everything = sorted(self.files + self.shared, key=lambda f: rank[f.directory])
        fragments = [f for f in everything if "/" not in f.name]
        dropins = {}
        for f in everything:
            if "/" in f.name:
                dropins.setdefault(f.base, f)
        return fragments[:1] + [dropins[b] for b in sorted(dropins) if dropins[b].lines]

    def said(self, option, admin=None, after=None):
        """Whether the unit's files assign @option (in an admin's file, in one that sorts after ours)."""
        return any(option == o for f in self.effective() for o, _ in f.lines
                   if admin in (None, f.admin) and after in (None, f.after))

    def values(self, option):
        return [v for f in self.effective() for o, v in f.lines if o == option]

    def last(self, option, default=""):
        return (self.values(option) or [default])[-1]

    def text(self):
        return "".join(f"--- {f.directory}/{f.name}\n" + (f.text() if f.lines else "(masked)\n")
                       for f in self.files + self.shared)


class Deck:
    """Deals the options of a pool, and the values of each, at random but evenly: as from a pack of cards."""

    def __init__(self, rng, pool):
        self.rng, self.pool, self.options, self.values = rng, pool, [], {}

    def deal(self, count):
        """(option, value) lines of @count options."""
        chosen = []
        while len(chosen) < min(count, len(self.pool)):
            if not self.options:
                self.options = self.rng.sample(sorted(self.pool), len(self.pool))
            option = self.options.pop()
            if option not in chosen:
                chosen.append(option)
        return [(o, v) for o in chosen for v in self.value(o)]

    def value(self, option):
        if not self.values.get(option):
            self.values[option] = self.rng.sample(self.pool[option], len(self.pool[option]))
        return self.values[option].pop()


def unit_pool(probed):
    if not probed:
        return pools.UNIT
    # A probed unit has to start, before and after, and in a container: nothing that needs a
    # device, a user of its own or a label.
    bad = ("SELinuxContext CPUSchedulingPolicy WorkingDirectory PIDFile NotifyAccess Delegate "
           "PrivatePIDs RestrictFileSystems RestrictNetworkInterfaces NoExecPaths MountAPIVFS "
           "AmbientCapabilities DynamicUser SystemCallFilter SystemCallArchitectures "
           "SecureBits LimitNPROC LimitAS LimitDATA TasksMax MemoryMax").split()
    return {o: v for o, v in pools.UNIT.items() if o not in bad} | {
        "SystemCallFilter": [("~@mount @swap",), ("@system-service",), ("@system-service", "~@mount")]}


def random_unit(rng, deck, name, probed=False, shared=(), aliases=()):
    program = PROBE if probed else rng.choice(PROGRAMS + ["/home/hg/bin/tool"])
    unit = Unit(name, program, shared=list(shared), aliases=list(aliases), probed=probed)
    place = rng.choices(SEARCH[1:], (25, 10, 10, 55))[0]
    command = rng.choice(["", "", "", "-", "@", ":"]) + program
    if command[0] == "@":
        command += " argv0"
    elif not probed and rng.random() < .08:
        unit.program, command = rng.choice([("/bin/sh", "/bin/sh -c true"), (program, f"/usr/bin/env A=b {program}")])
    kind = "oneshot" if probed else rng.choice(["simple", "simple", "simple", "notify", "forking", "oneshot", "exec"])
    fragment = File(place, name, [("ExecStart", f"{command} {name}" if probed else command), ("Type", kind)])
    unit.files.append(fragment)
    fragment.lines += deck.deal(rng.choice((0, 0, 1, 3, 6, 10, 16)))
    taken, owners = set(), {}
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
        base = rng.choice(DROPIN_NAMES)
        place = rng.choices(SEARCH, (4, 30, 10, 6, 50))[0]
        if (base, place) in taken:
            continue
        taken.add((base, place))
        owner = owners.setdefault(base, rng.choice(unit.names))
        lines = deck.deal(rng.choice((1, 2, 4, 8)))
        unit.files.append(File(place, f"{owner}.d/{base}", lines))
        if place in VENDOR and rng.random() < .1 and (base, "/etc/systemd/system") not in taken:
            taken.add((base, "/etc/systemd/system"))    # the admin masks the vendor's drop-in
            unit.files.append(File("/etc/systemd/system", f"{owner}.d/{base}"))
    if rng.random() < .05:
        unit.files.append(File("/etc/systemd/system.control", f"{name}.d/50-TasksMax.conf", [("TasksMax", "77")]))
    if rng.random() < .02:
        unit.files.append(File(rng.choice(VENDOR), f"{name}.d/{OURS}", [("Nice", "3")]))
    return unit


def random_units(rng, count):
    """@count units: plain ones with prefix directories and aliases, templates with instances."""
    units, instances = [], count // 10
    plain, probed = Deck(rng, unit_pool(False)), Deck(rng, unit_pool(True))
    booleans = Deck(rng, pools.BOOLEANS_POOL)
    prefix = {tree: [File(rng.choice(SEARCH[1:]), f"{tree}-.service.d/{base}", booleans.deal(1))]
              if base else [] for tree, base in zip(TREES, ("15-prefix.conf", "", "70-prefix.conf") + ("",) * 5)}
    probes = set(range(0, 40 * 7, 7))
    for i in range(count - instances):
        tree = TREES[i % len(TREES)]
        name = f"{tree}-{i:03}.service"
        aliases = [f"alias-{i:03}.service"] if rng.random() < .05 else []
        units.append(random_unit(rng, probed if i in probes else plain, name, i in probes, prefix[tree], aliases))
    while len(units) < count:
        stem = f"willow{len(units)}"
        template = random_unit(rng, plain, f"{stem}@.service")
        for letter in "abc":
            unit = Unit(f"{stem}@{letter}.service", template.program, shared=template.files + template.shared,
                        linked=letter != "c")
            if letter != "a":
                unit.files.append(File(rng.choice(SEARCH[1:]), f"{unit.name}.d/{rng.choice(DROPIN_NAMES[:3])[:2]}-own.conf",
                                       plain.deal(2)))
            units.append(unit)
    return units[:count]


def matches(pattern, names):
    return any(fnmatch.fnmatchcase(n, pattern) for n in names)
