# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each way in which a file changes is followed, in place."""

import os
import shutil

from subject import NOBODY, same


def inode(s):
    return os.stat(s.target).st_ino


def plain(s):
    """written, appended, renamed"""
    s.write(s.source, "a\n")
    s.start().expect("a\n")
    first = inode(s)
    s.write(s.source, "in place\n")
    s.expect("in place\n")
    s.append(s.source, "appended\n")
    s.expect("in place\nappended\n")
    s.replace(s.source, "renamed\n")
    s.expect("renamed\n")
    s.write(s.source, "and written\n")
    s.expect("and written\n")
    s.write(s.source, "")
    s.expect("")
    s.replace(s.source, "long " * 20000)
    s.expect("long " * 20000)
    s.replace(s.source, "short")
    s.expect("short")
    same(inode(s), first, "the inode")


def links(s):
    """a file becomes a link, the link's target changes, the link is switched"""
    os.makedirs(s.of("up/run"))
    one, two = s.of("up/run/one.conf"), s.of("two.conf")
    s.write(s.source, "file\n")
    s.write(one, "one\n")
    s.write(two, "two\n")
    s.start().expect("file\n")
    first = inode(s)
    s.link(s.source, "../up/run/one.conf")
    s.expect("one\n")
    s.replace(one, "one renamed\n")
    s.expect("one renamed\n")
    s.write(one, "one in place\n")
    s.expect("one in place\n")
    s.link(s.source, two)
    s.expect("two\n")
    s.replace(one, "of no concern\n")
    s.append(two, "more\n")
    s.expect("two\nmore\n")
    os.unlink(s.source)
    s.replace(s.source, "file again\n")
    s.expect("file again\n")
    same(inode(s), first, "the inode")


def directories(s):
    """a link to a directory is switched, a directory is renamed and another one takes its place"""
    for name in ("one", "two"):
        os.makedirs(s.of(f"{name}/in"))
        s.write(s.of(f"{name}/in/r.conf"), name)
    os.symlink("one", s.of("dir"))
    os.symlink("../dir/in/../in/./r.conf", s.source)
    s.start().expect("one")
    s.link(s.of("dir"), s.of("two"))
    s.expect("two")
    s.replace(s.of("two/in/r.conf"), "two changed")
    s.expect("two changed")
    os.rename(s.of("two"), s.of("away"))
    s.expect("two changed")
    os.mkdir(s.of("two"))
    os.mkdir(s.of("two/in"))
    s.settle()
    s.write(s.of("two/in/r.conf"), "another two")
    s.expect("another two")
    shutil.rmtree(s.of("two"))
    os.rename(s.of("away"), s.of("two"))
    s.expect("two changed")
    s.write(s.of("two/in/r.conf"), "two again")
    s.expect("two again")


def parent(s):
    """the source's own directory is replaced"""
    s.write(s.source, "a")
    s.start().expect("a")
    os.mkdir(s.of("new"))
    s.write(s.of("new/resolv.conf"), "b")
    os.rename(s.of("etc"), s.of("old"))
    s.expect("a")
    os.rename(s.of("new"), s.of("etc"))
    s.expect("b")
    s.write(s.of("old/resolv.conf"), "of no concern")
    s.write(s.source, "c")
    s.expect("c")


def completed(s):
    """a dangling link is completed in a directory made later"""
    os.symlink(s.of("run/a/b/r.conf"), s.source)
    s.start().expect_none()
    os.makedirs(s.of("run/a"))
    s.expect_none()
    os.mkdir(s.of("run/a/b"))
    s.expect_none()
    s.write(s.of("run/a/b/r.conf"), "done")
    s.expect("done")
    shutil.rmtree(s.of("run/a"))
    s.expect("done")
    os.makedirs(s.of("run/a/b"))
    s.write(s.of("run/a/b/r.conf"), "done at once")
    s.expect("done at once")


def chain(s):
    """each link of a chain of 40 is followed, and a 41st is one too many"""
    for i in range(39):
        os.symlink(f"l{i + 1}" if i % 2 else s.of(f"l{i + 1}"), s.of(f"l{i}"))
    os.symlink("../l0", s.source)
    s.write(s.of("l39"), "end")
    s.start().expect("end")
    s.write(s.of("other"), "other")
    for i in (38, 17, 0):
        s.link(s.of(f"l{i}"), "other")
        s.expect("other", f"with link {i} switched the content")
        s.link(s.of(f"l{i}"), f"l{i + 1}")
        s.expect("end", f"with link {i} back the content")
    s.write(s.of("l39"), "end changed")
    s.expect("end changed")
    os.rename(s.of("l39"), s.of("l40"))
    s.link(s.of("l39"), "l40")
    s.write(s.of("l40"), "too far")
    s.expect("end changed")
    s.said()        # as below, "Too many levels": how often is its own affair
    s.link(s.of("l20"), "l40")
    s.expect("too far")


def loop(s):
    """a loop of links is survived"""
    os.symlink("other", s.source)
    os.symlink("resolv.conf", s.of("etc/other"))
    s.start().expect_none()
    s.expect_said(f"cannot read {s.source}: Too many levels of symbolic links")
    s.replace(s.of("etc/other"), "out")
    s.expect("out")


def gone(s):
    """the last content is kept: deleted, dangling"""
    s.write(s.source, "last")
    s.start().expect("last")
    first = inode(s)
    os.unlink(s.source)
    s.expect("last", "without a source the content")
    os.symlink("nowhere", s.source)
    s.expect("last", "of a dangling link the content")
    s.write(s.source, "through the link")
    s.expect("through the link")
    os.rename(s.of("etc"), s.of("away"))
    s.expect("through the link", "without a directory the content")
    same(inode(s), first, "the inode")


def modes(s):
    """the mode follows, also to a copy that root may not write"""
    s.write(s.source, "a")
    os.chmod(s.source, 0o444)
    s.hand_over()
    s.start(user=NOBODY, group=NOBODY)
    for mode in (0o444, 0o600, 0o440, 0o644):
        os.chmod(s.source, mode)
        s.expect_mode(mode)
        text = f"a file with {mode:o}"
        s.write(s.source, text)
        s.expect_mode(mode)
        with open(s.target) as f:
            same(f.read(), text, "the content")


def other_names(s):
    """what happens to other names is none of its concern"""
    os.mkdir(s.of("run"))
    s.write(s.of("run/r.conf"), "a")
    os.symlink("../run/r.conf", s.source)
    s.start().settle()
    before = os.listdir(f"/proc/{s.process.pid}/fd")
    for directory in ("", "etc", "run"):
        path = s.of(os.path.join(directory, "resolv.conf.other"))
        s.write(path, "b")
        s.settle()
        same(os.listdir(f"/proc/{s.process.pid}/fd"), before, "its descriptors, new after each look,")
        os.rename(path, s.of("resolv.con"))
        s.settle()
        same(os.listdir(f"/proc/{s.process.pid}/fd"), before, "its descriptors, new after each look,")
    s.replace(s.of("run/r.conf"), "c")
    s.expect("c")
    assert os.listdir(f"/proc/{s.process.pid}/fd") != before, "its descriptors are the same after a look"


def hard_link(s):
    """a file written under another name, or linked into place"""
    s.write(s.of("other"), "a")
    s.start().expect_none()
    os.link(s.of("other"), s.source)
    s.expect("a")
    s.write(s.of("other"), "b")
    s.expect("b")


def open_writer(s):
    """a file that is renamed into place while its writer has it open, and closed later"""
    s.start()
    with open(s.of("etc/slow"), "w") as f:
        f.write("begun")
        f.flush()
        os.rename(s.of("etc/slow"), s.source)
        s.expect("begun")
        f.write(", ended")
    s.expect("begun, ended")


CHECKS = [plain, links, directories, parent, completed, chain, loop, gone, modes, other_names, hard_link, open_writer]
