#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""In the booted system: takes services through their steps and says what it saw, one line of JSON for each.

    inside.py NAME=UNIT,UNIT...     (PROBE_DEAD=yes: at the end each check must also fail without the service)
"""

import glob
import json
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.realpath(__file__))
DENIED = re.compile(r"(?i:permission denied|read-only file system|not permitted|address family not supported)"
                    r"|\b(?:SIGSYS|status=31/SYS|EACCES|EPERM|EROFS|EAFNOSUPPORT)\b")
ROTATED = "/etc/logrotate.d/*"
INTERPRETER = re.compile(r"/(?:python|perl|lua|node|beam|bash|dash)[\w.]*$")


def run(*command, seconds=90, **env):
    """Exit status and what was said, on both outputs."""
    with open("/run/services.out", "w+b") as out:       # a file, since daemons would keep a pipe open
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                   env={**os.environ, **env}, start_new_session=True)
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            status = f"not done after {seconds} s"
        out.seek(0)
        return status, out.read().decode(errors="replace")


def show(unit, name):
    return run("systemctl", "show", "--value", "-p", name, unit)[1].strip()


def package_of(path):
    """The one that has the file, by either of its names where /usr is merged."""
    short = re.sub("^/usr(?=/)", "", path)
    for name in (short, "/usr" + short):
        status, said = run("dpkg", "-S", name)
        if status == 0:
            return re.split("[:,]", said)[0]
    return None


def log_files():
    for directory, names, files in os.walk("/var/log"):
        names[:] = [n for n in names if n not in ("journal", "private")]
        for path in (os.path.join(directory, f) for f in files if not f.endswith(".gz")):
            if os.path.isfile(path):
                yield path, os.stat(path)


def plain(line):
    """A line without what differs from run to run."""
    line = re.sub(r"\b[0-9a-f]{6,}\b|0x[0-9a-f]+|\d+", "N", line)
    return re.sub(r"\s+", " ", line)[:300]


class Failed(Exception):
    pass


class Service:
    def __init__(self, name, units):
        self.name, self.units, self.steps, self.checks = name, units, [], {}
        self.groups, self.version = [], ""

    # --- the steps; what one raises or returns is what is seen of it

    def setup(self):
        self.script("setup", "common")
        self.script("setup", self.name)

    def script(self, *path):
        path = os.path.join(HERE, *path)
        if os.path.exists(path):
            self.must("bash", "-eu", path, seconds=180)

    def must(self, *command, seconds=90):
        status, said = run(*command, seconds=seconds)
        if status != 0:
            raise Failed(f"{' '.join(command)}: {status}\n{said}")

    def systemctl(self, verb):
        self.must("systemctl", verb, *self.units)
        self.groups = [g for g in (show(u, "ControlGroup") for u in self.units) if g] or self.groups

    def start(self):
        self.systemctl("start")
        for unit in self.units:
            if show(unit, "ActiveState") != "active":
                raise Failed(f"{unit} is {show(unit, 'ActiveState')} after its start")

    def probe(self, after, dead=False):
        status, said = run("bash", os.path.join(HERE, "probes", self.name), seconds=240,
                           PROBE_TRIES="1" if dead else "")
        lines = said.splitlines()
        self.checks[after] = {"passed": [l[6:] for l in lines if l.startswith("check ")],
                              "failed": [l[5:] for l in lines if l.startswith("fail ")]}
        if dead:
            return
        if status != 0 or self.checks[after]["failed"] or not self.checks[after]["passed"]:
            lines = [l for l in lines if not l.startswith("check ")]
            raise Failed("\n".join(lines or [f"it ends with {status} and no check"]))

    def reload(self):
        able = [u for u in self.units if show(u, "CanReload") == "yes"]
        if not able:
            return False
        self.script("setup", f"{self.name}.before-reload")  # so that its probe can see that the reload did something
        self.must("systemctl", "reload", *able)
        return True

    def rotate(self):
        """With the file that the service's package ships: the one in the package of its program or unit."""
        files = [f for f in glob.glob(ROTATED) if os.path.basename(f) in self.rotated()]
        for file in files:
            self.must("logrotate", "--force", "--state", "/run/services.rotated", file)
        return bool(files)

    def rotated(self):
        owners = {package_of(show(unit, "FragmentPath")) for unit in self.units} - {None}
        names = set()
        for package in owners:
            listed = run("dpkg", "-L", package)[1].splitlines()
            names |= {os.path.basename(f) for f in listed if f.startswith("/etc/logrotate.d/")}
        return names

    def crash(self):
        for unit in self.units:
            if show(unit, "ActiveState") == "active":
                self.must("systemctl", "kill", "--signal=KILL", unit)
        self.wait_for(lambda: all(show(u, "ActiveState") != "deactivating" and not self.stale(u) for u in self.units),
                      "what was killed is still there")
        self.script("setup", f"{self.name}.after-crash")    # what the admin must do also without a policy
        run("systemctl", "reset-failed", *self.units)
        self.start()

    def stale(self, unit):
        """systemd has not noticed yet that the main process is gone."""
        pid = show(unit, "MainPID")
        return show(unit, "ActiveState") == "active" and pid != "0" and not os.path.exists(f"/proc/{pid}/exe")

    def wait_for(self, condition, why, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise Failed(why)
            time.sleep(0.1)

    def restart(self):
        run("systemctl", "reset-failed", *self.units)   # so many starts in so short a time are ours
        self.systemctl("restart")

    def stop(self):
        self.must("systemctl", "stop", *reversed(self.units))
        for unit in self.units:
            state, result = show(unit, "ActiveState"), show(unit, "Result")
            if (state, result) != ("inactive", "success"):
                raise Failed(f"{unit} is {state} with Result={result}")

    def nothing_left(self):
        for group in self.groups:
            left = []
            for directory, _, _ in os.walk(f"/sys/fs/cgroup{group}"):
                with open(f"{directory}/cgroup.procs") as pids:
                    left += [open(f"/proc/{p}/comm").read().strip() for p in pids.read().split()]
            if left:
                raise Failed(f"left in {group}: {' '.join(left)}")

    # --- all of them

    def step(self, name, function, *arguments):
        """True if it could be done; then it and the probe after it have been seen to work, or not."""
        began = time.monotonic()
        try:
            done, why = function(*arguments), ""
        except Failed as failed:
            done, why = True, str(failed)
        if done is not False:
            self.steps.append({"step": name, "why": why, "seconds": round(time.monotonic() - began, 1)})
        return done is not False and not why

    def all_steps(self, dead):
        if not self.step("setup", self.setup):
            return
        run("systemctl", "stop", *self.units)
        run("systemctl", "reset-failed", *self.units)
        run("journalctl", "--sync")
        cursor = run("journalctl", "-n0", "--show-cursor")[1].strip().split("cursor: ")[-1]
        sizes = {file.st_ino: file.st_size for path, file in log_files()}
        exposure = [self.exposure(u) for u in self.units]
        for name, function in (("start", self.start), ("reload", self.reload), ("rotate", self.rotate),
                               ("crash", self.crash), ("restart", self.restart)):
            if self.step(name, function):
                self.step(f"probe after {name}", self.probe, name)
            if name == "start" and self.steps[-1]["why"]:
                break           # the rest would say the same, slowly
            self.version = self.version or self.package_version()
        self.step("stop", self.stop)
        self.step("nothing left", self.nothing_left)
        run("journalctl", "--sync")
        journal = self.journal(cursor)
        if dead:
            self.probe("dead", dead=True)
        return {"exposure": exposure, "journal": journal, "denied": self.denied(journal, sizes),
                "version": self.version, "drop_ins": {u: self.drop_in(u) for u in self.units}}

    def exposure(self, unit):
        said = run("systemd-analyze", "security", "--no-pager", unit)[1]
        found = re.search(r"exposure level for .*: ([0-9.]+)", said)
        return float(found.group(1)) if found else None

    def journal(self, cursor):
        lines = []
        for unit in self.units:
            lines += run("journalctl", "-q", "--after-cursor", cursor, "-u", unit, "-o", "cat")[1].splitlines()
        return lines

    def denied(self, journal, sizes):
        """The kinds of lines that say so, in the journal and in what log files got since they had these sizes."""
        lines = list(journal)
        for path, file in log_files():
            with open(path, "rb") as text:
                text.seek(sizes.get(file.st_ino, 0) if sizes.get(file.st_ino, 0) <= file.st_size else 0)
                lines += text.read().decode(errors="replace").splitlines()[-5000:]
        return sorted({plain(l) for l in lines if DENIED.search(l)})

    def package_version(self):
        """Of the program's package, or else of the unit's. Where neither has one the setup leaves it for us."""
        if os.path.exists(f"/run/version-{self.name}"):
            with open(f"/run/version-{self.name}") as file:
                return file.read().strip()
        with open(f"/sys/fs/cgroup{self.groups[0]}/cgroup.procs") as file:
            program = os.path.realpath(f"/proc/{(file.read().split() or ['self'])[0]}/exe")
        package = None if INTERPRETER.search(program) else package_of(program)
        package = package or package_of(show(self.units[0], "FragmentPath"))
        return run("dpkg-query", "-W", "-f", "${Version}", package)[1] if package else ""

    def drop_in(self, unit):
        for path in show(unit, "DropInPaths").split():
            if path.endswith("/45-hardening.conf"):
                with open(path) as file:
                    return file.read()
        return ""


def main():
    for word in sys.argv[1:]:
        name, units = word.split("=")
        service = Service(name, units.split(","))
        seen = service.all_steps(os.environ.get("PROBE_DEAD") == "yes") or {}
        print(json.dumps({"name": name, "steps": service.steps, "checks": service.checks, **seen}), flush=True)
        run("systemctl", "stop", *service.units)


main()
