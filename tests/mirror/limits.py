# SPDX-License-Identifier: LGPL-2.1-or-later
"""It stays small, and says so when the system has no more to give."""

import os
import resource
import shutil
import signal
import subprocess

from subject import Skip, same, until


def resident(s):
    return int(s.proc("status").split("VmRSS:")[1].split()[0])


def lean(s):
    """no descriptor leaks in 1000 changes, and it stays below 2 MB"""
    s.write(s.of("other"), "a")
    s.link(s.source, s.of("other"))
    s.start(program="released").settle()
    descriptors = len(os.listdir(f"/proc/{s.process.pid}/fd"))
    begin = resident(s)
    for i in range(1000):
        s.replace(s.of("other"), f"{i}\n")
        if i % 10 == 0:
            s.expect(f"{i}\n")
    s.write(s.source, "x" * 1024 * 1024)
    s.expect("x" * 1024 * 1024)
    s.replace(s.source, "end")
    s.expect("end")
    same(len(os.listdir(f"/proc/{s.process.pid}/fd")), descriptors, "the number of descriptors")
    end = resident(s)
    print(f"  resident: {begin} kB, {end} kB after 1000 changes")
    assert begin < 2000 and end < 2000, f"it has {begin} kB at its begin and {end} kB after 1000 changes"


def leaks(s):
    """no memory leaks in many changes (said by LeakSanitizer)"""
    if "sanitized" not in s.programs:
        raise Skip("there is no build with sanitizers")
    s.write(s.of("other"), "a")
    for i in range(100):
        s.link(s.source, s.of("other"))
        s.replace(s.of("other"), f"{i}\n")
    s.start()
    for i in range(50):
        s.replace(s.of("other"), f"{i}\n")
        s.expect(f"{i}\n")
    os.unlink(s.target)
    os.unlink(s.source)
    os.mkdir(s.source)
    s.expect_end(1, f"{s.source} is a directory, nothing can be mirrored")


def overflow(s):
    """a queue that overflows while it is stopped: it looks again"""
    with open("/proc/sys/fs/inotify/max_queued_events") as f:
        size = int(f.read())
    if size > 100000:
        raise Skip(f"the queue holds {size} events")
    s.write(s.source, "a")
    s.start().expect("a")
    s.process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, s.process.pid, os.WSTOPPED)
    for i in range(size // 2 + 10):
        os.mknod(s.of("etc/noise"))
        os.unlink(s.of("etc/noise"))
    s.replace(s.source, "after the overflow")
    s.process.send_signal(signal.SIGCONT)
    s.expect("after the overflow")


def first(lines, text):
    return next(i for i, line in enumerate(lines) if text in line)


def last(lines, text):
    return len(lines) - 1 - first(lines[::-1], text)


def order(s):
    """it looks only when all is watched, and lets go of the old watches last"""
    if not shutil.which("strace"):
        raise Skip("there is no strace")
    s.write(s.of("other"), "a")
    s.link(s.source, s.of("other"))
    trace = s.of("trace")
    s.start(program="released", wrapper=["strace", "-D", "-o", trace, "-e", "trace=!exit_group"])
    s.replace(s.of("other"), "b")
    until(lambda: open(s.target).read() == "b" or None, "the content is the old one")
    s.stop()
    until(lambda: "+++ exited" in open(trace).read() or None, "the trace has no end")
    looks = [look.splitlines() for look in open(trace).read().split("inotify_init1(")[1:]]
    same(len(looks), 2, "the number of looks")
    for look in looks:
        assert last(look, "inotify_add_watch(") < first(look, f'"{s.source}", O_RDONLY'), "it looked before it watched"
    old = looks[0][0].split(" = ")[1]
    assert last(looks[1], "pwrite64(") < first(looks[1], f"close({old})"), "it let go of the old watches too early"


def no_descriptors(s):
    """no descriptor is left: it says so and ends"""
    s.write(s.source, "a")
    s.start(ready=False, program="released",    # one is left, which the loader needs
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4)))
    s.expect_end(1, f"cannot read {s.source}: Too many open files")


def no_watches(s):
    """no watch is left, or no instance: it says so and ends"""
    for name, why in (("watches", "No space left on device"), ("instances", "Too many open files")):
        limit = f"/proc/sys/user/max_inotify_{name}"
        user = ["unshare", "--user", "--map-root-user"]
        if subprocess.run([*user, "sh", "-c", f"echo 1 >{limit}"], capture_output=True).returncode != 0:
            raise Skip("no limit can be set here")
        s.write(s.source, "a")
        wrapper = [*user, "sh", "-c", f'echo {1 if name == "watches" else 0} >{limit}; exec "$@"', "sh"]
        s.start(ready=False, program="released", wrapper=wrapper)
        s.expect_end(1, f"cannot watch for changes: {why}")
        os.unlink(s.socket_path)


CHECKS = [lean, leaks, overflow, order, no_descriptors, no_watches]
