# SPDX-License-Identifier: LGPL-2.1-or-later
"""Policy files that are no files to be trusted or read."""

import os
import socket
import stat

from case import Case, policy

BAD = "/etc/hardening.d/60-bad.conf"
X = policy("x.service", "UMask=0077")
# root reads everything, unless these capabilities are gone
NOT_ALL_POWERFUL = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def owned_by(uid, gid):
    return lambda root: os.chown(root.bad(X), uid, gid)


def make(mode, device=0):
    return lambda root: os.mknod(root.of(BAD[1:]), mode | 0o644, device)


def bind_socket(root):
    server = socket.socket(socket.AF_UNIX)
    server.bind(root.of(BAD[1:]))
    server.close()


def link(target):
    return lambda root: root.link(BAD[1:], target)


def two_links(root):
    root.link(BAD[1:], "61-other.conf")
    root.link("etc/hardening.d/61-other.conf", "60-bad.conf")


def outside(root):
    """The way out that a relative link, and a link on the way, would take."""
    with open(os.path.join(root.outside, "60.conf"), "w") as f:
        f.write(X)
    return os.path.relpath(root.outside, os.path.join(root.path, "etc"))


def link_outside(root):
    root.link(BAD[1:], os.path.join("..", outside(root), "60.conf"))


def link_through_outside(root):
    root.link("etc/elsewhere", outside(root))
    root.link(BAD[1:], "/etc/elsewhere/60.conf")


def in_directory(mode, uid=0, name="usr/lib/hardening.d"):
    def setup(root):
        directory = os.path.dirname(root.file(f"{name}/60-bad.conf", X))
        os.chmod(directory, mode)
        os.chown(directory, uid, 0)
    return setup


def link_into_loose_directory(root):
    os.chmod(os.path.dirname(root.file("usr/share/loose/60.conf", X)), 0o777)
    root.link(BAD[1:], "/usr/share/loose/60.conf")


def many(count):
    def setup(root):
        first = root.file("etc/hardening.d/00000.conf", policy("none.service", "UMask=0077"))
        directory = os.path.dirname(first)
        for i in range(1, count - 1):       # and 70-good.conf
            os.link(first, os.path.join(directory, f"{i:05}.conf"))
    return setup


def named(name):
    return lambda root: root.file(f"etc/hardening.d/{name}", X)


def unreadable_directory(root):
    os.chmod(os.path.join(root.path, "etc/hardening.d"), 0)


def loop_for_directory(root):
    root.link("run/hardening.d", "hardening.d")


def outside_words(target):
    return f"{BAD}: is a link to {target}, and policies are only read below /etc, /run, /usr, ignored"


CASES = [
    Case("policy that cannot be read", lambda root: root.bad(X, 0o000),
         f"{BAD}: cannot be read (Permission denied), ignored", before=NOT_ALL_POWERFUL),
    Case("policy that is a FIFO", make(stat.S_IFIFO), f"{BAD}: is no regular file, ignored"),
    Case("policy that is a character device", make(stat.S_IFCHR, os.makedev(1, 5)),
         f"{BAD}: is no regular file, ignored"),
    Case("policy that is a block device", make(stat.S_IFBLK, os.makedev(7, 0)),
         f"{BAD}: is no regular file, ignored"),
    Case("policy that is a socket", bind_socket, f"{BAD}: is no regular file, ignored"),
    Case("policy that is a directory", lambda root: os.mkdir(root.of(BAD[1:])), f"{BAD}: is a directory, ignored"),
    Case("policy that is a link to itself", link("60-bad.conf"), f"{BAD}: is a loop of links, ignored"),
    Case("policies that are links to each other", two_links,
         [f"{BAD}: is a loop of links, ignored", "/etc/hardening.d/61-other.conf: is a loop of links, ignored"]),
    Case("policy that is a dangling link", link("/etc/nowhere.conf"),
         f"{BAD}: is a link to /etc/nowhere.conf, which does not exist, ignored"),
    Case("policy that is a link out of the root", link_outside, outside_words("/outside/60.conf")),
    Case("policy that is a link through one out of the root", link_through_outside,
         f"{BAD}: is a link to /etc/elsewhere/60.conf, which does not exist, ignored"),
    Case("policy that is a link to /home", link("/home/user/60.conf"), outside_words("/home/user/60.conf")),
    Case("policy that is a link to /proc", link("/proc/self/environ"), outside_words("/proc/self/environ")),
    Case("policy that everybody may write", lambda root: root.bad(X, 0o646),
         f"{BAD}: can be written by everybody, ignored"),
    Case("policy that its group may write", lambda root: root.bad(X, 0o664),
         f"{BAD}: can be written by its group, ignored"),
    Case("policy of another owner", owned_by(1234, 0), f"{BAD}: does not belong to root, ignored"),
    Case("policy of another group", owned_by(0, 1234), [], 0, {
        "good.service": ["NoNewPrivileges=yes"], "x.service": ["UMask=0077"]}),
    Case("policy in a directory that everybody may write", in_directory(0o777),
         "/usr/lib/hardening.d/60-bad.conf: its directory can be written by everybody, ignored"),
    Case("policy in a sticky directory that everybody may write", in_directory(0o1777),
         "/usr/lib/hardening.d/60-bad.conf: its directory can be written by everybody, ignored"),
    Case("policy in a directory of another owner", in_directory(0o755, 1234, "run/hardening.d"),
         "/run/hardening.d/60-bad.conf: its directory does not belong to root, ignored"),
    Case("policy linked from a directory that everybody may write", link_into_loose_directory,
         f"{BAD}: its directory can be written by everybody, ignored"),
    Case("policy of 2 MiB", lambda root: root.bad(X + "#" * (2 << 20)), f"{BAD}: is over 1 MiB, ignored"),
    Case("policy of one line of 1 MiB", lambda root: root.bad("a" * (1 << 20)),
         f"{BAD}:1: line over 1 MiB, policy ignored"),
    Case("empty policy is a mask", lambda root: root.bad(""), [], 0),
    Case("policy with a control character in its name", named("60-\x1b[31m.conf"),
         "/etc/hardening.d/60-?[31m.conf: has a control character in its name, ignored"),
    Case("policy whose name is a line of a drop-in", named("60-\nExecStartPre=evil\n.conf"),
         "/etc/hardening.d/60-?ExecStartPre=evil?.conf: has a control character in its name, ignored"),
    Case("policy whose name is not UTF-8", named("60-\udcff.conf"), [], 0, {
        "good.service": ["NoNewPrivileges=yes"], "x.service": ["UMask=0077"]}),
    Case("directory of policies that cannot be read", unreadable_directory,
         "policies cannot be listed (Permission denied), nothing is emitted", emitted={},
         before=NOT_ALL_POWERFUL),
    Case("directory of policies that is a loop of links", loop_for_directory,
         "policies cannot be listed (Too many levels of symbolic links), nothing is emitted", emitted={}),
    Case("4,096 policies", many(4096), [], 0),
    Case("5,000 policies", many(5000), "more than 4096 policies, nothing is emitted", emitted={}),
]
