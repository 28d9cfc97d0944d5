# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the kernel's log gets: with stderr on /dev/null, as PID 1 calls a generator, one line if something is wrong."""

import os

from case import GOOD, Case, policy

X = GOOD | {"x.service": ["UMask=0077"]}


def log_of(root):
    return os.path.join(root.outside, "kmsg")


class KernelCase(Case):
    """A regular file stands in for /dev/kmsg."""

    def __init__(self, name, setup, log, status, emitted=None, **more):
        super().__init__(name, None, [], status, emitted, closed=True, **more)
        self.log = log

        def with_log(root):
            setup(root)
            open(log_of(root), "w").close()
            root.mount("/dev/kmsg", "--bind", log_of(root))
        self.setup = with_log

    def expect_after(self, root):
        with open(log_of(root)) as f:
            log = f.read()
        if log != self.log:
            yield f"the kernel's log has {log!r}, not {self.log!r}"


def line(mistakes):
    return (f"<4>hardening-generator: {mistakes} mistakes in policies or units, what they concern was left out; "
            "hardenctl verify shows them\n")


def one_mistake(root):
    root.bad("[Match]\nUnit=x.service\n[Service]\nUMask=0077\nBogus=1\n")


def three_mistakes(root):
    root.bad("[Match]\nUnit=x.service\n[Policy]\nBogus=1\n[Service]\nUMask=0077\nExecStart=x\nUMask=9\n")


def terminal_escapes(root):
    root.bad("[Match]\nUnit=x.service\n[Service]\nUMask=0077\n\x1b[2J\n<0>panic\n")


def no_log(root):
    """/dev without kmsg: none may be made."""
    one_mistake(root)
    root.mount("/dev", "-t", "tmpfs", "-o", "mode=0755", "dev")
    os.mknod("/dev/null", 0o020666, os.makedev(1, 3))


class NoLogCase(Case):
    def expect_after(self, _root):
        if os.listdir("/dev") != ["null"]:
            yield f"/dev has {os.listdir('/dev')}"


CASES = [
    KernelCase("kernel log, nothing wrong", lambda root: root.bad(policy("x.service", "UMask=0077")), "", 0, X),
    KernelCase("kernel log, one mistake", one_mistake, line(1), 1, X),
    KernelCase("kernel log, three mistakes", three_mistakes, line(3), 1, X),
    KernelCase("kernel log, text of files", terminal_escapes, line(2), 1, X),
    KernelCase("kernel log, 5,000 policies", lambda root: [root.file(f"etc/hardening.d/{i}.conf", "a")
                                                           for i in range(5000)], line(1), 1, {}),
    NoLogCase("kernel log, none there", no_log, [], 1, X, closed=True),
]
