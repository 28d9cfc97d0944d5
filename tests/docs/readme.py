# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the commands that the README shows in a section, in a booted Debian with what `meson install` installs."""

import itertools
import os
import re
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
LAB = SOURCE / "tests/lab"
MARK = "-- output of step {} --"


def steps_of(section):
    """[(commands, lines of output that they shall have)]: a block of code, and the one that follows it at once."""
    blocks = re.findall(r"^(?:    .*\n)+(?:\n(?:    .*\n)+)?", section, re.MULTILINE)
    steps = []
    for block in blocks:
        commands, _, output = re.sub("^    ", "", block, flags=re.MULTILINE).partition("\n\n")
        steps.append((commands + "\n", output.splitlines()))
    return steps


def shown(line, output):
    """Whether a line of the output has what is shown of it, be it that blanks differ and "..." stands for more."""
    wanted = r".*".join(r"\s+".join(map(re.escape, part.split())) for part in line.split("..."))
    return re.search(wanted, output) is not None


def install(build, layer):
    """What meson would install, below a directory that can be laid over a Debian root (where /lib is a link)."""
    subprocess.run(["meson", "install", "-C", build, "--no-rebuild", "--quiet"], check=True, stdout=subprocess.DEVNULL,
                   env=dict(os.environ, DESTDIR=str(layer)))
    if (layer / "lib").is_dir():
        shutil.copytree(layer / "lib", layer / "usr/lib", symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(layer / "lib")


def run(steps, root, layer, work):
    """Boots it; returns what each step printed, and what else went wrong."""
    script = work / "script"
    script.write_text("systemctl is-system-running --wait >/dev/null\n"
                      + "".join(f"echo '{MARK.format(n)}'\n{commands}" for n, (commands, _) in enumerate(steps)))
    done = subprocess.run([LAB / "boot", root, script], capture_output=True, text=True,
                          env=dict(os.environ, BOOT_LAYER=str(layer), BOOT_TIMEOUT="60"))
    printed = re.split(MARK.format(r"\d+") + "\n", done.stdout)[1:]
    return printed, [f"exit status {done.returncode}"] if done.returncode else []


def check(section, build, work, *packages):
    """(what is wrong with the section, all that was printed), or the reason why that cannot be seen here."""
    steps = steps_of(section)
    if not any(output for _, output in steps):
        return ["no commands with output found"], ""
    root = subprocess.run([LAB / "root", "trixie", *packages], capture_output=True, text=True)
    if root.returncode:
        return root.stderr.strip().splitlines()[-1]
    layer = work / "layer"
    layer.mkdir(mode=0o755)
    install(build, layer)
    printed, faults = run(steps, root.stdout.strip(), layer, work)
    for (_, lines), output in itertools.zip_longest(steps, printed, fillvalue=""):
        faults += [f'"{line}" is not in the output' for line in lines if not shown(line, output)]
    return faults, "".join(printed)
