# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether systemd-analyze verify finds fault with what was emitted, for many cases at a time."""

import re
import shutil
import subprocess
from pathlib import Path

DROP_IN = "45-hardening.conf"
HERE = Path(__file__).resolve().parent

# The unit search path, systemd.unit(5); what we emitted stands where PID 1 puts generator.
SEARCH_PATH = ("etc/systemd/system.control", "run/systemd/system.control", "run/systemd/transient",
               "etc/systemd/system", "etc/systemd/system.attached", "run/systemd/system",
               "run/systemd/system.attached", DROP_IN, "usr/local/lib/systemd/system", "usr/lib/systemd/system")
CANARY = "canary"


def installed_version():
    """The version of systemd-analyze here, None without one."""
    try:
        said = subprocess.run(["systemd-analyze", "--version"], stdout=subprocess.PIPE, text=True).stdout
    except FileNotFoundError:
        return None
    found = re.match(r"systemd (\d+)", said)
    return int(found.group(1)) if found else None


class Batch:
    """Units with their drop-ins, below one directory; beside them one whose drop-in is wrong."""

    def __init__(self, top):
        self.top = Path(top)
        self.top.mkdir()
        units = self.top / CANARY / "usr/lib/systemd/system"
        units.mkdir(parents=True)
        (units / "foo.service").write_text("[Service]\nExecStart=/bin/true\n")
        emitted = self.top / CANARY / DROP_IN / "foo.service.d"
        emitted.mkdir(parents=True)
        (emitted / DROP_IN).write_text("[Service]\nUMask=0999\n")
        self.describe(CANARY, ["foo.service"])

    def describe(self, name, units):
        path = ":".join(f"@/{name}/{place}" for place in SEARCH_PATH)
        (self.top / name / "case").write_text(f"{path}\n{' '.join(units)}\n")

    def add(self, name, root, emitted):
        top = self.top / name
        for place in SEARCH_PATH:
            if (Path(root) / place).is_dir():
                shutil.copytree(Path(root) / place, top / place, symlinks=True)
        shutil.copytree(emitted, top / DROP_IN)
        units = sorted(p.name[:-2].replace("@.service", "@verify.service") for p in Path(emitted).iterdir())
        loadable = [u for u in units if self.has_fragment(top, u)]
        if loadable:
            self.describe(name, loadable)
        return bool(loadable)

    @staticmethod
    def has_fragment(top, unit):
        names = (unit, re.sub("@.*[.]", "@.", unit))
        return any((top / place / n).is_file() for place in SEARCH_PATH for n in names)

    def faults(self, root=None):
        """The lines that name our drop-ins, by case; RuntimeError if a wrong one would not show."""
        done = subprocess.run([HERE / "verify-all", str(self.top), *([root] if root else [])],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
        if done.returncode:
            raise RuntimeError(done.stdout[-1000:])
        found = {}
        for line in done.stdout.splitlines():
            name = re.search(rf"/([^/]+)/{re.escape(DROP_IN)}/", line)
            if name:
                found.setdefault(name.group(1), []).append(line)
        if not found.pop(CANARY, None):
            raise RuntimeError("systemd-analyze finds nothing wrong with UMask=0999: " + done.stdout[-1000:])
        return found
