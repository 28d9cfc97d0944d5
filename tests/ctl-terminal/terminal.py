# SPDX-License-Identifier: LGPL-2.1-or-later
"""A terminal by tmux(1): keys go in, and what is to be seen on its screen comes out."""

import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

PATIENCE = 60       # seconds until something that does not show up never will


class Terminal:
    def __init__(self, command, env, columns=160, lines=24):
        self.work = Path(tempfile.mkdtemp(prefix="terminal-"))
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.work), "LC_ALL": "C.UTF-8", "TERM": "screen-256color", **env}
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(lines), "--", *command)
        os.mkfifo(self.work / "output")
        self.tmux("pipe-pane", f"exec cat >{self.work}/output")
        self.output = os.open(self.work / "output", os.O_RDONLY)

    def close(self):
        shell = os.pidfd_open(int(self.tmux("display-message", "-p", "#{pane_pid}")))
        self.tmux("kill-server")
        select.select([shell], [], [], PATIENCE)    # it may write a history yet
        os.close(shell)
        os.close(self.output)
        shutil.rmtree(self.work)

    def tmux(self, *arguments):
        return subprocess.run(["tmux", "-S", self.work / "socket", *arguments], env=self.env, text=True, check=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout

    def press(self, *keys):
        self.tmux("send-keys", *keys)

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def screen(self, *options):
        """Its lines, without the empty ones at the end."""
        return self.tmux("capture-pane", "-p", *options).rstrip("\n")

    def until(self, shows, what):
        """The screen when it shows what is looked for: it is looked at whenever something was written to it."""
        end = time.monotonic() + PATIENCE
        while not shows(self.screen()):
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.output], [], [], left)[0] or not os.read(self.output, 65536):
                raise AssertionError(f"{what} does not show up on the screen:\n{self.screen()}")
        return self.screen()

    def see(self, text):
        return self.until(lambda screen: text in screen, repr(text))
