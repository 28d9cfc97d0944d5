# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is printed, at 80 and 160 columns and where there is no terminal: golden/NAME.80, .160, .plain."""
import difflib

import lab

UNITS = "web web-a web-b web-old copied edited planned jail ssh masked odd@1".split()
OPTIONS = """ProtectSystem CapabilityBoundingSet SystemCallFilter ReadOnlyPaths PrivateNetwork UMask PrivateBPF
    LockPersonality""".split()
WIDTHS = {"80": 80, "160": 160, "plain": None}


def changed(root):
    """What the manager has is older than the policies are."""
    lab.generate(root)
    lab.edit(root, "etc/hardening.d/60-web.conf", "IPAddressAllow=localhost 10.0.0.0/8", "IPAddressAllow=localhost")
    lab.edit(root, "etc/hardening.d/60-web.conf", "MemoryDenyWriteExecute=yes\n", "")
    (root / "etc/hardening.d/66-odd.conf").unlink()
    (root / "etc/hardening.d/67-new.conf").write_text(
        "[Match]\nUnit=edited.service\n[Service]\nTasksMax=10\nLockPersonality=yes\n")


def texts(place):
    """(name, text) of all there is."""
    root = place.root()
    for width, columns in WIDTHS.items():
        for unit in UNITS:
            yield f"{unit.replace('@', '_')}.{width}", lab.hardenctl(root, "explain", unit, columns=columns)
        for option in OPTIONS:
            yield f"web-{option}.{width}", lab.hardenctl(root, "explain", "web", option, columns=columns)
    yield "web-upstream.plain", lab.hardenctl(root, "explain", "web", "--upstream")
    yield "web.json", lab.hardenctl(root, "explain", "web", "--json=pretty")
    yield "jail.json", lab.hardenctl(root, "explain", "jail", "--json=pretty")
    yield "web-colours.80", lab.hardenctl(root, "explain", "web", columns=80, env={"SYSTEMD_COLORS": "1"})
    yield "diff-jail-new.plain", lab.hardenctl(root, "diff", "jail")
    yield "diff-all-new.plain", lab.hardenctl(root, "diff")
    changed(root)
    for width, columns in WIDTHS.items():
        yield f"diff-changed.{width}", lab.hardenctl(root, "diff", columns=columns)
    yield "diff-colours.80", lab.hardenctl(root, "diff", "web", columns=80, env={"SYSTEMD_COLORS": "1"})
    yield "diff.json", lab.hardenctl(root, "diff", "--json=pretty")


def check(place):
    directory, wrong, seen = lab.HERE / "golden", [], set()
    for name, text in texts(place):
        file = directory / name
        seen.add(name)
        old = file.read_text() if file.exists() else ""
        if old != text:
            wrong += [f"{name} differs"] + list(difflib.unified_diff(old.splitlines(), text.splitlines(), lineterm="", n=1))[2:]
        limit = WIDTHS.get(name.rpartition(".")[2])
        if limit and not name.startswith("diff") and "colours" not in name:
            wrong += [f"{name}: {line}" for line in text.splitlines() if len(line) > limit and len(line.split()) > 1]
    wrong += [f"golden/{f.name}: nobody prints it" for f in directory.iterdir() if f.name not in seen]
    lab.expect(not wrong, "\n".join(wrong[:40]))
    return f"{len(seen)} texts"


def accept(place):
    directory = lab.HERE / "golden"
    for file in directory.iterdir():
        file.unlink()
    for name, text in texts(place):
        (directory / name).write_text(text)


CASES = [("golden texts", check)]
