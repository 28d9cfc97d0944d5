# SPDX-License-Identifier: LGPL-2.1-or-later
"""What explain says that is emitted is what the generator emits: on the roots of tests/cases."""
import json
import re
import tempfile
from pathlib import Path

import lab
from golden import Case, Impossible, make_root

CASES_DIRECTORY = lab.HERE.parent / "cases"


def drop_ins(root, version):
    for file in sorted(lab.generate(root, version).glob("*.service.d/45-hardening.conf")):
        yield file.parent.name[:-2], file.read_text()


def explained_lines(answer):
    """(comment, line) of [Service], as they stand in a drop-in."""
    lines = [(place(l["sources"]), f"{l['key']}={l['value']}") for l in answer["chroot_and_wait"] if l["key"] != "ConditionPathExists"]
    for option in answer["options"]:
        lines += [(place(l["sources"]) + (f" ({l['note']})" if l["note"] else ""), f"{option['option']}={l['value']}")
                  for l in option["emitted"]]
    return lines


def place(sources):
    return " ".join(f"{s['file']}:{s['line']}" for s in sources)


def emitted_lines(text):
    _, _, service = text.partition("\n[Service]\n")
    return re.findall(r"^# (.*)\n((?!#).*)$", service, re.M)


def check(_):
    count, wrong = 0, []
    for path in sorted(CASES_DIRECTORY.iterdir()):
        case = Case(path)
        if not (path / "expected").exists() or case.version() is None or case.text("environment"):
            continue
        with tempfile.TemporaryDirectory() as work:
            try:
                make_root(case, f"{work}/root")
            except Impossible:
                continue
            root = Path(work, "root")
            for unit, text in drop_ins(root, case.version()):
                answer = json.loads(lab.hardenctl(root, "--json=short", "explain", "--", unit, version=case.version()))
                count += 1
                if explained_lines(answer) != emitted_lines(text):
                    wrong += [f"{case.name}, {unit}:"] + [f"  explained {l}" for l in explained_lines(answer)] + \
                             [f"  emitted {l}" for l in emitted_lines(text)]
    lab.expect(not wrong, "\n".join(["differs"] + wrong[:40]))
    lab.expect(count > 100, f"only {count} drop-ins were compared")
    return f"{count} drop-ins"


CASES = [("the generator emits what is explained", check)]
