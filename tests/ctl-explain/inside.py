# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs in the booted root, with the material at /hg: asks hardenctl about each pair, and systemd what the units are,
and what units are that say just what hardenctl says."""
import json
import pathlib
import subprocess

HG = pathlib.Path("/hg")
UNITS = pathlib.Path("/run/systemd/system")


def out(*words):
    return subprocess.run(words, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True).stdout


def install():
    out("cp", "-a", "/hg/units/.", "/")
    out("cp", "-a", "/hg/policies/.", "/")
    pathlib.Path("/usr/lib/systemd/system-generators").mkdir(parents=True, exist_ok=True)
    out("cp", "/hg/hardening-generator", "/usr/lib/systemd/system-generators/")
    out("systemctl", "daemon-reload")


def placed_lines(answer):
    """The lines that are named, without places: what the value is made of."""
    lines = []
    for setter in answer["set_by"]:
        if setter["by"] == "implied":
            lines.append(setter["option"])
        else:
            lines.append(f"{answer['option']}={setter['value']}")
    return list(dict.fromkeys(lines))


def value_lines(answer):
    value = answer["value"]
    return [] if value is None else [f"{answer['option']}={line}" for line in value.split("\n")]


def write(name, lines):
    (UNITS / name).write_text("[Service]\nExecStart=/bin/true\n" + "".join(f"{line}\n" for line in lines))


def show(names):
    properties = (HG / "properties").read_text()
    return "".join(out("systemctl", "show", "--all", f"--property={properties}", *names[i:i + 50]) + "\n"
                   for i in range(0, len(names), 50))


pairs = [line.split() for line in (HG / "pairs").read_text().splitlines()]
install()
answers = [json.loads(out("/hg/hardenctl/hardenctl", "--json=short", "explain", unit, option)) for unit, option in pairs]
names = list(dict.fromkeys(unit for unit, _ in pairs))
(HG / "answers").write_text(json.dumps(answers))
(HG / "cats").write_text(json.dumps({n: out("systemctl", "cat", n) for n in names}))
(HG / "paths").write_text(json.dumps({n: [out("systemctl", "show", "-P", "FragmentPath", n).strip(),
                                         *out("systemctl", "show", "-P", "DropInPaths", n).split()] for n in names}))
shown = show(names)
# What is said is tried without policies, which would match these units, too.
out("rm", "/usr/lib/systemd/system-generators/hardening-generator")
for i, answer in enumerate(answers):
    write(f"value{i}.service", value_lines(answer))
    write(f"lines{i}.service", placed_lines(answer))
out("systemctl", "daemon-reload")
shown += show([f"{kind}{i}.service" for kind in ("value", "lines") for i in range(len(pairs))])
(HG / "shown").write_text(shown)
print(f"{len(answers)} answers")
