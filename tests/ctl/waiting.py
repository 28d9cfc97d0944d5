# SPDX-License-Identifier: LGPL-2.1-or-later
"""What enable, disable and exempt say of services with a root of their own and of those that wait."""

import re
import subprocess
import tempfile

from lab import BUILD, SHIPPED
from switching import expect

CHROOT = f"{SHIPPED}/20-chroot.conf"
JAIL = "[Service]\nExecStart=/usr/bin/jailed\nRootDirectory=/srv/jail\n"
HELPERS = ("hardening-mirror-etc-resolv.conf.service", "hardening-copy-etc-resolv.conf.path", "hardening-copy-etc-resolv.conf.service",
           "hardening-wait-etc-resolv.conf.path", "hardening-wait-etc-resolv.conf.service",
           "hardening-wait-etc-resolv.conf@.target")


def jail(lab, on_change="update"):
    lab.write(CHROOT, f"[Match]\nChrooted=yes\nNetworked=yes\n[Chroot]\nFiles=granular\nOnChange={on_change}\n"
                      "[Wait]\nPathExists=/etc/resolv.conf\n")
    lab.write("/usr/lib/systemd/system/jailed.service", JAIL)
    lab.write("/usr/lib/systemd/system/heard.service", JAIL)
    lab.write("/usr/lib/systemd/system/heard.socket", "[Socket]\nListenStream=/run/heard\n")
    lab.write("/srv/jail/etc/resolv.conf", "")
    lab.write("/usr/libexec/hardening-generator/mirror", "")


def emitted(lab):
    """path -> its lines, of the generator's own output."""
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([BUILD / "hardening-generator", f"--root={lab.root}", "--systemd-version=257", out], check=True)
        found = subprocess.run(["grep", "-rH", "^[^#]", "."], cwd=out, text=True, stdout=subprocess.PIPE).stdout
        return set(re.findall(r"^\./(.*?):", found, re.MULTILINE))


def chroot_enabled(lab):
    jail(lab)
    expect(lab.run("enable", "chroot"), 0, f"""\
Enabled chroot: /etc/hardening.d/20-chroot.conf
Takes effect at the next restart of: heard.service, jailed.service
From the next start on, waits for /etc/resolv.conf: heard.service, heard.socket, jailed.service
Units added at daemon-reload: {', '.join(sorted(HELPERS))}
""")
    assert emitted(lab) == {*HELPERS, *(f"{unit}.d/45-hardening.conf" for unit in ("heard.service", "heard.socket", "jailed.service"))}
    expect(lab.run("disable", "chroot"), 0, f"""\
Disabled chroot: removed /etc/hardening.d/20-chroot.conf
Takes effect at the next restart of: heard.service, jailed.service
From the next start on, waits no more for /etc/resolv.conf: heard.service, heard.socket, jailed.service
Units removed at daemon-reload: {', '.join(sorted(HELPERS))}
""")
    assert emitted(lab) == set()


def exempt_from_chroot(lab):
    jail(lab)
    lab.run("enable", "chroot")
    # its bind is one that may be missing then
    expect(lab.run("exempt", "heard", "Wait"), 0, """\
Wrote /etc/hardening.d/90-exempt-heard.service.conf
Takes effect at the next restart of: heard.service
From the next start on, waits no more for /etc/resolv.conf: heard.service, heard.socket
""")
    change = lab.json("exempt", "jailed", "Chroot")
    assert (change["units"], change["waits"], change["waits_no_more"]) == (["jailed.service"], [], []), change
    change = lab.json("exempt", "jailed", "Wait")
    assert change["units"] == [] and change["waits_no_more"] == [{"unit": "jailed.service", "paths": ["/etc/resolv.conf"]}], change
    assert [name for name in change["other_units"]["removed"] if "wait" in name] == [name for name in sorted(HELPERS) if "wait" in name]


def restarts_change_no_dropin(lab):
    """What is restarted on a change stands in a unit of its own."""
    jail(lab, "restart")
    lab.run("enable", "chroot")
    lab.write("/etc/hardening.d/60-late.conf", "[Match]\nUnit=jailed.service\n[Chroot]\nOnChange=update\n")
    change = lab.json("exempt", "heard", "Chroot")
    assert "hardening-restart-etc-resolv.conf.service" in change["other_units"]["removed"], change
    assert "hardening-mirror-etc-resolv.conf.service" in change["other_units"]["changed"], change


def wait_for_strange_path(lab):
    lab.write("/etc/hardening.d/60-wait.conf", "[Match]\nUnit=store.service\n[Wait]\nPathExists=/srv/a b%%c\n")
    [wait] = lab.json("exempt", "store")["waits_no_more"]
    assert wait == {"unit": "store.service", "paths": ["/srv/a b%c"]}, wait
    assert "waits for /srv/a b%c: store.service\n" in lab.run("exempt", "store", "--undo").out


def nothing_changes(lab):
    jail(lab)
    lab.write("/etc/hardening.d/60-web.conf", "[Match]\nUnit=web.service\n[Service]\nProtectHome=yes\n")
    lab.write(f"{SHIPPED}/70-same.conf", "[Match]\nUnit=web.service\n[Service]\nProtectHome=yes\n")
    expect(lab.run("enable", "same"), 0, "Enabled same: /etc/hardening.d/70-same.conf\nNo unit of this machine changes.\n")


def instances(lab):
    """What an instance has besides its template is compared with what the template gave it."""
    lab.link("/etc/systemd/system/multi-user.target.wants/web@a.service", "/usr/lib/systemd/system/web@.service")
    lab.run("enable", "web")
    change = lab.json("exempt", "web@a", "NoNewPrivileges")
    assert (change["units"], change["at_reload"]) == (["web@a.service"], []), change
    change = lab.json("exempt", "web@a")
    assert change["at_reload"] == [{"unit": "web@a.service", "options": ["PrivateDevices"]}], change


CASES = [chroot_enabled, exempt_from_chroot, restarts_change_no_dropin, wait_for_strange_path, nothing_changes, instances]
