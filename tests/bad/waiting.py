# SPDX-License-Identifier: LGPL-2.1-or-later
"""[Wait] and [Chroot] that ask for what cannot be: the service is left as it was, the policy's options stand."""

import os
import subprocess

from case import GOOD, UNITS, Case, policy

BAD = "/etc/hardening.d/60-bad.conf"
FRAGMENT = f"/{UNITS}/x.service"
BOTH = GOOD | {"x.service": ["UMask=0077"]}
NONE = "[Chroot] and [Wait] left out for the units of this policy"
PROGRAM = "usr/libexec/hardening-generator/mirror"
MIRROR = "/run/hardening/etc/resolv.conf"
MIRROR_UNITS = ["hardening-mirror-etc-resolv.conf.service", "hardening-copy-etc-resolv.conf.path",
                "hardening-copy-etc-resolv.conf.service"]
LONG = "/srv/" + "a" * 255
LIES = "lies below /proc or /sys, where nothing can be waited for"
TOO_LONG = ("its name is too long to wait (the name of its marker would be over 255 bytes), it gets nothing of "
            "[Chroot] and [Wait]")


def text(*, wait=(), chroot=(), unit="x.service"):
    """A policy with an option, which stands whatever is wrong in the two sections: their lines are 6, 7, ..."""
    return "\n".join([policy(unit, "UMask=0077").rstrip("\n"), *(["[Wait]", *wait] if wait else []),
                      *(["[Chroot]", *chroot] if chroot else []), ""])


def waits_for(name, unit):
    """The lines of a unit that waits for one path, whose name is escaped already."""
    units = f"hardening-wait-{name}.path hardening-wait-{name}@%n.target"
    return [f"ConditionPathExists={unit}", f"Wants={units}", f"After={units}"]


WAITS = GOOD | {"x.service": waits_for("srv-data", "/srv/data") + ["UMask=0077"]}


def wait_units(name):
    return [f"hardening-wait-{name}.path", f"hardening-wait-{name}.service", f"hardening-wait-{name}@.target"]


def path(name, value, message, **more):
    return Case(f"path to wait for, {name}", policy=text(wait=[f"PathExists={value}"]),
                messages=f"{BAD}:6: PathExists=: {message}, {NONE}", emitted=BOTH, **more)


def word(key, value, words):
    return Case(f"{key} {value!r}", policy=text(chroot=[f"{key}={value}"]),
                messages=f'{BAD}:6: {key}=: "{value}" is none of {words}, {NONE}', emitted=BOTH)


def line_of_wait(words, message):
    """A line that is ignored: the others of the section hold."""
    return Case(f"{words!r} in [Wait]", policy=text(wait=[words, "PathExists=/srv/data"]),
                messages=f"{BAD}:6: {message}, line ignored", emitted=WAITS, units=wait_units("srv-data"))


def with_others(root):
    """A path of this policy is bad, and other policies that name the unit have good ones."""
    for name in ("50-other", "65-other"):
        root.file(f"etc/hardening.d/{name}.conf", "[Match]\nUnit=x.service\n[Wait]\nPathExists=/srv/other\n")


def many_paths(root):
    """Each costs PID 1 an inotify instance of the 128 that root has."""
    names = [f"u{i}.service" for i in range(10)]
    for i, name in enumerate(names):
        root.file(f"{UNITS}/{name}", "[Service]\nExecStart=/usr/bin/u\n")
        root.file(f"etc/hardening.d/60-{i}.conf", text(unit=name, wait=[f"PathExists=/srv/{i}/{k}" for k in range(10)]))


def paths(count):
    return text(wait=[f"PathExists=/srv/{i:02}" for i in range(count)])


def sixteen():
    names = [f"srv-{i:02}" for i in range(16)]
    units = [f"hardening-wait-{n}.path" for n in names]
    joined = hashed("--".join(names))
    all_units = " ".join([*units, f"hardening-wait-{joined}@%n.target"])
    lines = [f"ConditionPathExists=/srv/{i:02}" for i in range(16)] + [f"Wants={all_units}", f"After={all_units}"]
    return Case("16 paths to wait for", policy=paths(16), messages=[], status=0,
                emitted=GOOD | {"x.service": lines + ["UMask=0077"]},
                units=[*units, *[f"hardening-wait-{n}.service" for n in names], f"hardening-wait-{joined}@.target"])


def hashed(s):
    """FNV-1a, 64 bits."""
    h = 0xcbf29ce484222325
    for byte in s.encode():
        h = (h ^ byte) * 0x100000001b3 % (1 << 64)
    return f"{h:016x}"


def named(length, fits):
    """A unit whose marker, hardening-wait-srv-data@NAME.target, has 255 bytes or more."""
    unit = "u" * (length - len("hardening-wait-srv-data@.service.target")) + ".service"

    def setup(root):
        root.file(f"{UNITS}/{unit}", "[Service]\nExecStart=/usr/bin/u\n")
        root.bad(text(wait=["PathExists=/srv/data"], unit=unit))
    waits = waits_for("srv-data", "/srv/data") if fits else []
    return Case(f"unit whose marker has a name of {length} bytes", setup,
                [] if fits else f"{unit}: {TOO_LONG}", 0 if fits else 1,
                GOOD | {unit: waits + ["UMask=0077"]}, units=wait_units("srv-data") if fits else [])


def with_long_socket(root):
    """The service's own name is short."""
    root.file(f"{UNITS}/{'s' * 220}.socket", "[Socket]\nListenStream=80\nService=x.service\n")


def rooted(name, key, message, make=None, *, emitted=BOTH, status=1, units=(), chroot=("Files=granular",), wait=True):
    def setup(root):
        root.file(PROGRAM, "", 0o755)
        if make:
            make(root)
    return Case(name, setup, [f"{FRAGMENT}:3: {key} {message}"] if message else [], status, emitted,
                policy=text(wait=["PathExists=/etc/resolv.conf"] if wait else [], chroot=chroot),
                unit=f"[Service]\nExecStart=/usr/bin/x\n{key}\n", units=units)


def missing(name, key, make=None):
    return rooted(name, key, "does not exist, x.service gets nothing of [Chroot] and [Wait]", make)


def dangling_tree(root):
    root.link("srv/x", "elsewhere")


def image_in_a_link(root):
    root.link("srv/x.raw", "x-2.raw")


def read_only(*files):
    """The whole root, so that no mount point is in the way."""
    def setup(root):
        os.makedirs(root.of("srv/x/etc"))
        for name in files:
            root.file(name, "")
        root.mount(root.path, "--bind", root.path)
        subprocess.run(["mount", "-o", "remount,bind,ro", root.path], check=True)
    return setup


# The certificates are not there, and a mount point for them cannot be made.
BOUND = GOOD | {"x.service": waits_for("etc-resolv.conf", MIRROR) + [f"BindReadOnlyPaths={MIRROR}:/etc/resolv.conf",
                                                                    "UMask=0077"]}

CASES = [
    path("relative", "etc/x", '"etc/x" is no absolute path'),
    path("relative with a dot", "./x", '"./x" is no absolute path'),
    path("with ..", "/a/../b", '"/a/../b" is not normalised'),
    path("with .", "/a/./b", '"/a/./b" is not normalised'),
    path("that is the root", "/", '"/" is always there'),
    path("that ends in ..", "/a/..", '"/a/.." is not normalised'),
    path("with a quote", '/a"b', '"/a"b" has a quote in it'),
    path("in quotes", '"/a b"', '""/a b"" is no absolute path'),
    path("with a control character", "/a\x0bb", '"/a?b" has a control character in it'),
    path("with an escape of the terminal", "/a\x1b[31m", '"/a?[31m" has a control character in it'),
    path("with a tab", "/a\tb", '"/a?b" has a control character in it'),
    path("below /proc", "/proc/1/environ", f'"/proc/1/environ" {LIES}'),
    path("that is /proc", "/proc", f'"/proc" {LIES}'),
    path("below /sys", "/sys/class/net/eth0", f'"/sys/class/net/eth0" {LIES}'),
    path("with a specifier", "/run/%i/x", '"/run/%i/x" has a specifier in it (%% stands for a percent sign)'),
    path("with a % at its end", "/run/100%", '"/run/100%" has a specifier in it (%% stands for a percent sign)'),
    path("with three %", "/run/%%%x", '"/run/%%%x" has a specifier in it (%% stands for a percent sign)'),
    path("with a name of 256 bytes", LONG + "a", f'"{LONG}a" has a name of over 255 bytes in it'),
    Case("path to wait for, with a name of 255 bytes", policy=text(wait=[f"PathExists={LONG}"]), status=0,
         emitted=GOOD | {"x.service": waits_for(hashed("srv-" + "a" * 255), LONG) + ["UMask=0077"]},
         units=wait_units(hashed("srv-" + "a" * 255))),
    Case("path to wait for, with a line break", policy=text(wait=["PathExists=/srv/data", "b"]),
         messages=f"{BAD}:7: no '=' in it, line ignored", units=wait_units("srv-data"), emitted=WAITS),
    Case("path to wait for, a bad one among good ones",
         policy=text(wait=["PathExists=/srv/data", "PathExists=b", "PathExists=/srv/more"]),
         messages=f'{BAD}:7: PathExists=: "b" is no absolute path, {NONE}', emitted=BOTH),
    Case("path to wait for, a bad one beside policies with good ones", with_others, policy=text(wait=["PathExists=b"]),
         messages=f'{BAD}:6: PathExists=: "b" is no absolute path, {NONE}', emitted=BOTH),
    Case("20 paths to wait for", policy=paths(20), emitted=BOTH,
         messages="x.service: waits for 20 paths and at most 16 are possible, it gets nothing of [Chroot] and [Wait]"),
    sixteen(),
    Case("100 paths to wait for, of ten services", many_paths,
         emitted=GOOD | {f"u{i}.service": ["UMask=0077"] for i in range(10)},
         messages="services wait for 100 paths, which is more than systemd can watch: none gets anything of [Chroot] "
         "and [Wait]"),
    named(255, True),
    named(256, False),
    named(271, False),
    Case("socket whose marker has a name that is too long", with_long_socket,
         policy=text(wait=["PathExists=/srv/data"]),
         messages=f"x.service: the name of its socket {TOO_LONG.removeprefix('its name ')}", emitted=BOTH),
    word("Files", "all", "granular, etc, none"),
    word("Files", "Etc", "granular, etc, none"),
    word("OnChange", "reload", "update, restart, none"),
    line_of_wait("PathExist=/x", "unknown key PathExist= in [Wait]"),
    line_of_wait("PathExists", "no '=' in it"),
    Case("'File=etc' in [Chroot]", policy=text(chroot=["File=etc", "OnChange=none"]),
         messages=f"{BAD}:6: unknown key File= in [Chroot], line ignored", emitted=BOTH),
    missing("RootDirectory that does not exist", "RootDirectory=/srv/x"),
    missing("RootDirectory that is a dangling link", "RootDirectory=/srv/x", dangling_tree),
    missing("RootImage that does not exist", "RootImage=/srv/x.raw"),
    missing("RootImage that is a dangling link", "RootImage=/srv/x.raw", image_in_a_link),
    rooted("RootDirectory that does not exist and need not, without [Chroot]", "RootDirectory=/srv/x", "", chroot=(),
           wait=False, status=0),
    rooted("read-only tree without a place for resolv.conf", "RootDirectory=/srv/x", "is read-only and has no "
           "/etc/resolv.conf, x.service gets none: create an empty file there", read_only(), status=0,
           emitted=BOTH),
    rooted("read-only tree with a resolv.conf", "RootDirectory=/srv/x", "", read_only("srv/x/etc/resolv.conf"),
           status=0, emitted=BOUND, units=[*wait_units("etc-resolv.conf"), *MIRROR_UNITS]),
]
