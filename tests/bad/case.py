# SPDX-License-Identifier: LGPL-2.1-or-later
"""One row of bad input: a root with a good policy and something bad, a run, and what it must leave.

Every row has good.service with a good policy (70-good.conf), and x.service, which 60-bad.conf is about.
"""

import os
import re
import shlex
import shutil
import stat
import subprocess

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLAIN = os.path.join(os.environ.get("HG_BUILD", os.path.join(SOURCE, "build")), "hardening-generator")
SANITIZED = os.path.join(os.environ.get("HG_BUILD_TEST", os.path.join(SOURCE, "build-test")),
                         "hardening-generator")
UNITS = "usr/lib/systemd/system"
DROP_IN = "45-hardening.conf"
GOOD = {"good.service": ["NoNewPrivileges=yes"]}
SANITIZERS = {
    # The generator catches signals, so a report has to end it in a way that nothing here expects.
    "ASAN_OPTIONS": "handle_segv=2:handle_abort=2:handle_sigbus=2:exitcode=99",
    "UBSAN_OPTIONS": "halt_on_error=1:exitcode=99:print_stacktrace=1",
}


class Case:
    """setup(root) makes the bad thing. messages: the whole of stderr, by line; a compiled expression where
    the words are free. emitted: unit -> its lines; units: names of units that are made, whose texts are the
    golden cases' matter; nothing else may be in the output directory. before: a command put before the
    generator's. closed: stderr is /dev/null. plain: without sanitizers, which need time or descriptors
    themselves. slow: not at level quick."""

    def __init__(self, name, setup=None, messages=(), status=1, emitted=None, *, policy=None, unit=None,
                 units=(), before=(), arguments=None, plain=False, closed=False, slow=False):
        self.name = name
        self.setup = setup or (lambda root: None)
        self.messages = [messages] if isinstance(messages, (str, re.Pattern)) else list(messages)
        self.status = status
        self.emitted = GOOD if emitted is None else emitted
        self.policy = policy
        self.unit = unit
        self.units = list(units)
        self.before = list(before)
        self.arguments = arguments
        self.plain = plain
        self.closed = closed
        self.slow = slow

    def expect_after(self, root):
        """What else is wrong after the run."""
        return []


class Root:
    def __init__(self, path):
        self.path = os.path.join(path, "root")
        self.out = os.path.join(path, "out")
        self.outside = os.path.join(path, "outside")
        for directory in (self.path, self.out, self.outside):
            os.makedirs(directory)
        self.mounted = []
        self.file("etc/hardening.d/70-good.conf", policy("good.service", "NoNewPrivileges=yes"))
        self.file(f"{UNITS}/good.service", "[Service]\nExecStart=/usr/bin/good\n")
        self.file(f"{UNITS}/x.service", "[Service]\nExecStart=/usr/bin/x\n")

    def of(self, name):
        path = os.path.join(self.path, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def file(self, name, text, mode=0o644):
        path = self.of(name)
        if os.path.lexists(path):
            os.unlink(path)
        with open(path, "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())
        os.chmod(path, mode)
        return path

    def bad(self, text="", mode=0o644):
        return self.file("etc/hardening.d/60-bad.conf", text, mode)

    def link(self, name, target):
        path = self.of(name)
        if os.path.lexists(path):
            os.unlink(path)
        os.symlink(target, path)

    def mount(self, target, *arguments):
        """In a mount namespace of this suite alone."""
        subprocess.run(["mount", *arguments, target], check=True)
        self.mounted.append(target)

    def close(self):
        for target in reversed(self.mounted):
            subprocess.run(["umount", "-l", target], check=True)
        shutil.rmtree(os.path.dirname(self.path))


def policy(unit, *lines, match=(), settings=()):
    text = ["[Match]", f"Unit={unit}", *match]
    if settings:
        text += ["[Policy]", *settings]
    return "\n".join([*text, "[Service]", *lines, ""])


def snapshot(directory):
    """All that a run could change below a directory."""
    found = {}
    for where, directories, files in os.walk(directory):
        for name in directories + files:
            path = os.path.join(where, name)
            st = os.lstat(path)
            found[path] = (st.st_mode, st.st_uid, st.st_size if stat.S_ISREG(st.st_mode) else 0, st.st_mtime_ns)
    return found


def snapshot_outside(root):
    found = snapshot(root.path) | snapshot(root.outside)
    found.pop(os.path.join(root.outside, "kmsg"), None)      # stands for the kernel log, which has rows of its own
    return found


def run(case, root):
    program = PLAIN if case.plain or not os.access(SANITIZED, os.X_OK) else SANITIZED
    arguments = [f"--root={root.path}", "--systemd-version=257", root.out]
    if case.arguments is not None:
        arguments = [a.format(root=root.path, out=root.out) for a in case.arguments]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SYSTEMD_")} | SANITIZERS
    done = subprocess.run([*case.before, program, *arguments], env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL if case.closed else subprocess.PIPE,
                          timeout=120)
    return done.returncode, done.stdout, (done.stderr or b"").decode(errors="replace")


def expect_messages(case, root, text):
    lines = text.splitlines()
    for line, wanted in zip(lines, case.messages):
        if isinstance(wanted, re.Pattern):
            if not wanted.fullmatch(line):
                yield f"message {line!r} does not match {wanted.pattern!r}"
        elif line != wanted.replace("{root}", root.path).replace("{out}", root.out):
            yield f"message {line!r}, wanted {wanted!r}"
    if len(lines) != len(case.messages):
        yield f"{len(lines)} messages, not {len(case.messages)}: {lines[:8]}"


def header_words(text, start):
    for line in text.splitlines():
        if line.startswith(start):
            return shlex.split(line[2:])
    return []


def expect_header(unit, text):
    """The lines that a tired admin pastes do what they say, whatever the unit's name."""
    place = f"/etc/systemd/system/{unit}.d"
    if header_words(text, "#   mkdir") != ["mkdir", "-p", place]:
        yield f"{unit}: the line with mkdir does not make {place}"
    if header_words(text, "#   ln") != ["ln", "-s", "/dev/null", f"{place}/{DROP_IN}"]:
        yield f"{unit}: the line with ln does not link {place}/{DROP_IN}"
    restart = header_words(text, "#   systemctl")[-1]
    if restart not in (unit, unit.replace("@.", "@*.")):
        yield f"{unit}: the line with systemctl restarts {restart}"
    if unit.startswith("-") and "--" not in header_words(text, "#   systemctl"):
        yield f"{unit}: systemctl would take the name for an option"


def expect_emitted(case, root, planted):
    files = {p: s for p, s in snapshot(root.out).items() if p not in planted}
    wanted = {os.path.join(root.out, f"{unit}.d", DROP_IN): unit for unit in case.emitted}
    units = {os.path.join(root.out, name) for name in case.units}
    for name in sorted(units - files.keys()):
        yield f"{os.path.basename(name)!r} was not made"
    for path in files.keys() - wanted.keys() - units:
        if os.path.dirname(path) != root.out or f"{path}/{DROP_IN}" not in wanted:
            yield f"{os.path.relpath(path, root.out)!r} was made"
    for path, unit in wanted.items():
        if path not in files:
            yield f"nothing for {unit}"
            continue
        with open(path, errors="surrogateescape") as f:
            text = f.read()
        lines = [line for line in text.splitlines() if line and line[0] not in "#["]
        if lines != case.emitted[unit]:
            yield f"{unit} has {lines}, not {case.emitted[unit]}"
        if stat.S_IMODE(files[path][0]) != 0o644 or not text.endswith("\n"):
            yield f"{unit}: mode {files[path][0]:o}, end {text[-10:]!r}"
        yield from expect_header(unit, text)


def check(case, root):
    """Runs a row. Yields what is wrong."""
    if case.unit is not None:
        root.file(f"{UNITS}/x.service", case.unit)
    if case.policy is not None:
        root.bad(case.policy)
    case.setup(root)
    planted = snapshot(root.out)
    before = snapshot_outside(root)
    status, stdout, stderr = run(case, root)
    if status != case.status:
        yield f"exit status {status}, not {case.status}; stderr: {stderr[-600:]!r}"
    if stdout:
        yield f"stdout: {stdout[:200]!r}"
    yield from expect_messages(case, root, stderr)
    yield from expect_emitted(case, root, planted)
    changed = {p for p, s in snapshot(root.out).items() if p in planted and s[:3] != planted[p][:3]}
    after = snapshot_outside(root)
    changed |= {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)}
    if changed:
        yield f"changed: {sorted(changed)[:5]}"
    yield from case.expect_after(root)
