# SPDX-License-Identifier: LGPL-2.1-or-later
"""What it tells systemd, and how it is called."""

import os
import re
import signal
import subprocess
import time

from subject import same, until

UNIT = "hardening-restart-etc-resolv.conf.service"
CALL = f"--no-block restart {UNIT}"


def ready(s):
    """ready with a file, when the target is there already"""
    s.write(s.source, "a")
    s.start()
    with open(s.target) as f:
        same(f.read(), "a", "what the target holds when it is ready")


def ready_without(s):
    """ready without a file, and the target is born complete"""
    s.start().expect_none()
    s.replace(s.source, "a" * 100000)
    until(lambda: os.path.exists(s.target) or None, "there is no target")
    same(os.stat(s.target).st_size, 100000, "its size as soon as it is there")


def abstract(s):
    """ready on an abstract socket"""
    s.start(notify="@mirror-test" + str(os.getpid()))


def existing(s):
    """a target that exists at the start is brought up to date in place"""
    os.makedirs(os.path.dirname(s.target))
    s.write(s.target, "old and longer")
    first = os.stat(s.target).st_ino
    s.write(s.source, "new")
    s.start(UNIT).expect("new")
    same(s.calls(), [CALL], "the calls of systemctl")
    s.stop()
    s.start(UNIT).expect("new")
    same(s.calls(), [CALL], "the calls of systemctl after a start without a change")
    s.process.kill()
    s.process.wait()
    s.manager.close()
    os.unlink(s.socket_path)
    s.replace(s.source, "newer")
    s.start(UNIT).expect("newer")
    same(s.calls(), [CALL] * 2, "the calls of systemctl after a change while it was away")
    same(os.stat(s.target).st_ino, first, "the inode")


def unit(s):
    """the unit is started once per change of content, and not for the first filling"""
    s.start(UNIT)
    s.write(s.source, "first")
    s.expect("first")
    same(s.calls(), [], "the calls of systemctl after the first filling")
    changes = [
        ("renamed", lambda: s.replace(s.source, "renamed")),
        ("in place", lambda: s.write(s.source, "in place")),
        ("linked", lambda: (s.write(s.of("other"), "linked"), s.link(s.source, s.of("other")))),
    ]
    for n, (text, change) in enumerate(changes * 4, 1):
        change()
        s.expect(text)
        same(s.calls(), [CALL] * n, f"the calls of systemctl after {n} changes")
    n = len(s.calls())
    s.replace(s.source, "linked")
    s.settle()
    s.write(s.source, "linked")
    os.chmod(s.source, 0o600)
    os.unlink(s.source)
    s.settle()
    s.replace(s.source, "linked")
    same(len(s.calls()), n, "the number of calls after changes that do not concern the content")


def rewritten(s):
    """a file is not seen while its writer has only made or truncated it"""
    s.write(s.source, "a")
    s.start(UNIT).settle()
    for i in range(20):
        s.process.send_signal(signal.SIGSTOP)
        os.rename(s.source, s.of("old"))
        if i % 2:
            os.rename(s.of("old"), s.source)
        with open(s.source, "w") as f:
            s.process.send_signal(signal.SIGCONT)   # and it looks at once, or after a while
            time.sleep(0.01)
            f.write(f"{i}")
        s.expect(f"{i}")
    n = len(s.calls())
    assert 20 <= n < 25, f"the unit was started {n} times after 20 changes"     # a few: of a writer that was too slow


def no_systemctl(s):
    """a systemctl that is not there is said, one that fails or hangs holds up nothing"""
    s.write(s.source, "a")
    s.start(UNIT).expect("a")
    s.replace(s.of("bin/systemctl"), "#!/bin/sh\nexec sleep 1000\n")
    os.chmod(s.of("bin/systemctl"), 0o755)
    s.replace(s.source, "b")
    s.expect("b")
    s.replace(s.source, "c")
    s.expect("c")
    children = s.proc(f"task/{s.process.pid}/children").split()
    same(len(children), 2, "the number of its children")
    for child in children:
        os.kill(int(child), signal.SIGTERM)
    same(s.calls(), [], "the calls of systemctl")
    os.unlink(s.of("bin/systemctl"))


def signals(s):
    """a child has the signals that this process was started with"""
    s.replace(s.of("bin/systemctl"), f"#!/bin/sh\nexec grep -E 'Sig(Blk|Ign)' /proc/self/status >{s.calls_file}\n")
    os.chmod(s.of("bin/systemctl"), 0o755)
    s.write(s.source, "a")
    s.start(UNIT).settle()
    s.replace(s.source, "b")
    s.settle()
    blocked, ignored = (int(line.split()[1], 16) for line in s.calls())
    same(blocked, 0, "the set of blocked signals")
    same(ignored & (1 << (signal.SIGCHLD - 1)), 0, "SIGCHLD in the set of ignored signals")


def terminated(s):
    """SIGTERM and SIGINT end it with 0"""
    s.write(s.source, "a")
    s.start().stop()
    s.start()
    s.process.send_signal(signal.SIGINT)
    s.expect_end(0)
    same(os.listdir(os.path.dirname(s.target)), ["resolv.conf"], "what is in the target's directory")


def usage(s):
    """usage errors and --help"""
    program = s.programs.get("sanitized", s.programs["released"])

    def call(*arguments):
        return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60)
    shown = call("--help")
    assert re.match("Usage: mirror SOURCE TARGET \\[UNIT\\]\n", shown.stdout), f"--help shows {shown.stdout!r}"
    same((shown.returncode, shown.stderr), (0, ""), "--help's status and stderr")
    for arguments in ((), ("/a",), ("/a", "b"), ("a", "/b"), ("/a", "/b", "c", "d"), ("/a", "/b", ""), ("-x", "/b")):
        wrong = call(*arguments)
        same((wrong.returncode, wrong.stdout, wrong.stderr), (2, "", shown.stdout), f"what {arguments} gives")


CHECKS = [ready, ready_without, abstract, existing, unit, rewritten, no_systemctl, signals, terminated, usage]
