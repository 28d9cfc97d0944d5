# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether verify notices what PID 1 has not loaded, on a booted trixie: inside.sh."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from lab import BUILD, PLAIN, SOURCE

HERE = Path(__file__).resolve().parent
GENERATOR = "usr/local/lib/systemd/system-generators/hardening-generator"
UNITS = "usr/lib/systemd/system"
SLEEP = "[Service]\nType=exec\nExecStart=/bin/sleep infinity\n"
INSTALL = "[Install]\nWantedBy=multi-user.target\n"

FILES = {
    f"{UNITS}/web.service": SLEEP + INSTALL,
    f"{UNITS}/other.service": SLEEP + INSTALL,
    f"{UNITS}/late.service": SLEEP + INSTALL,
    f"{UNITS}/jail.service": SLEEP + "RootDirectory=/srv/jail\nMountAPIVFS=yes\nBindReadOnlyPaths=/usr -/bin -/lib -/lib64\n" + INSTALL,
    "etc/hardening.d/60-web.conf": "[Match]\nUnit=web.service\n[Service]\nNoNewPrivileges=yes\n",
    "etc/hardening.d/60-late.conf": "[Match]\nUnit=late.service\n[Wait]\nPathExists=/run/never\n",
    "etc/resolv.conf": "nameserver 192.0.2.53\n",
    "srv/jail/etc/hostname": "jail\n",
}


def layer(place, mute):
    for path, text in FILES.items():
        file = place / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        if text.endswith(INSTALL):
            wants = place / "etc/systemd/system/multi-user.target.wants"
            wants.mkdir(parents=True, exist_ok=True)
            (wants / file.name).symlink_to(f"/{path}")
    for unit in (BUILD / "units/hardening-verify.service", SOURCE / "units/hardening-reload.path",
                 SOURCE / "units/hardening-reload.service"):
        shutil.copy(unit, place / UNITS)
    (place / "etc/systemd/system/multi-user.target.wants/hardening-verify.service").symlink_to(f"/{UNITS}/hardening-verify.service")
    policies = place / "usr/share/hardening/policies"
    shutil.copytree(SOURCE / "conf.d/policies", policies)
    shutil.copytree(SOURCE / "conf.d/profiles", place / "usr/lib/hardening.d/profiles")
    (place / "etc/hardening.d/20-chroot-network.conf").symlink_to("/usr/share/hardening/policies/20-chroot-network.conf")
    for program, path in ((BUILD / "hardening-generator", GENERATOR), (BUILD / "hardening-generator", "opt/hardening-generator"),
                          (BUILD / "mirror/mirror", "usr/libexec/hardening-generator/mirror"), (PLAIN, "usr/bin/hardenctl")):
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(program, place / path)
    if mute:
        (place / GENERATOR).write_text("#!/bin/sh\n")


def boot(root, scenario, show):
    with tempfile.TemporaryDirectory(prefix="ctl-verify-") as work:
        place = Path(work, "layer")
        place.mkdir()
        layer(place, scenario == "mute")
        script = Path(work, "script")
        script.write_text(f"SCENARIO={scenario}\n{(HERE / 'inside.sh').read_text()}")
        arguments = ["hardening.mode=off"] if scenario == "off" else []
        done = subprocess.run([HERE.parent / "lab/boot", root, script, *arguments], text=True, errors="replace", stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "BOOT_LAYER": str(place)},
                              check=False)
    if done.returncode != 0:
        show(f"{scenario}-boot", ["the system did not come to the end of the checks", *done.stdout.splitlines()[-20:]])
    name, problem = None, []
    for line in [*done.stdout.splitlines(), "ok "]:
        if line.startswith(("ok ", "not ok ")):
            if name:
                show(name, problem)
            name, _, why = line.removeprefix("not ").removeprefix("ok ").partition(": ")
            problem = [why] if line.startswith("not") else []
        elif problem:
            problem.append(line.strip())


def run(show):
    made = subprocess.run([HERE.parent / "lab/root", "trixie"], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if made.returncode != 0:
        show("booted", [made.stderr.splitlines()[-1]])
        return
    for scenario in ("good", "mute", "off"):
        boot(made.stdout.strip(), scenario, show)
