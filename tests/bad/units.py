# SPDX-License-Identifier: LGPL-2.1-or-later
"""Unit files and directories that cannot be read, lead elsewhere, or have names that bite."""

import os
import re

from case import GOOD, UNITS, Case, policy
from policies import NOT_ALL_POWERFUL

FRAGMENT = f"{UNITS}/x.service"
POLICY = policy("x.service", "UMask=0077", "NoNewPrivileges=yes")
SERVICE = "[Service]\nExecStart=/usr/bin/x\n"
WISHED = GOOD | {"x.service": ["UMask=0077", "NoNewPrivileges=yes"]}
CANNOT_LOOSEN = GOOD | {"x.service": ["NoNewPrivileges=yes"]}
LEFT = "x.service left as it is"


def unit(name, setup, messages=(), status=None, emitted=None):
    status = status if status is not None else 1 if messages else 0
    return Case(f"unit, {name}", setup, messages, status, emitted, policy=POLICY, before=NOT_ALL_POWERFUL)


def text(content, mode=0o644, name=FRAGMENT):
    return lambda root: root.file(name, content, mode)


def link(target, name=FRAGMENT):
    return lambda root: root.link(name, target)


def link_outside(name):
    """By a relative path, which a root that is only a prefix would follow."""
    def setup(root):
        with open(os.path.join(root.outside, name), "w") as f:
            f.write(SERVICE)
        root.link(FRAGMENT, os.path.relpath(os.path.join(root.outside, name), os.path.join(root.path, UNITS)))
    return setup


def link_to_fifo(root):
    os.mkfifo(root.of("run/fifo"))
    root.link(FRAGMENT, "/run/fifo")


def fifo(root):
    os.unlink(root.of(FRAGMENT))
    os.mkfifo(root.of(FRAGMENT))


def directory(root):
    os.unlink(root.of(FRAGMENT))
    os.mkdir(root.of(FRAGMENT))


def linked_from_srv(root):
    root.file("srv/x.service", SERVICE + "UMask=0777\n")
    root.link(FRAGMENT, "/srv/x.service")


def unreadable_directory(name):
    def setup(root):
        os.mkdir(root.of(name), 0o000)
    return setup


def hostile_names(root):
    for name in ("x\n[Service]\nExecStartPre=x", "$(id)", "x;reboot", "x'y", 'x"y', "x y", "x*", "`id`", "x%n", "\u00e4",
                 "-rf --no-preserve-root", "x|y", "#x"):
        root.file(f"{UNITS}/{name}.service", SERVICE)
    root.bad(policy("*.service", "UMask=0077"))


def odd_names(root):
    for name in ("a\\x2db", "-x", "t@", "a\\x27@", "...", "x:y"):
        root.file(f"{UNITS}/{name}.service", SERVICE)
    root.bad(policy("*.service", "UMask=0077"))


def names_of_no_unit(root):
    root.bad(policy("../../../outside/x.service /etc/passwd ../x.service x@../y.service . .. .service @.service "
                    "x.socket x x\\x2f.service\u00e4 $(id).service", "UMask=0077"))


def many(count):
    def setup(root):
        first = root.of(FRAGMENT)
        for i in range(count - 2):      # and x.service, good.service
            os.link(first, os.path.join(os.path.dirname(first), f"u{i}.service"))
    return setup


ODD = {name: ["UMask=0077"] for name in ("-x.service", "....service", "a\\x27@.service", "a\\x2db.service", "t@.service",
                                         "x.service", "x:y.service")}

CASES = [
    unit("that cannot be read", text(SERVICE, 0), f"/{FRAGMENT}: cannot be read (Permission denied), {LEFT}"),
    unit("of 5 MiB", text(SERVICE + "#" * (5 << 20)), f"/{FRAGMENT}: cannot be read (File too large), {LEFT}"),
    unit("with a line of 1 MiB", text(SERVICE + "#" * (1 << 20)), f"/{FRAGMENT}:3: line over 1 MiB, {LEFT}"),
    unit("with a line of almost 1 MiB", text(SERVICE + "#" * ((1 << 20) - 1)), emitted=WISHED),
    unit("with NUL for ends of line", text("[Service]\0NoNewPrivileges=yes\0UMask=0177\0"),
         emitted=GOOD),
    unit("of binary junk", text(bytes(range(256)) * 64), emitted=WISHED),
    unit("that is a FIFO", fifo),
    unit("that is a directory", directory, emitted=CANNOT_LOOSEN),
    unit("that is a link to a FIFO", link_to_fifo),
    unit("that is a link to /etc/shadow", link("/etc/shadow")),
    unit("that is a link to itself", link("x.service"),
         f"/{FRAGMENT}: cannot be read (Too many levels of symbolic links), {LEFT}"),
    unit("that is a link out of the root", link_outside("secret")),
    unit("that is an alias out of the root", link_outside("secret.service")),
    unit("that is a link to where we do not read", linked_from_srv, emitted=CANNOT_LOOSEN),
    unit("with a drop-in that cannot be read", text("[Service]\n", 0, f"{FRAGMENT}.d/10-a.conf"),
         f"/{FRAGMENT}.d/10-a.conf: cannot be read (Permission denied), {LEFT}"),
    unit("with a drop-in of 5 MiB", text("#" * (5 << 20), name=f"{FRAGMENT}.d/10-a.conf"),
         f"/{FRAGMENT}.d/10-a.conf: cannot be read (File too large), {LEFT}"),
    unit("with a drop-in directory that is a loop of links", link("x.service.d", f"{FRAGMENT}.d"),
         "x.service: its drop-ins cannot be listed (Too many levels of symbolic links), left as it is"),
    unit("with a drop-in directory that cannot be read", unreadable_directory(f"{FRAGMENT}.d"),
         "x.service: its drop-ins cannot be listed (Permission denied), left as it is"),
    # systemd looks into these for what starts, we for instances: nothing in them can loosen
    unit("enablement directory that is a loop of links", link("a.target.wants", f"{UNITS}/a.target.wants"),
         re.compile(rf"/{UNITS}/a.target.wants: cannot be listed \(Too many levels of symbolic links\), .*"),
         emitted=WISHED),
    unit("enablement directory that cannot be read", unreadable_directory(f"{UNITS}/a.target.wants"),
         re.compile(rf"/{UNITS}/a.target.wants: cannot be listed \(Permission denied\), .*"), emitted=WISHED),
    unit("directory that cannot be read", unreadable_directory("etc/systemd/system"),
         "units cannot be listed (Permission denied), nothing is emitted", emitted={}),
    Case("unit names that are none", hostile_names, [], 0, {"good.service": ["UMask=0077", "NoNewPrivileges=yes"],
                                                           "x.service": ["UMask=0077"]}),
    Case("unit names that are odd", odd_names, [], 0, ODD | {"good.service": ["UMask=0077", "NoNewPrivileges=yes"]}),
    Case("names of no unit in Unit", names_of_no_unit, [], 0),
    Case("65,536 units", many(65536), [], 0, plain=True),
    Case("70,000 units", many(70000), "more than 65536 units, nothing is emitted", emitted={}),
]
