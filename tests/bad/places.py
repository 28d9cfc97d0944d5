# SPDX-License-Identifier: LGPL-2.1-or-later
"""Places of output that are full, read-only or taken, and limits of the process."""

import os

from case import DROP_IN, GOOD, UNITS, Case, policy

X_LINES = ["UMask=0077"]
X = policy("x.service", *X_LINES)
BOTH = GOOD | {"x.service": X_LINES}
USAGE = [
    "Usage: hardening-generator [--root=DIR] [--systemd-version=N] NORMAL [EARLY LATE]",
    "Writes drop-ins that harden services, as the policies in /etc/hardening.d say, below the directory NORMAL.",
    "See hardening-generator(8) and hardening.d(5).",
]
EXISTS = f"x.service.d/{DROP_IN}: exists already, left as it is"
PAGE = 4096
LONG = ["ReadOnlyPaths=-/srv/" + "a" * 200 + f"/{i}" for i in range(64)]     # more than three pages


def not_written(why, count=1):
    return f"{{out}}: {count} files cannot be written ({why}), the units that they are for are left as they are"


def tmpfs(options, pages_left=None):
    """The output directory on a file system of its own, with a policy for x.service and a long one for w.service."""
    def setup(root):
        root.mount(root.out, "-t", "tmpfs", "-o", options, "small")
        root.file(f"{UNITS}/w.service", "[Service]\nExecStart=/usr/bin/w\n")
        root.file("etc/hardening.d/65-long.conf", policy("w.service", *LONG))
        root.bad(X)
        if pages_left is not None:
            with open(os.path.join(root.out, "filler"), "wb") as f:
                f.write(b"\0" * ((64 << 10) - pages_left * PAGE))
    return setup


def read_only(root):
    root.mount(root.out, "-t", "tmpfs", "-o", "ro", "small")


def planted(make):
    """Something in the place of x.service's drop-in; the setup is told the directory and the file."""
    def setup(root):
        root.bad(X)
        directory = os.path.join(root.out, "x.service.d")
        make(root, directory, os.path.join(directory, DROP_IN))
    return setup


def write(path, text="theirs\n"):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)


def link_directory(root, directory, _):
    os.symlink(root.outside, directory)


def link_file(root, directory, file):
    os.mkdir(directory)
    os.symlink(os.path.join(root.outside, "made"), file)


def link_to_file(root, directory, file):
    os.mkdir(directory)
    write(os.path.join(root.outside, "theirs"))
    os.symlink(os.path.join(root.outside, "theirs"), file)


def fifo(_, directory, file):
    os.mkdir(directory)
    os.mkfifo(file)


def closed_directory(_, directory, file):
    write(os.path.join(directory, "50-theirs.conf"))
    os.chmod(directory, 0o750)


def policy_for_x(root):
    root.bad(X)


def in_the_way(name, make, why):
    return Case(f"output, {name}", planted(make), why)


def files(number, message, emitted=None):
    # ld.so needs one descriptor, so three are the least
    return Case(f"out of file descriptors at {number}", None, message, emitted={} if emitted is None else emitted,
                before=["prlimit", f"--nofile={number}"], plain=True, status=1 if message else 0)


def usage(name, *arguments):
    return Case(f"arguments, {name}", None, USAGE, 2, {}, arguments=arguments)


def umask(value):
    return Case(f"umask {value}", policy_for_x, [], 0, BOTH,
                before=["bash", "-c", f'umask {value} && exec "$@"', "bash"])


CASES = [
    # w.service is longer than what is left: it gets nothing, and those after it what they need
    Case("output, short of space", tmpfs("size=64k", 2), not_written("No space left on device"),
         emitted=BOTH),
    Case("output, full", tmpfs("size=64k", 0), not_written("No space left on device", 3), emitted={}),
    Case("output, no inode left", tmpfs("nr_inodes=4"), not_written("No space left on device", 2)),
    Case("output, read-only", read_only, not_written("Read-only file system"), emitted={}),
    Case("output, not there", None, "{out}/none: cannot be opened (No such file or directory), nothing is emitted",
         emitted={}, arguments=["--root={root}", "{out}/none"]),
    Case("output, no directory", None, "{root}/etc/hardening.d/70-good.conf: cannot be opened (Not a directory), "
         "nothing is emitted", emitted={}, arguments=["--root={root}", "{root}/etc/hardening.d/70-good.conf"]),
    Case("output, not there and nothing to do", lambda root: os.unlink(root.of("etc/hardening.d/70-good.conf")), [], 0,
         {}, arguments=["--root={root}", "{out}/none"]),
    in_the_way("drop-in directory that is a link out", link_directory, not_written("Not a directory")),
    in_the_way("drop-in directory that is a file", lambda _root, directory, _: write(directory), not_written("Not a directory")),
    in_the_way("drop-in that is there", lambda _root, _directory, file: write(file), EXISTS),
    in_the_way("drop-in that is a dangling link out", link_file, EXISTS),
    in_the_way("drop-in that is a link to a file outside", link_to_file, EXISTS),
    in_the_way("drop-in that is a FIFO", fifo, EXISTS),
    Case("output, drop-in directory of another generator", planted(closed_directory), [], 0, BOTH),
    umask("000"),
    umask("777"),
    Case("output, no file may have a size", None, not_written("File too large"), emitted={},
         before=["prlimit", "--fsize=0"], plain=True),
    Case("output, files may be small", None, not_written("No space left on device"), emitted={},
         before=["prlimit", "--fsize=100"], plain=True),
    files(4, "policies cannot be listed (Too many open files), nothing is emitted"),
    files(5, "units cannot be listed (Too many open files), nothing is emitted"),
    files(6, [], GOOD),
    Case("stderr and stdin are closed", lambda root: root.bad("a"), [], emitted=GOOD,
         before=["bash", "-c", 'exec "$@" 0<&- 2>&-', "bash"]),
    usage("none"),
    usage("two", "{out}", "{out}"),
    usage("four", "{out}", "{out}", "{out}", "{out}"),
    usage("unknown option", "--rot={root}", "{out}"),
    usage("empty root", "--root=", "{out}"),
    usage("version that is no number", "--root={root}", "--systemd-version=257a", "{out}"),
    usage("option without directory", "--root={root}"),
    Case("arguments, three directories", policy_for_x, [], 0, BOTH,
         arguments=["--root={root}", "--systemd-version=257", "{out}", "/nowhere/early", "/nowhere/late"]),
    Case("arguments, root that is not there", None, "{root}/none: cannot be opened (No such file or directory), nothing "
         "is emitted", emitted={}, arguments=["--root={root}/none", "{out}"]),
    Case("arguments, root that is a file", None, "{root}/etc/hardening.d/70-good.conf: cannot be opened (Not a "
         "directory), nothing is emitted", emitted={},
         arguments=["--root={root}/etc/hardening.d/70-good.conf", "{out}"]),
]
