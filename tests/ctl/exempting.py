# SPDX-License-Identifier: LGPL-2.1-or-later
"""exempt, and what a kill in the midst of a write leaves."""

import contextlib
import fcntl
import os
import re
import signal
import subprocess
import tempfile

from lab import BUILD, PLAIN, SANITIZED, SHIPPED
from switching import expect

NO_UNITS = {"added": [], "changed": [], "removed": []}
FILE = "/etc/hardening.d/90-exempt-web.service.conf"


def text(words, reason=None):
    description = f"Description={reason}\n" if reason else ""
    return ("# Made by \"hardenctl exempt\". To take it back: hardenctl exempt --undo web.service\n[Match]\nUnit=web.service\n\n"
            f"[Policy]\n{description}Except={words}\n")


def holds(lab, words, reason=None):
    assert lab.policies("/etc/hardening.d") == {FILE: text(words, reason)}, lab.policies()


def exempt_and_undo(lab):
    expect(lab.run("exempt", "web"), 0, f"Wrote {FILE}\nNo unit of this machine changes.\n")
    holds(lab, "*")
    for again in ([], ["PrivateTmp"], ["*"]):
        expect(lab.run("exempt", "web", *again), 0, "")
    holds(lab, "*")
    expect(lab.run("exempt", "web", "--undo", "PrivateTmp"), 3, "", "is exempt from everything")
    expect(lab.run("exempt", "web", "--undo"), 0, f"Removed {FILE}\nNo unit of this machine changes.\n")
    expect(lab.run("exempt", "web", "--undo"), 0, "")
    assert lab.policies() == {}, lab.policies()


def exempt_options(lab):
    expect(lab.run("exempt", "web", "PrivateTmp", "--reason=it shares files in /tmp"), 0)
    holds(lab, "PrivateTmp", "it shares files in /tmp")
    lab.run("exempt", "web", "Protect*", "Chroot", "PrivateTmp", "CapabilityBoundingSet=CAP_KILL")
    holds(lab, "PrivateTmp Protect* Chroot CapabilityBoundingSet=CAP_KILL", "it shares files in /tmp")
    lab.run("exempt", "web", "--undo", "Chroot", "PrivateTmp", "Wait")
    holds(lab, "Protect* CapabilityBoundingSet=CAP_KILL", "it shares files in /tmp")
    lab.run("exempt", "web", "Wait", "--reason=")
    holds(lab, "Protect* CapabilityBoundingSet=CAP_KILL Wait")
    lab.run("exempt", "web", "--undo", "Protect*", "CapabilityBoundingSet=CAP_KILL", "Wait")
    assert lab.policies() == {}, lab.policies()


def exempt_old_name(lab):
    lab.run("exempt", "web", "ReadWriteDirectories")
    holds(lab, "ReadWritePaths")


def exempt_bad_words(lab):
    for word, err in (("PrivateTpm", "Did you mean PrivateTmp?"), ("privatetmp", "Did you mean PrivateTmp?"),
                      ("ExecStart", "there is no option ExecStart"), ("Nothing*", "there is no option"),
                      ("PrivateTmp=yes", "PrivateTmp= is no list with elements"), ("", "there is no option"),
                      ("CapabilityBoundingSet=", "is no element"), ("CapabilityBoundingSet=~CAP_KILL", "is no element"),
                      ("CapabilityBoundingSet=CAP_NONE", "CAP_NONE"), ("ReadWritePaths=/a\"b", "is no element"),
                      ("wait", "Did you mean Wait?"), ("a\nMode=off", "there is no option"),
                      ("P*\nMode=off", "there is no option"), ("CapabilityBoundingSet=CAP_KILL\nMode=off", "hardenctl: ")):
        result = lab.run("exempt", "web", "PrivateTmp", word)
        assert result.status in (2, 3) and result.out == "" and err in result.err and result.err.count("\n") == 1, (word, str(result))
    assert lab.policies() == {}, lab.policies()


def exempt_bad_reason(lab):
    for reason in ("a\nMode=off", "ends with a backslash\\", "\x1b[31m", "\udcff"):
        expect(lab.run("exempt", "web", f"--reason={reason}"), 2, "", "--reason= must be one line of text")
    expect(lab.run("exempt", "web", "--undo", "--reason=x"), 2, "", "--undo needs no --reason=")
    assert lab.policies() == {}, lab.policies()
    lab.run("exempt", "web", "--reason=  50 % of \"it\"; # ä \\x \t")
    holds(lab, "*", "50 % of \"it\"; # ä \\x")
    expect(lab.run("exempt", "web", "--reason=50 % of \"it\"; # ä \\x"), 0, "")


def exempt_bad_unit(lab):
    for unit, status, err in (("wbe", 3, "there is no unit wbe.service. Did you mean web?"), ("a/b", 2, "no name of a unit"),
                              ("web.servic", 3, "Did you mean web.service?"), ("a\x1bb", 2, "\"a?b\" is no name of a unit"),
                              ("web.socket", 2, "only services"), ("", 2, "no name of a unit"), ("web*", 2, "no name of a unit"),
                              ("x" * 300, 2, "no name of a unit"), ("stor@x", 3, "there is no unit")):
        expect(lab.run("exempt", unit), status, "", err)
    assert lab.policies() == {}, lab.policies()


def exempt_names(lab):
    for name in ("web", "web.service", "webd", "webd.service"):
        expect(lab.run("exempt", name), 0)
        holds(lab, "*")
    lab.run("exempt", "web", "--undo")
    lab.run("exempt", "web@a:b\\x2d")
    [path] = lab.policies()
    assert path == "/etc/hardening.d/90-exempt-web@a:b\\x2d.service.conf", path
    assert "\nUnit=web@a:b\\x2d.service\n" in lab.policies()[path]


def exempt_edited(lab):
    for mine in (text("*") + "# mine\n", text("*").replace("Except=*", "Except=* PrivateTmp\nMode=off"), "", "junk\0", text("*")[1:]):
        lab.write(FILE, mine)
        for more in ([], ["PrivateTmp"], ["--undo"], ["--undo", "PrivateTmp"]):
            expect(lab.run("exempt", "web", *more), 3, "", f"{FILE} was not made by hardenctl exempt")
            assert lab.policies() == {FILE: mine}, lab.policies()
    lab.at(FILE).unlink()
    lab.link(FILE, "/dev/null")
    expect(lab.run("exempt", "web"), 3, "", "was not made by hardenctl exempt")
    assert lab.policies() == {FILE: "-> /dev/null"}, lab.policies()


def exempt_mode(lab):
    lab.run("exempt", "web", before=["sh", "-c", "umask 077; exec \"$@\"", "-"])
    assert lab.at(FILE).stat().st_mode & 0o7777 == 0o644
    assert lab.at("/etc/hardening.d").stat().st_mode & 0o777 == 0o755


def exempt_runtime(lab):
    expect(lab.run("exempt", "web", "--runtime"), 0)
    assert list(lab.policies()) == ["/run/hardening.d/90-exempt-web.service.conf"], lab.policies()
    expect(lab.run("exempt", "web", "--undo"), 0)
    assert lab.policies() == {}, lab.policies()
    lab.run("exempt", "web")
    expect(lab.run("exempt", "web", "--runtime"), 3, "", "would hide one below /run")
    expect(lab.run("exempt", "web", "--undo", "--runtime"), 0, "")
    holds(lab, "*")


def undo_for_a_unit_that_is_gone(lab):
    lab.run("exempt", "store")
    lab.at("/usr/lib/systemd/system/store.service").unlink()
    expect(lab.run("exempt", "store", "--undo"), 0)
    assert lab.policies() == {}, lab.policies()


def exempt_as_json(lab):
    lab.run("enable", "web")
    first = lab.json("exempt", "web", "PrivateDevices", "--reason=x")
    assert first == {
        "changed": True, "unit": "web.service", "files": [{"path": FILE, "except": ["PrivateDevices"], "reason": "x"}],
        "units": ["web.service"], "at_reload": [{"unit": "web.service", "options": ["PrivateDevices"]}],
        "waits": [], "waits_no_more": [], "other_units": NO_UNITS, "reloaded": False, "restarted": []}, first
    assert lab.json("exempt", "web", "PrivateDevices")["changed"] is False
    assert lab.json("exempt", "web", "--undo")["changed"] is True
    assert lab.json("exempt", "web", "--undo") == {"changed": False, "unit": "web.service", "files": [], "units": [],
                                                   "at_reload": [], "waits": [], "waits_no_more": [], "other_units": NO_UNITS,
                                                   "reloaded": False, "restarted": []}


def planned(lab):
    """The options that the generator itself emits for web.service."""
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([BUILD / "hardening-generator", f"--root={lab.root}", "--systemd-version=257", out], check=True)
        try:
            with open(f"{out}/web.service.d/45-hardening.conf") as f:
                return set(re.findall(r"^([A-Za-z]+=.*)$", f.read(), re.MULTILINE))
        except FileNotFoundError:
            return set()


def generator_obeys(lab):
    lab.run("enable", "web")
    full = planned(lab)
    assert "PrivateDevices=yes" in full and "CapabilityBoundingSet=CAP_CHOWN CAP_KILL" in full, full
    lab.run("exempt", "web", "PrivateDevices")
    assert planned(lab) == full - {"PrivateDevices=yes"}, planned(lab)
    lab.run("exempt", "web")
    assert planned(lab) == set(), planned(lab)
    lab.run("exempt", "web", "--undo")
    assert planned(lab) == full, planned(lab)


CALLS = "openat,openat2,write,fchmod,fsync,renameat,unlinkat,symlinkat,mkdirat"


def strace(lab, arguments, *options):
    result = lab.run(*arguments, program=PLAIN, before=["strace", "-qq", "-o", "/dev/stderr", *options])
    return result.err.splitlines()


def kill_cases(lab, name, prepare, arguments, whole):
    """Kills at each call that changes a file: what stands in the directory is one of @whole, and a second run gets through."""
    prepare()
    calls, seen, points = strace(lab, arguments, "-e", f"trace={CALLS}"), {}, []
    for line in calls:
        call = line.split("(")[0]
        seen[call] = seen.get(call, 0) + 1
        if not call.startswith("openat") or "O_CREAT" in line:
            points.append((call, seen[call]))
    assert len(points) >= 2, calls
    for call, n in points:
        subprocess.run(["rm", "-rf", lab.at("/etc/hardening.d")], check=True)
        prepare()
        strace(lab, arguments, "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={n}")
        found = {path: content for path, content in lab.policies().items() if not path.split("/")[-1].startswith(".")}
        assert found in whole, (name, call, n, found)
        lab.run(*arguments)
        assert lab.policies().items() >= whole[-1].items(), (name, call, n, lab.policies())
    return points


def kill_at_each_write(lab):
    one, two = {FILE: text("PrivateTmp")}, {FILE: text("PrivateTmp ProtectHome")}
    link = {"/etc/hardening.d/30-web.conf": f"-> {SHIPPED}/30-web.conf"}
    def first():
        lab.run("exempt", "web", "PrivateTmp")
    def enabled():
        lab.run("enable", "web")
    points = kill_cases(lab, "new", lambda: None, ["exempt", "web", "PrivateTmp"], [{}, one])
    assert {call for call, _ in points} >= {"mkdirat", "write", "fsync", "renameat", "fchmod"}, points
    kill_cases(lab, "more", first, ["exempt", "web", "ProtectHome"], [one, two])
    kill_cases(lab, "undo", first, ["exempt", "web", "--undo"], [one, {}])
    kill_cases(lab, "enable", lambda: None, ["enable", "web"], [{}, link])
    kill_cases(lab, "disable", enabled, ["disable", "web"], [link, {}])


def order_of_calls(lab):
    """The content is on the disk before the name is, and then the name."""
    lab.at("/etc/hardening.d").mkdir()
    calls = strace(lab, ["exempt", "web"], "-y", "-e", f"trace={CALLS}")
    tail = [re.match(r"(\w+)\((?:\d+<([^>]*)>)?", line).groups() for line in calls]
    first = next(i for i, line in enumerate(calls) if "O_CREAT" in line)
    assert re.search(r'"\.90-exempt-web\.service\.conf\.[0-9a-f]{16}", O_WRONLY\|O_CREAT\|O_EXCL', calls[first]), calls[first]
    directory = str(lab.at("/etc/hardening.d"))
    file = tail[first + 1][1]
    assert tail[first + 1:first + 6] == [("write", file), ("fchmod", file), ("fsync", file), ("renameat", directory),
                                         ("fsync", directory)], calls[first:]


def failed_write(lab):
    """Nothing is left when the disk is full or the name cannot be set."""
    for call in ("write", "fsync", "fchmod", "renameat"):
        result = lab.run("exempt", "web", program=PLAIN, before=["strace", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                                                                 f"inject={call}:error=ENOSPC:when=1"])
        expect(result, 3, "", f"{FILE} cannot be written: No space left on device")
        assert list(lab.at("/etc/hardening.d").iterdir()) == [], call


def start(lab, *arguments):
    """A hardenctl that stands before the lock that this process has."""
    process = subprocess.Popen([SANITIZED, f"--root={lab.root}", *arguments], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               stdin=subprocess.DEVNULL)
    assert process.stderr.readline() == "hardenctl: waiting for another hardenctl (see lslocks)\n"
    return process


def two_at_once(lab):
    etc = os.open(lab.at("/etc"), os.O_RDONLY)
    fcntl.flock(etc, fcntl.LOCK_EX)
    late = start(lab, "exempt", "web", "ProtectHome")
    also = start(lab, "enable", "web")
    weary = start(lab, "exempt", "web", "UMask")
    while weary.returncode is None:     # one that comes before it stands still is lost
        weary.send_signal(signal.SIGALRM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            weary.wait(0.1)
    assert weary.communicate() == ("", "hardenctl: another hardenctl has been at work for 30 seconds\n") and weary.returncode == 3
    lab.write(FILE, text("PrivateTmp"))
    os.close(etc)
    for process in (late, also):
        process.communicate()
        assert process.returncode == 0, process.args
    assert lab.policies() == {FILE: text("PrivateTmp ProtectHome"), "/etc/hardening.d/30-web.conf": f"-> {SHIPPED}/30-web.conf"}
    assert sorted(os.listdir(lab.at("/etc"))) == ["hardening.d", "systemd"], "something is left behind"


def many_at_once(lab):
    options = ["PrivateTmp", "ProtectHome", "UMask", "PrivateDevices", "NoNewPrivileges", "LockPersonality"]
    all_of_them = [subprocess.Popen([SANITIZED, f"--root={lab.root}", "exempt", "web", option], stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL) for option in options]
    assert [process.wait() for process in all_of_them] == [0] * len(options)
    [words] = re.findall("^Except=(.*)$", lab.policies()[FILE], re.MULTILINE)
    assert sorted(words.split()) == sorted(options), words


CASES = [exempt_and_undo, exempt_options, exempt_old_name, exempt_bad_words, exempt_bad_reason, exempt_bad_unit, exempt_names,
         exempt_edited, exempt_mode, exempt_runtime, undo_for_a_unit_that_is_gone, exempt_as_json, generator_obeys,
         two_at_once, many_at_once, kill_at_each_write, order_of_calls, failed_write]
