# SPDX-License-Identifier: LGPL-2.1-or-later
"""Proof 3 of issue 6: of 200 random pairs of a unit and an option, out of the generator's property test, `explain` names the
right files and lines. Checked against `systemctl cat` (where the lines are, by the rules of merging) and `systemctl show` on a
booted systemd 257 (what units are that say just the value, or just the lines, that explain names)."""
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import generate
import judge
import lab
import orders
import pools

VERSION, COUNT = 257, 200
SEED = os.environ.get("HG_SEED", "1")
SCALARS = {*pools.BOOLEANS, *orders.PROCESS_LIMITS, "DynamicUser", "MountAPIVFS", "BindLogSockets", "User", "Group", "RootDirectory",
           "SystemCallErrorNumber", "ProtectSystem", "ProtectHome", "ProtectProc", "ProcSubset", "PrivateTmp", "PrivateUsers",
           "ProtectControlGroups", "ProtectHostname", "KeyringMode", "NotifyAccess", "UMask", "SecureBits", "DevicePolicy", "TasksMax",
           "MemoryHigh", "MemoryMax", "MemorySwapMax", "MemoryZSwapMax", "StateDirectoryMode", "CacheDirectoryMode",
           "LogsDirectoryMode", "ConfigurationDirectoryMode", "RuntimeDirectoryMode"}
# What depends on the unit's name, so that another unit cannot show it.
BY_NAME = {("User", "DynamicUser=yes"), ("Group", "DynamicUser=yes")}


def implied_for(unit):
    dynamic = unit.last("DynamicUser") in ("yes", "true")
    devices = unit.last("PrivateDevices") in ("yes", "true")
    return set(("ProtectSystem ProtectHome User NoNewPrivileges PrivateTmp RemoveIPC".split() if dynamic else [])
               + (["DevicePolicy", "CapabilityBoundingSet"] if devices else []))


def options_of(model, unit):
    """Those that the unit or a policy concerns, and what DynamicUser= and their like imply."""
    own = {o for f in unit.effective() for o, _ in f.lines}
    wished = set(model.wishes[unit.name].options())
    implied = implied_for(unit)
    known = {o for aspect, (options, _) in orders.ASPECTS.items() for o in options}
    since = {o for o, version in pools.SINCE.items() if version > VERSION}
    return (own | wished | implied | {"CapabilityBoundingSet", "DevicePolicy"}) & known - since


def is_crowded(model, unit, option):
    """Whether more than one has a say."""
    wished = model.wishes[unit.name].lines(option)
    return option in implied_for(unit) or len(unit.values(option)) + len(wished) > 1


def choose(model):
    """Half of them as chance has it, which mostly meets lines that stand alone."""
    rng = random.Random(f"pairs {SEED}")
    every = [(u, o) for u in model.units for o in sorted(options_of(model, u))]
    crowded = [pair for pair in every if is_crowded(model, *pair)]
    chosen = rng.sample(every, COUNT // 2)
    chosen += rng.sample([pair for pair in crowded if pair not in chosen], COUNT - len(chosen))
    return [(u.name, o) for u, o in chosen]


# -- what systemctl cat says ------------------------------------------------------------------------

def split_cat(text, paths):
    """(path, its lines): the headings of systemctl cat are the paths that systemd says it has read, in its order."""
    parts, wanted = [], list(paths)
    for line in text.splitlines():
        if wanted and line == f"# {wanted[0]}":
            parts.append((wanted.pop(0), []))
        else:
            parts[-1][1].append(line)
    lab.expect(not wanted, f"systemctl cat does not show {wanted}")
    return parts


def assignments(option, text, paths):
    """(value, places): each line of the option in the order of reading; ours with the places of its comment."""
    found = []
    for path, lines in split_cat(text, paths):
        ours = path.startswith(f"/{lab.GENERATED}/") and path.endswith("/45-hardening.conf")
        for number, line in enumerate(lines, 1):
            key, is_setting, value = line.partition("=")
            if not is_setting or key.startswith("#") or key != option:
                continue
            places = [(path, number)]
            if ours:
                comment = re.sub(r" \(.*\)$", "", lines[number - 2].removeprefix("# "))
                places = [(f, int(n)) for f, _, n in (p.rpartition(":") for p in comment.split())]
            found.append((value, places))
    return found


def starts_anew(option, value):
    """(whether what was before is forgotten, whether the line itself says something)."""
    if option == "CapabilityBoundingSet":
        return value in ("", "~"), True
    if option == "RestrictNamespaces":
        return value in ("", "yes", "no", "true", "off"), value != ""
    return value == "" or (option == "RestrictAddressFamilies" and value == "none"), False


def deciding(option, found):
    """The places of the lines that make the value, by systemd.exec(5)."""
    if option in SCALARS:
        valid = [f for f in found if pools.VALUE_SINCE.get((option, f[0]), (0,))[0] <= VERSION]
        return valid[-1][1] if valid else []
    first = 0
    for i, (value, _) in enumerate(found):
        anew, says = starts_anew(option, value)
        if anew:
            first = i if says or i + 1 == len(found) else i + 1
    return [p for _, places in found[first:] for p in places]


def merged(path):
    """One and the same file, whatever the search path of the systemd is that we were built with."""
    return re.sub(r"^/lib/", "/usr/lib/", path)


# -- the judgement ----------------------------------------------------------------------------------

class Material:
    def __init__(self, model, work):
        self.model, self.work = model, work
        self.answers, self.cats, self.paths = (json.loads((work / n).read_text()) for n in ("answers", "cats", "paths"))
        states = judge.read_show((work / "shown").read_text())
        known = set().union(*states.values())
        for state in states.values():
            state.update((p, []) for p in known - state.keys())
        self.states = states

    def line_at(self, file, number):
        path = self.work / ("policies" if "hardening.d" in file else "units")
        return Path(f"{path}{file}").read_text().splitlines()[number - 1]

    def faults(self, i):
        answer = self.answers[i]
        unit, option = answer["unit"], answer["option"]
        implied = [s["option"] for s in answer["set_by"] if s["by"] == "implied"]
        named = [(merged(s["file"]), s["line"]) for s in answer["set_by"] if s["by"] != "implied"]
        found = assignments(option, self.cats[unit], self.paths[unit])
        expected = deciding(option, found)
        if not (implied and not named):     # what is implied may stand in the place of all lines
            if named != expected:
                yield f"names {named}, and systemctl cat says {expected} of {found}"
        for file, number in named:
            if self.line_at(file, number).partition("=")[0] != option:
                yield f"{file}:{number} is {self.line_at(file, number)!r}"
        if not judge.same(option, self.states[unit], self.states[f"value{i}.service"]):
            yield f"value {answer['value']!r}: {self.shown(option, unit, f'value{i}.service')}"
        if not any((option, by) in BY_NAME for by in implied) and all(by.partition("=")[2] for by in implied):
            if not judge.same(option, self.states[unit], self.states[f"lines{i}.service"]):
                yield f"lines {answer['set_by']}: {self.shown(option, unit, f'lines{i}.service')}"

    def shown(self, option, *units):
        return "; not ".join(str({p: self.states[u][p] for p in judge.properties(option, self.states[u])}) for u in units)


def prepare(model, pairs, work):
    generate.write_units(model, work / "units")
    generate.write_policies(model, work / "policies")
    (work / "pairs").write_text("".join(f"{u} {o}\n" for u, o in pairs))
    (work / "properties").write_text(",".join(orders.PROPERTIES))
    shutil.copy(lab.BUILD / "hardening-generator", work)
    (work / "hardenctl").mkdir()
    shutil.copy(lab.BUILD / "hardenctl/hardenctl", work / "hardenctl")
    shutil.copy(lab.HERE / "inside.py", work)
    (work / "inside").write_text("exec python3 -B /hg/inside.py\n")


def boot(work):
    found = subprocess.run([lab.HERE.parent / "lab/root", "trixie"], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if found.returncode == 77:
        raise lab.Skip(" ".join(found.stderr.split()))
    lab.expect(found.returncode == 0, f"no root: {found.stderr}")
    os.chmod(work, 0o755)
    done = subprocess.run([lab.HERE.parent / "lab/boot", found.stdout.strip(), work / "inside", f"--bind={work}:/hg"], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(os.environ, BOOT_TIMEOUT="300"))
    lab.expect(done.returncode == 0, f"boot: exit {done.returncode}\n{done.stdout}")


def check(_):
    model = generate.make(SEED, VERSION)
    pairs = choose(model)
    with tempfile.TemporaryDirectory(prefix="hg-pairs.") as work:
        work = Path(work)
        prepare(model, pairs, work)
        boot(work)
        if os.environ.get("HG_KEEP"):
            shutil.rmtree(os.environ["HG_KEEP"], ignore_errors=True)
            shutil.copytree(work, os.environ["HG_KEEP"], symlinks=True)
        material = Material(model, work)
        lab.expect([(a["unit"], a["option"]) for a in material.answers] == pairs, "other pairs came back")
        wrong = [f"{u} {o}: {fault}" for i, (u, o) in enumerate(pairs) for fault in material.faults(i)]
    kinds = [s["by"] for a in material.answers for s in a["set_by"]]
    lab.expect(not wrong, "\n".join([f"{len(wrong)} findings, seed {SEED}"] + wrong[:20]))
    lab.expect(min(kinds.count(k) for k in ("fragment", "drop-in", "policy", "implied")) > 0, f"chance left something out: {set(kinds)}")
    return f"{len(pairs)} pairs: " + ", ".join(f"{kinds.count(k)} by {k}" for k in sorted(set(kinds)))


CASES = [("200 pairs, trixie", check)]
