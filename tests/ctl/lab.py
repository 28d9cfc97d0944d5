# SPDX-License-Identifier: LGPL-2.1-or-later
"""A small root with units and shipped policies, and hardenctl run on it."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("HG_BUILD", SOURCE / "build"))
BUILD_TEST = Path(os.environ.get("HG_BUILD_TEST", SOURCE / "build-test"))
PLAIN = BUILD / "hardenctl/hardenctl"
SANITIZED = BUILD_TEST / "hardenctl/hardenctl"
SHIPPED = "/usr/share/hardening/policies"

FILES = {
    f"{SHIPPED}/30-web.conf": "[Match]\nExec=/usr/sbin/webd\n[Policy]\nDescription=The web server\n[Service]\n"
                              "NoNewPrivileges=yes\nPrivateDevices=yes\nCapabilityBoundingSet=CAP_CHOWN CAP_KILL\n",
    f"{SHIPPED}/30-store.conf": "[Match]\nUnit=store.service\n[Policy]\nDescription=Keys and values\n[Service]\n"
                                "ProtectHome=yes\n",
    f"{SHIPPED}/20-absent.conf": "[Match]\nExec=/usr/sbin/absent\n[Service]\nProtectHome=yes\n",
    f"{SHIPPED}/README": "no policy\n",
    "/usr/lib/systemd/system/web.service": "[Service]\nExecStart=/usr/sbin/webd\n",
    "/usr/lib/systemd/system/web@.service": "[Service]\nExecStart=/usr/sbin/webd %i\n",
    "/usr/lib/systemd/system/store.service": "[Service]\nExecStart=/usr/bin/store\n",
    "/usr/lib/systemd/system/other.service": "[Service]\nExecStart=/usr/bin/other\n",
}


class Result:
    def __init__(self, process):
        self.status, self.out, self.err = process.returncode, process.stdout, process.stderr

    def __str__(self):
        return f"status {self.status}, stdout {self.out!r}, stderr {self.err!r}"


class Lab:
    def __init__(self):
        self.root = Path(tempfile.mkdtemp(prefix="ctl-"))
        self.root.chmod(0o755)
        for path, text in FILES.items():
            self.write(path, text)
        (self.root / "etc/systemd/system").mkdir(parents=True)
        (self.root / "run").mkdir()
        self.link("/etc/systemd/system/webd.service", "/usr/lib/systemd/system/web.service")

    def close(self):
        shutil.rmtree(self.root)

    def at(self, path):
        return self.root / path.lstrip("/")

    def write(self, path, text):
        self.at(path).parent.mkdir(parents=True, exist_ok=True)
        self.at(path).write_text(text)

    def link(self, path, target):
        self.at(path).parent.mkdir(parents=True, exist_ok=True)
        self.at(path).symlink_to(target)

    def run(self, *arguments, program=SANITIZED, before=(), env=None, **more):
        command = [*before, program, f"--root={self.root}", "--systemd-version=257", *arguments]
        environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "SYSTEMD_COLORS")}
        environment.update({"ASAN_OPTIONS": "exitcode=99", "LC_ALL": "C.UTF-8"}, **(env or {}))
        return Result(subprocess.run(command, text=True, env=environment, stdin=subprocess.DEVNULL,
                                     **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}))

    def json(self, *arguments, status=0):
        """What a run with --json prints, short and pretty alike where nothing is changed by it."""
        result = self.run(*arguments, "--json=short")
        assert result.status == status, result
        return json.loads(result.out)

    def policies(self, *directories):
        """path -> where a link leads, or the text of a file, of all that is in directories of policies."""
        found = {}
        for directory in directories or ("/etc/hardening.d", "/run/hardening.d"):
            for path in sorted(self.at(directory).glob("*")) if self.at(directory).is_dir() else []:
                found[f"{directory}/{path.name}"] = f"-> {os.readlink(path)}" if path.is_symlink() else path.read_text()
        return found
