# SPDX-License-Identifier: LGPL-2.1-or-later
"""A mirror at work on a source of its own, between a fake manager and a fake systemctl."""

import os
import platform
import select
import signal
import socket
import subprocess
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RELEASED = os.path.join(os.environ.get("HG_BUILD", os.path.join(SOURCE, "build")), "mirror/mirror")
SANITIZED = os.path.join(os.environ.get("HG_BUILD_TEST", os.path.join(SOURCE, "build-test")), "mirror/mirror")
SANITIZERS = {
    "ASAN_OPTIONS": "exitcode=99",
    "UBSAN_OPTIONS": "halt_on_error=1:exitcode=99:print_stacktrace=1",
}
NOBODY = 65534
DEADLINE = 60       # seconds, of what takes milliseconds
PPOLL = "271" if platform.machine() == "x86_64" else "73"


class Skip(Exception):
    pass


def until(done, what):
    end = time.monotonic() + DEADLINE
    while True:
        result = done()
        if result is not None:
            return result
        if time.monotonic() > end:
            raise AssertionError(f"after {DEADLINE} seconds: {what}")
        time.sleep(0.001)


def same(got, expected, what):
    assert got == expected, f"{what} is {got!r}, and not {expected!r}"


class Subject:
    def __init__(self, programs, directory):
        self.programs = programs
        self.directory = directory
        self.source = self.of("etc/resolv.conf")
        self.target = self.of("run/hardening/etc/resolv.conf")
        self.calls_file = self.of("calls")
        self.socket_path = self.of("notify")
        self.errors = self.of("stderr")
        self.process = self.manager = None
        os.mkdir(self.of("etc"))
        os.mkdir(self.of("bin"))
        self.write(self.of("bin/systemctl"), f'#!/bin/sh\necho "$*" >>{self.calls_file}\n')
        os.chmod(self.of("bin/systemctl"), 0o755)

    def of(self, name):
        return os.path.join(self.directory, name)

    # what happens to files

    def write(self, path, text):
        with open(path, "wb") as f:
            f.write(text.encode())

    def append(self, path, text):
        with open(path, "ab") as f:
            f.write(text.encode())

    def replace(self, path, text):
        """By a rename, as most programs do."""
        self.write(path + ".tmp", text)
        os.rename(path + ".tmp", path)

    def link(self, path, target):
        os.symlink(target, path + ".tmp")
        os.rename(path + ".tmp", path)

    def hand_over(self):
        """To a mirror that runs as nobody, who has no capability."""
        if os.geteuid() != 0:
            raise Skip("only root can run it as somebody else")
        for directory, _, files in os.walk(self.directory):
            for path in [directory] + [os.path.join(directory, name) for name in files]:
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)

    # the mirror

    def start(self, unit=None, *, program="sanitized", wrapper=(), ready=True, notify=None, **how):
        """Starts it, and waits for READY=1 unless it is not to come."""
        path = self.programs.get(program, self.programs["released"])
        notify = notify or self.socket_path
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.manager.bind("\0" + notify[1:] if notify[0] == "@" else notify)
        if notify[0] == "/":
            os.chmod(notify, 0o777)
        environment = {"PATH": self.of("bin") + ":" + os.environ["PATH"], "NOTIFY_SOCKET": notify, **SANITIZERS}
        command = [*wrapper, path, self.source, self.target] + ([unit] if unit else [])
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors,
                                            env=environment, **how)
        if ready:
            self.expect_ready()
        return self

    def expect_ready(self):
        end = time.monotonic() + DEADLINE
        while not select.select([self.manager], [], [], 0.05)[0]:
            self.check_alive()
            assert time.monotonic() < end, f"it was not ready after {DEADLINE} seconds"
        same(self.manager.recv(100), b"READY=1", "what it told the manager")

    def said(self):
        with open(self.errors) as f:
            said = f.read()
        os.truncate(self.errors, 0)
        return said

    def check_alive(self):
        status = self.process.poll()
        assert status is None, f"it ended with {status}: {self.said()}"

    def proc(self, name):
        with open(f"/proc/{self.process.pid}/{name}") as f:
            return f.read()

    def settle(self):
        """Waits until it has nothing left to do but to wait for one descriptor: the kernel wakes it up before
        the call that changes a file returns."""
        def idle():
            self.check_alive()
            number, *arguments = self.proc("syscall").split()
            return True if number == PPOLL and arguments[1] == "0x1" else None
        until(idle, "it is not idle")
        self.check_alive()

    def expect(self, text, what="the target's content"):
        self.settle()
        with open(self.target, "rb") as f:
            got = f.read().decode()
        same(got, text, what)

    def expect_none(self):
        self.settle()
        assert not os.path.lexists(self.target), "there is a target"

    def expect_mode(self, mode):
        self.settle()
        same(oct(os.stat(self.target).st_mode & 0o7777), oct(mode), "the target's mode")

    def expect_said(self, *lines):
        self.settle()
        same(self.said().splitlines(), ["mirror: " + line for line in lines], "what it said")

    def calls(self):
        """What systemctl was called with until now, once no call is under way."""
        self.settle()
        until(lambda: None if self.proc(f"task/{self.process.pid}/children") else True, "systemctl is still running")
        if not os.path.exists(self.calls_file):
            return []
        with open(self.calls_file) as f:
            return f.read().splitlines()

    def expect_end(self, status, *said):
        same(until(self.process.poll, "it still runs"), status, "its exit status")
        got = self.said()
        same(got.splitlines(), ["mirror: " + line for line in said], "what it said")

    def stop(self):
        """Ends it as systemd does."""
        self.process.send_signal(signal.SIGTERM)
        until(self.process.poll, "it still runs after SIGTERM")
        same(self.process.returncode, 0, "its exit status after SIGTERM")
        self.manager.close()
        if os.path.exists(self.socket_path):
            os.unlink(self.socket_path)

    def end(self):
        """Whatever has become of it. Returns what it said that nobody has asked for."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.manager:
            self.manager.close()
        return self.said() if os.path.exists(self.errors) else ""
