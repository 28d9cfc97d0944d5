# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the input of one boot out of a seed: two trees (units, policies) and the model of both."""
import pathlib
import random
from dataclasses import dataclass

import pools
import planted as planting
import policies as p
import units as u

COMMON_MASK = "/dev/null"


@dataclass
class Model:
    seed: int
    version: int
    units: list
    policies: list
    profiles: dict
    wishes: dict            # unit name: Wish
    references: dict        # (option, lines): name of the unit that says just that

    def reference(self, option, lines):
        """The name of a unit that says these lines alone: what systemd makes of them is what is wished."""
        known = [self.known(option, v) for v in lines]
        return self.references.setdefault((option, tuple(known)), f"wish{len(self.references)}.service")

    def known(self, option, value):
        since, instead = pools.VALUE_SINCE.get((option, value), (0, value))
        return value if self.version >= since else instead


def make(seed, version, count=400):
    rng = random.Random(f"{seed} {version}")
    planted = [planting.plant(i, f"55-yew-{i:03}.conf") for i in range(len(planting.MEETINGS))]
    units = u.random_units(rng, count - len(planted))
    profiles = p.random_profiles(rng)
    policies = p.random_policies(rng, units, count // 4)
    units += [x for x, _ in planted]
    policies = sorted(policies + [x for _, x in planted], key=lambda x: x.name)
    wishes = {x.name: p.wish_of(x, policies, profiles) for x in units}
    model = Model(seed, version, units, policies, profiles, wishes, {})
    for unit in units:
        wish = wishes[unit.name]
        for option in wish.options():
            model.reference(option, wish.lines(option))
            model.reference(option, wish.lines(option, lambda x: x.names(unit)))
    return model


def put(root, path, text):
    file = pathlib.Path(f"{root}/{path}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def link(root, path, target):
    file = pathlib.Path(f"{root}/{path}")
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.is_symlink():
        file.symlink_to(target)


def write_units(model, root):
    for unit in model.units:
        for f in unit.files + unit.shared:
            path = f"{f.directory}/{f.name}"
            if f.lines:
                put(root, path, f.text())
            else:
                link(root, path, COMMON_MASK)
        for alias in unit.aliases:
            link(root, f"/etc/systemd/system/{alias}", unit.name)
        if unit.template and unit.linked:
            link(root, f"/etc/systemd/system/hg-never.target.wants/{unit.name}",
                 f"{unit.effective()[0].directory}/{unit.template}")
    for (option, lines), name in model.references.items():
        put(root, f"/run/systemd/system/{name}", "[Service]\nExecStart=/bin/true\n" + "".join(f"{option}={v}\n" for v in lines))
    put(root, "/run/systemd/system/wish.service", "[Service]\nExecStart=/bin/true\n")


def write_policies(model, root):
    for policy in model.policies:
        put(root, f"/etc/hardening.d/{policy.name}", policy.text())
    for name, lines in model.profiles.items():
        bases = p.PROFILES[name]
        head = "[Profile]\n" + (f"Profile={' '.join(bases)}\n" if bases else "")
        put(root, f"/usr/lib/hardening.d/profiles/{name}.conf", head + "[Service]\n" + "".join(f"{o}={v}\n" for o, v in lines))
