# SPDX-License-Identifier: LGPL-2.1-or-later
"""Judges one boot: what systemd said of the units before and after, against the model and the orders."""
import collections
import json
import pathlib
import re

import orders
import paths
import withheld

# What other options imply (systemd.exec(5)), so that it can be tighter than what was wished for it alone.
IMPLIED = """CapabilityBoundingSet DevicePolicy DeviceAllow NoNewPrivileges PrivateTmp PrivateMounts ProtectHome ProtectSystem
    RemoveIPC RestrictSUIDSGID MountAPIVFS User Group NotifyAccess AmbientCapabilities""".split()
# Of these the plan has what is stricter of both, bit for bit or number for number.
MERGED = ["UMask", "SecureBits"] + [o for o in orders.ASPECTS if o.endswith("Mode") and "Directory" in o]
LIMITS = orders.PROCESS_LIMITS + "TasksMax MemoryHigh MemoryMax MemorySwapMax MemoryZSwapMax".split()
# Options that one aspect of theirs alone decides; the others hang together.
ALONE = {options[0]: aspect for aspect, (options, _) in orders.ASPECTS.items() if len(options) == 1}
WITHHELD = re.compile(r"(?:.*: )?(\S+): (\w+)=.* withheld: (.*)")
LEFT_ALONE = re.compile(r"(?:.*: )?(\S+): left alone: (.*)")


def read_show(text):
    states = {}
    for block in text.split("\n\n"):
        state = collections.defaultdict(list)
        for line in block.strip("\n").split("\n"):
            prop, _, value = line.partition("=")
            state[prop].append(value)
        if "Id" in state:
            states[state["Id"][0]] = dict(state)
    return states


def read_states(work, name):
    states = read_show((work / name).read_text())
    known = set().union(*states.values())       # a list that is empty is not printed
    for state in states.values():
        state.update((p, []) for p in known - state.keys())
    for line in (work / f"{name}.hostname").read_text().splitlines():
        unit, _, answer = line.partition(" ")
        states[unit]["ProtectHostnameEx"] = [json.loads(answer)["data"][0]]
    return states


def properties(option, state):
    return [p for p in (option, option + "Ex", option + "Soft") if p in state]


def plain(state, prop):
    """A value without what does not matter: order, repetition and the - before a path."""
    wanted = {w.lstrip("-") for line in state[prop] for w in line.split()}
    if prop == "SystemCallArchitectures" and wanted & {"native", "x86-64"}:     # one and the same here
        wanted = wanted - {"x86-64"} | {"native"}
    return sorted(wanted)


def same(option, one, other):
    return all(plain(one, p) == plain(other, p) for p in properties(option, one))


def tighter_or_equal(option, before, after):
    aspects = [ALONE.get(option), option + "Ex" if option + "Ex" in orders.ASPECTS else None]
    return all(orders.ASPECTS[a][1](before, after) for a in aspects if a and (a not in orders.ENUMS or a in before))


class Boot:
    """The material of one boot and the findings about it."""

    def __init__(self, model, work):
        work = pathlib.Path(work)
        self.model, self.work = model, work
        self.before, self.after = read_states(work, "before"), read_states(work, "after")
        self.emitted = {f.parent.name[:-2]: f.read_text() for f in (work / "called").glob("*/45-hardening.conf")}
        self.withheld = collections.defaultdict(list)
        self.left_alone = {}
        for line in (work / "withheld").read_text().splitlines():
            found, alone = WITHHELD.match(line), LEFT_ALONE.match(line)
            if found:
                self.withheld[found[1], found[2]].append(found[3])
            elif alone:
                self.left_alone[alone[1]] = alone[2]
        self.default = self.before["wish.service"]

    def reasons(self, unit, option):
        """Those of the unit's own plan, of the template's where it has none of its own."""
        own = not unit.template or any(name == unit.name for name, _ in self.withheld)
        return self.withheld.get((unit.name if own else unit.template, option), [])

    def emitted_for(self, unit):
        return self.emitted.get(unit.name) or self.emitted.get(unit.template or "", "")

    def options_emitted(self, unit):
        return set(re.findall(r"^(\w+)=", self.emitted_for(unit), re.M))

    def states(self):
        for unit in self.model.units:
            yield unit, self.before[unit.name], self.after[unit.name]

    def named(self, unit, option):
        """Whether a policy that names the unit asks for @option."""
        return bool(self.model.wishes[unit.name].lines(option, lambda p: p.names(unit)))

    same = staticmethod(same)
    tighter_or_equal = staticmethod(tighter_or_equal)

    def as_tight(self, option, expected, after):
        if option == "RestrictAddressFamilies" and orders.denies_all_but(expected, after):
            return True     # the ~ form of an allow list
        if option == "SecureBits":      # what the unit keeps for itself stays beside it
            wanted, got = (int(orders.text(s, option)) for s in (expected, after))
            return wanted & got == wanted
        return tighter_or_equal(option, expected, after)

    # -- each of these gives the count of what was compared, and what is wrong as (unit, text) -----

    def never_looser(self):
        count, wrong = 0, []
        for unit, before, after in self.states():
            aspects, compared = orders.looser(before, after)
            count += compared
            for aspect in aspects:
                if aspect == "writable paths":
                    wrong.append((unit, f"{aspect}: {paths.wider_paths(before, after)}"))
                    continue
                props = sorted({q for o in orders.ASPECTS[aspect][0] for q in properties(o, before)} | {aspect} & set(before))
                wrong.append((unit, f"{aspect}: " + "; ".join(f"{p}: {before[p]} -> {after[p]}" for p in props)))
        return f"{len(self.model.units)} units, {count} options compared", wrong

    def unchanged(self, option, before, after):
        return all(plain(before, p) == plain(after, p) for p in properties(option, before))

    def tighten_all(self, unit, option):
        """Whether a policy that names the unit may touch even what the admin has set."""
        for policy in self.model.wishes[unit.name].policies:
            if policy.tighten == "all" and policy.names(unit):
                wished = self.model.wishes[unit.name].lines(option, lambda p, this=policy: p is this)
                if wished or option in IMPLIED:
                    return True
        return False

    def admin_stands(self):
        count, wrong = 0, []
        for unit, before, after in self.states():
            for option in sorted({o for f in unit.effective() if f.admin for o, _ in f.lines}):
                if properties(option, before) and not self.tighten_all(unit, option):
                    count += 1
                    if not self.unchanged(option, before, after):
                        wrong.append((unit, f"{option} set by the admin: {before[option]} -> {after[option]}"))
        return f"{count} settings", wrong

    def later_stands(self):
        count, wrong = 0, []
        for unit, before, after in self.states():
            for option in sorted({o for f in unit.effective() if f.after for o, _ in f.lines}):
                if option in orders.PROPERTIES and option in before and option not in IMPLIED:
                    count += 1
                    if not self.unchanged(option, before, after):
                        wrong.append((unit, f"{option} set after ours: {before[option]} -> {after[option]}"))
        return f"{count} settings", wrong

    def fulfilled(self, option, expected, after):
        if option in paths.ACCESS[2:] + paths.EXEC + ("DeviceAllow",):
            return set(plain(expected, option)) <= set(plain(after, option))
        if same(option, expected, after):
            return True
        return option in IMPLIED + LIMITS + MERGED and tighter_or_equal(option, expected, after)

    def asked(self, naming):
        """(unit, option, lines) of what the policies ask: of what the unit leaves unset, or has set."""
        for unit in self.model.units:
            wish = self.model.wishes[unit.name]
            for option in wish.options():
                if unit.said(option) != naming or wish.excepted(option):
                    continue
                lines = wish.lines(option, (lambda p: p.names(unit)) if naming else None)
                if lines:
                    yield unit, option, lines

    def confirmed(self, unit, option, lines):
        """None if a reason was given that holds, else what is wrong."""
        if unit.name in self.left_alone or unit.template in self.left_alone:
            return None if withheld.has_file_of_our_name(unit) else "left alone without a reason that holds"
        reasons = self.reasons(unit, option)
        if not reasons:
            return "neither in force nor withheld"
        said = withheld.Case(self, unit, option, lines, self.named(unit, option))
        return None if any(withheld.holds(r, said) for r in reasons) else f"withheld for what is not so: {reasons}"

    def unset_in_force(self):
        return self.in_force(naming=False)

    def named_tightens(self):
        return self.in_force(naming=True)

    def in_force(self, naming):
        count, kept, wrong = 0, 0, []
        for unit, option, lines in self.asked(naming):
            expected = self.after[self.model.reference(option, lines)]
            before, after = self.before[unit.name], self.after[unit.name]
            if option not in before:
                continue        # not known to this version
            if naming:
                good = (option not in ALONE or option == "SystemCallFilter" or not tighter_or_equal(option, before, expected)
                        or self.as_tight(option, expected, after))
            else:
                good = self.fulfilled(option, expected, after)
            if good:
                count += 1
                continue
            why = self.confirmed(unit, option, lines)
            if why is None:
                kept += 1
            else:
                wrong.append((unit, f"{option}={list(lines)}: is {[after[p] for p in properties(option, after)]}, "
                                    f"would be {[expected[p] for p in properties(option, expected)]}: {why}"))
        return f"{count} in force, {kept} withheld with a reason that holds", wrong
