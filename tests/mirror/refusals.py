# SPDX-License-Identifier: LGPL-2.1-or-later
"""What can be no source: fatal where there is nothing to keep, of no effect where there is."""

import os
import shutil
import socket
import stat
import subprocess

from subject import NOBODY, Skip, same

MIB = 1024 * 1024


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(path)


def make_device(path):
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))      # zeroes without end
    except PermissionError:
        raise Skip("no device can be made here")


def make_large(path):
    with open(path, "wb") as f:
        f.truncate(MIB + 1)


def refusal(name, make):
    said = f"{{}} is {name}, nothing can be mirrored"

    def refused(s):
        # at its start
        make(s.source)
        s.start(ready=False)
        s.expect_end(1, said.format(s.source))
        os.rename(s.source, s.of("gone"))
        # behind a link, later
        os.unlink(s.socket_path)
        s.start().expect_none()
        os.symlink("../gone", s.source)
        s.expect_end(1, said.format(s.source))
        assert not os.path.lexists(s.target), "there is a target"
        os.unlink(s.source)
        # with content
        os.unlink(s.socket_path)
        s.write(s.source, "last")
        s.start().expect("last")
        first = os.stat(s.target).st_ino
        os.rename(s.of("gone"), s.of("again"))
        os.unlink(s.source)
        os.rename(s.of("again"), s.source)
        s.expect("last")
        s.expect_said(f"{s.source} is {name}, {s.target} stays as it was")
        s.stop()
        s.start().expect("last")
        s.expect_said(f"{s.source} is {name}, {s.target} stays as it was")
        os.rename(s.source, s.of("gone"))
        s.write(s.source, "next")
        s.expect("next")
        same(os.stat(s.target).st_ino, first, "the inode")

    refused.__doc__ = f"the source is {name}"
    return refused


def largest(s):
    """1 MiB is not too large"""
    text = "0123456789abcdef" * (MIB // 16)
    s.write(s.source, text)
    s.start().expect(text)
    s.append(s.source, "\n")
    s.expect(text)
    s.expect_said(f"{s.source} is larger than 1 MiB, {s.target} stays as it was")
    s.write(s.source, text[::-1])
    s.expect(text[::-1])


def unreadable(s):
    """the source is unreadable, then readable"""
    s.hand_over()
    s.write(s.source, "secret")
    os.chmod(s.source, 0)
    s.start(user=NOBODY, group=NOBODY).expect_none()
    s.expect_said(f"cannot read {s.source}: Permission denied")
    os.chmod(s.source, 0o644)
    s.expect("secret")
    s.replace(s.source, "more")
    s.expect("more")


def fifo_writer(s):
    """the writer of a FIFO in its place goes on waiting for a reader"""
    os.mkfifo(s.source)
    s.write(s.of("keep"), "")
    s.target = s.of("keep")
    writer = subprocess.Popen(["sh", "-c", f"echo text >{s.source}"])
    try:
        s.start().settle()
        s.expect_said(f"{s.source} is a FIFO, {s.target} stays as it was")
        with open(s.source) as f:
            same(f.read(), "text\n", "what came out of the FIFO")
        same(writer.wait(), 0, "the status of the FIFO's writer")
        s.settle()
        s.said()        # again, since the FIFO was closed
    finally:
        writer.kill()
        writer.wait()


def bad_target(s):
    """the target is a directory, a link, or below a file"""
    s.write(s.source, "a")
    os.makedirs(s.target)
    s.start(ready=False).expect_end(1, f"cannot write {s.target}: Is a directory")
    os.rmdir(s.target)
    os.symlink(s.of("precious"), s.target)
    s.write(s.of("precious"), "precious")
    os.unlink(s.socket_path)
    s.start(ready=False).expect_end(1, f"cannot write {s.target}: Too many levels of symbolic links")
    with open(s.of("precious")) as f:
        same(f.read(), "precious", "what the link leads to")
    shutil.rmtree(s.of("run"))
    s.write(s.of("run"), "")
    os.unlink(s.socket_path)
    s.start(ready=False).expect_end(1, f"cannot write {s.target}: Not a directory")


def removed(s):
    """the target's directory is removed meanwhile, and made again"""
    s.write(s.source, "a")
    s.start("unit.service").expect("a")
    shutil.rmtree(s.of("run"))
    s.replace(s.source, "b")
    s.expect("b")
    same(stat.S_IMODE(os.stat(s.of("run/hardening/etc")).st_mode), 0o755, "the mode of the directory")
    same(len(s.calls()), 1, "how often the unit was started")


def stray(s):
    """what a killed mirror left behind is no obstacle"""
    os.makedirs(os.path.dirname(s.target))
    os.symlink(s.of("precious"), s.target + ".new")
    s.write(s.source, "a")
    s.start().expect("a")
    assert not os.path.lexists(s.of("precious")), "it has written through a link"
    same(os.listdir(os.path.dirname(s.target)), ["resolv.conf"], "what is in the target's directory")


CHECKS = [refusal("a directory", os.mkdir), refusal("a FIFO", os.mkfifo), refusal("a socket", make_socket),
          refusal("a device", make_device), refusal("larger than 1 MiB", make_large),
          largest, unreadable, fifo_writer, bad_target, removed, stray]
