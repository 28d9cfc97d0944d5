# SPDX-License-Identifier: LGPL-2.1-or-later
"""That the test was about something: that all which it is there for did occur in this boot."""
import collections

import pools
import withheld

SHARE = .3          # of the units have a drop-in of ours
TIMES = 2           # each option is emitted at least so often
# Options that a plan can emit but rarely, since much has to come together.
RARE = ()

SITUATIONS = {
    "bare": lambda x: len(x.effective()) == 1 and len(x.files[0].lines) == 2,
    "vendor drop-in before ours": lambda x: any("/" in f.name and not f.admin and not f.after for f in x.effective()),
    "vendor drop-in after ours": lambda x: any(not f.admin and f.after for f in x.effective()),
    "admin fragment": lambda x: x.effective()[0].admin,
    "admin drop-in before ours": lambda x: any("/" in f.name and f.admin and not f.after for f in x.effective()),
    "admin drop-in after ours": lambda x: any(f.admin and f.after for f in x.effective()),
    "runtime files": lambda x: any(f.directory.startswith("/run") for f in x.effective()),
    "set-property": lambda x: any(f.base == "50-TasksMax.conf" for f in x.effective()),
    "masked drop-in": lambda x: any(not f.lines for f in x.files),
    "prefix directory": lambda x: any("-.service.d" in f.name for f in x.effective()),
    "alias": lambda x: x.aliases,
    "instance": lambda x: x.template and x.linked,
    "instance without a link": lambda x: x.template and not x.linked,
    "instance with files of its own": lambda x: x.template and x.files,
    "dynamic user": lambda x: x.last("DynamicUser") in ("yes", "true"),
    "user": lambda x: x.last("User") not in ("", "root"),
    "allow list": lambda x: x.last("SystemCallFilter", "~")[:1] != "~",
    "deny list": lambda x: x.last("SystemCallFilter")[:1] == "~",
    "no family": lambda x: "none" in x.values("RestrictAddressFamilies"),
    "reset": lambda x: "" in x.values("CapabilityBoundingSet"),
    "file of our name": lambda x: any(f.base == "45-hardening.conf" for f in x.effective()),
}


def wishes(boot, test):
    return any(test(p, x) for x in boot.model.units for p in boot.model.wishes[x.name].policies)


POLICIES = {
    "a policy that names": lambda p, x: p.names(x),
    "a policy that matches": lambda p, x: not p.names(x),
    "Tighten=all that names": lambda p, x: p.tighten == "all" and p.names(x),
    "Tighten=all that matches": lambda p, x: p.tighten == "all" and not p.names(x),
    "Exec=": lambda p, x: "Exec" in p.match and p.names(x),
    "a profile": lambda p, x: p.profiles,
}


def judge(boot):
    hardened = [x for x in boot.model.units if boot.emitted_for(x)]
    emitted = collections.Counter(o for x in hardened for o in boot.options_emitted(x))
    kinds = collections.Counter(row[0] for row in map(withheld.kind_of, (r for rs in boot.withheld.values() for r in rs)) if row)
    wrong = []
    if len(hardened) < SHARE * len(boot.model.units):
        wrong.append(f"only {len(hardened)} units have a drop-in")
    wrong += [f"{o}= is emitted {emitted[o]} times" for o in pools.POLICY
              if pools.SINCE.get(o, 0) <= boot.model.version and emitted[o] < TIMES and o not in RARE]
    wrong += [f"nothing is withheld as: {kind}" for kind, _, _ in withheld.TABLE if not kinds[kind]
              and not withheld.impossible(kind, boot.model.version)]
    wished = [x for x in boot.model.units if boot.model.wishes[x.name].policies]
    wrong += [f"no unit that a policy matches: {name}" for name, test in SITUATIONS.items() if not any(map(test, wished))]
    wrong += [f"no policy in force: {name}" for name, test in POLICIES.items() if not wishes(boot, test)]
    return f"{len(hardened)} units with a drop-in, {sum(emitted.values())} options, {len(kinds)} kinds of reasons", [
        (None, text) for text in wrong]
