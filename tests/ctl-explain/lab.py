# SPDX-License-Identifier: LGPL-2.1-or-later
"""A copy of the small root, and hardenctl run on it."""
import os
import shutil
import subprocess
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
BUILD = Path(os.environ.get("HG_BUILD", SOURCE / "build"))
SANITIZED = Path(os.environ.get("HG_BUILD_TEST", BUILD))
HARDENCTL = SANITIZED / "hardenctl/hardenctl"
GENERATOR = SANITIZED / "hardening-generator"
GENERATED = "run/systemd/generator"


class Skip(Exception):
    """The case cannot be shown here."""


def expect(condition, text):
    if not condition:
        raise AssertionError(text)


class Place:
    def __init__(self, work):
        self.work = Path(work)
        self.count = 0

    def root(self):
        """A fresh copy of the root. What git cannot hold (an empty directory) is made here."""
        self.count += 1
        root = self.work / f"root{self.count}"
        shutil.copytree(HERE / "root", root, symlinks=True)
        for path in [root, *root.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() else 0o644)
        return root


def hardenctl(root, *words, columns=None, version=257, status=0, env=None):
    """What hardenctl says, without colours unless they are asked for."""
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "SYSTEMD_COLORS", "NO_COLOR")}
    environment.update({"COLUMNS": str(columns)} if columns else {}, **(env or {}))
    done = subprocess.run([HARDENCTL, f"--root={root}", f"--systemd-version={version}", *words], text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    expect(done.returncode == status, f"{' '.join(words)}: exit {done.returncode}: {done.stderr}")
    expect("ERROR: " not in done.stderr and "runtime error" not in done.stderr, done.stderr)
    hardenctl.said = done.stderr
    return done.stdout


def generate(root, version=257):
    """Lets the generator write what PID 1 would have."""
    directory = root / GENERATED
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    subprocess.run([GENERATOR, f"--root={root}", f"--systemd-version={version}", directory], stderr=subprocess.DEVNULL,
                   env={k: v for k, v in os.environ.items() if k != "SYSTEMD_LOG_LEVEL"})
    return directory


def edit(root, path, old, new):
    text = (root / path).read_text()
    expect(old in text, f"{path} has no {old!r}")
    (root / path).write_text(text.replace(old, new))


def show(name, case, place):
    try:
        detail = case(place)
    except Skip as reason:
        print(f"skip {name}: {reason}", flush=True)
        return True
    except Exception as error:      # one case's trouble is not the others'
        lines = str(error).splitlines() or [type(error).__name__]
        print(f"not ok {name}: {lines[0]}")
        rest = lines[1:] if isinstance(error, AssertionError) else traceback.format_exc().splitlines()
        print("".join(f"  {line}\n" for line in rest), end="", flush=True)
        return False
    print(f"ok {name}" + (f"\n  {detail}" if detail else ""), flush=True)
    return True
