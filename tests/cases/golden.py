# SPDX-License-Identifier: LGPL-2.1-or-later
"""One golden case: its input laid out as a root, the generator run on it, what came out held against
what is expected."""

import difflib
import os
import shutil
import subprocess
from pathlib import Path

DEFAULT_ARGUMENTS = "--systemd-version=257"
PLACES = ("NORMAL", "EARLY", "LATE")


class Impossible(Exception):
    """The case's setup cannot be done here."""


class Case:
    def __init__(self, path):
        self.path = path
        self.name = path.name

    def text(self, name, default=""):
        path = self.path / name
        return path.read_text() if path.exists() else default

    def arguments(self):
        words = self.text("arguments", DEFAULT_ARGUMENTS).split()
        return words if "NORMAL" in words else words + ["NORMAL"]

    def environment(self):
        return dict(line.split("=", 1) for line in self.text("environment").splitlines())

    def version(self):
        for word in self.arguments():
            if word.startswith("--systemd-version="):
                return int(word.split("=")[1])
        return None

    def expected(self):
        said = self.text("expected.messages", "exit 0\n")
        return Outcome(read_tree(self.path / "expected"), said, self.text("expected.withheld"))


class Outcome:
    """What a run gave: the output tree, exit status with messages, and the lines about what was withheld."""

    def __init__(self, tree, said, withheld):
        self.tree, self.said, self.withheld = tree, said, withheld

    def differences(self, other, title):
        lines = []
        for name in sorted(self.tree.keys() | other.tree.keys()):
            lines += diff(self.tree.get(name), other.tree.get(name), f"{title} {name}")
        lines += diff(self.said, other.said, f"{title} expected.messages")
        return lines + diff(self.withheld, other.withheld, f"{title} expected.withheld")


def diff(old, new, title):
    if old == new:
        return []
    lines = list(difflib.unified_diff((old or "").splitlines(), (new or "").splitlines(), lineterm="", n=1))[2:]
    fate = "is missing" if new is None else "is too much" if old is None else "differs"
    return [f"{title} {fate}"] + (lines or ["(in its last end of line, or it is empty)"])


def read_tree(top):
    """The text of all files below top, by relative path."""
    tree = {}
    for directory, names, files in os.walk(top):
        for name in sorted(files):
            path = Path(directory, name)
            tree[str(path.relative_to(top))] = path.read_text()
    return tree


def wrong_modes(top):
    """What the generator writes has these modes whatever the umask is."""
    found = []
    for directory, names, files in os.walk(top):
        for name, right in [(n, 0o755) for n in names] + [(n, 0o644) for n in files]:
            mode = os.lstat(os.path.join(directory, name)).st_mode & 0o7777
            if mode != right:
                found.append(f"{name} has mode {mode:04o} and not {right:04o}")
    return found


def lay_out(source, target, backwards):
    """Copies a tree, entry by entry in order of name or backwards. Modes do not come from git."""
    os.mkdir(target, 0o755)
    for name in sorted(os.listdir(source), reverse=backwards):
        old, new = os.path.join(source, name), os.path.join(target, name)
        if os.path.islink(old):
            os.symlink(os.readlink(old), new)
        elif os.path.isdir(old):
            lay_out(old, new, backwards)
        else:
            shutil.copyfile(old, new)
            os.chmod(new, 0o644)


def same_order(source, one, other):
    """The first directory that both copies list in the same order, though it has several entries."""
    for directory, names, files in os.walk(source):
        below = os.path.relpath(directory, source)
        copied = set(names + files)     # setup may have added to them, or moved some away
        orders = [[n for n in os.listdir(os.path.join(top, below)) if n in copied] for top in (one, other)]
        if len(orders[0]) > 1 and orders[0] == orders[1]:
            return below
    return None


def make_root(case, target, backwards=False):
    source = case.path / "root"
    if source.exists():
        lay_out(source, target, backwards)
    else:
        os.mkdir(target, 0o755)
    if (case.path / "setup").exists():
        done = subprocess.run(["bash", "-euo", "pipefail", case.path / "setup"], cwd=target, timeout=60,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode == 77:
            raise Impossible(done.stderr.strip())
        if done.returncode:
            raise RuntimeError(f"setup failed: {done.stderr.strip()}")


def run(generator, case, root, output, debug):
    """Runs the generator into new directories output/NORMAL, ...; all that it wrote must be in the first."""
    for place in PLACES:
        os.makedirs(os.path.join(output, place))
    words = [os.path.join(output, w) if w in PLACES else w for w in case.arguments()]
    env = {k: v for k, v in os.environ.items() if k == "PATH" or k.endswith("SAN_OPTIONS")}
    env.update(case.environment(), **({"SYSTEMD_LOG_LEVEL": "debug"} if debug else {}))
    done = subprocess.run([generator, f"--root={root}", *words], env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, umask=0o077)
    said = (done.stdout + done.stderr).decode(errors="replace").replace(output, "")
    lines = said.splitlines(keepends=True)
    about = [l for l in lines if debug and (": left alone: " in l or " withheld: " in l)]
    rest = "".join(l for l in lines if l not in about)
    tree = read_tree(os.path.join(output, "NORMAL"))
    for place in PLACES[1:]:
        tree.update({f"({place})/{name}": text for name, text in read_tree(os.path.join(output, place)).items()})
    return Outcome(tree, f"exit {done.returncode}\n{rest}", "".join(about))


def accept(case, outcome):
    """The outcome becomes what is expected."""
    shutil.rmtree(case.path / "expected", ignore_errors=True)
    for name, text in outcome.tree.items():
        path = case.path / "expected" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for name, text, silent in (("messages", outcome.said, "exit 0\n"), ("withheld", outcome.withheld, "")):
        path = case.path / f"expected.{name}"
        path.unlink(missing_ok=True)
        if text != silent:
            path.write_text(text)
