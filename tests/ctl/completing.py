# SPDX-License-Identifier: LGPL-2.1-or-later
"""hardenctl --complete, and the completions of bash, zsh and fish, which show what it says."""

import os
import re
import shutil
import subprocess
import tempfile

from lab import SANITIZED, SOURCE, SHIPPED

COMPLETIONS = SOURCE / "completions"
BASH = f"""
source {COMPLETIONS}/hardenctl.bash
compopt() {{ echo "$*"; }}
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_hardenctl
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


class Skip(Exception):
    pass


def offered(lab, *words, status=0):
    result = subprocess.run([SANITIZED, "--complete", f"--root={lab.root}", *words], text=True, capture_output=True)
    assert (result.returncode, result.stderr) == (status, ""), (words, result)
    return [line.split("\t")[0] for line in result.stdout.splitlines()]


def shell(lab, *command):
    """With hardenctl in its PATH."""
    with tempfile.TemporaryDirectory() as path:
        os.symlink(SANITIZED, f"{path}/hardenctl")
        done = subprocess.run(command, text=True, capture_output=True, cwd=lab.root,
                              env={"PATH": f"{path}:{os.environ['PATH']}", "HOME": path, "LC_ALL": "C.UTF-8"})
    assert done.stderr == "", (command, done.stderr)
    return done.stdout.splitlines()


def bash(lab, *words):
    apart = [part for word in ["hardenctl", f"--root={lab.root}", *words] for part in re.split("([=:]+)", word)]
    if words[-1].endswith("="):     # no part follows it
        apart.pop()
    return shell(lab, "bash", "-c", BASH, "-", *apart)


def fish(lab, line):
    if not shutil.which("fish"):
        raise Skip("fish is not installed")
    script = f"source {COMPLETIONS}/hardenctl.fish; complete -C \"hardenctl --root={lab.root} $argv\""
    return [word.split("\t")[0] for word in shell(lab, "fish", "--no-config", "-c", script, line)]


def verbs_of_help(lab):
    return re.findall(r"^  ([a-z]+) ", lab.run("--help").out, re.MULTILINE)


def options_of_help(lab):
    return re.findall(r"^  (--[a-z-]+=?)", lab.run("--help").out, re.MULTILINE)


def offers_verbs(lab):
    verbs = verbs_of_help(lab)
    assert len(verbs) > 7 and offered(lab, "") == verbs, offered(lab, "")
    assert offered(lab, "en") == ["enable"]
    assert offered(lab, "--no-legend", "ex") == ["explain", "exempt"]
    assert offered(lab, "nonsense", "") == []


def offers_options(lab):
    """Each one where it is taken: of no verb is it withheld that --help names it for."""
    every, taken = options_of_help(lab), set()
    for verb in verbs_of_help(lab):
        options = offered(lab, verb, "--")
        taken |= set(options)
        for option in set(every) - set(options):
            result = lab.run(verb, *(["x"] if verb != "list" else []), option + ("1" if option.endswith("=") else ""))
            assert f"{verb} does not take {option.rstrip('=')}" in result.err, (verb, option, str(result))
    assert taken == set(every) and len(every) > 12, set(every) ^ taken
    assert "--undo" not in offered(lab, "status", "--") and "--pending" in offered(lab, "--")
    assert offered(lab, "exempt", "web", "--und") == ["--undo"]


def offers_values(lab):
    assert offered(lab, "list", "--json=") == ["--json=short", "--json=pretty", "--json=off"]
    assert offered(lab, "--json", "s") == ["short"]
    assert offered(lab, "--reason=", status=0) == [] and offered(lab, "--nonsense=") == []
    assert offered(lab, "--root=/e", status=1) == [] and offered(lab, "verify", "/e", status=1) == []


def offers_units(lab):
    lab.link("/etc/systemd/system/other.service", "/dev/null")
    units = ["store.service", "web.service", "web@.service"]
    for verb in ("status", "explain", "diff", "exempt"):
        assert offered(lab, verb, "") == units, verb
    assert offered(lab, "status", "web.service", "w") == ["web@.service"]
    assert offered(lab, "list", "") == [] and offered(lab, "explain", "web", "No", "") == []


def offers_options_of_units(lab):
    assert offered(lab, "exempt", "web", "PrivateD") == ["PrivateDevices"]
    assert offered(lab, "explain", "web", "PrivateT") == ["PrivateTmp"]
    assert offered(lab, "exempt", "web", "PrivateTmp", "W") == ["Wait"] and offered(lab, "explain", "web", "W") == []


def offers_policies(lab):
    assert offered(lab, "enable", "") == ["absent", "store", "web"] and offered(lab, "disable", "") == []
    lab.run("enable", "web")
    assert offered(lab, "enable", "store", "") == ["absent"] and offered(lab, "disable", "") == ["web"]
    lab.write(f"{SHIPPED}/30-store.conf", "[Match]\nColour=green\n")
    assert offered(lab, "enable", "") == ["absent", "store"]


def bash_completion(lab):
    lab.write("/usr/lib/systemd/system/dev-a\\x2db.service", "[Service]\nExecStart=/bin/true\n")
    lab.write("/usr/lib/systemd/system/a:b.service", "[Service]\nExecStart=/bin/true\n")
    assert bash(lab, "en") == ["enable"]
    assert bash(lab, "exempt", "") == ["a:b.service", "dev-a\\\\x2db.service", "other.service", "store.service", "web.service",
                                       "web@.service"], bash(lab, "exempt", "")
    assert bash(lab, "exempt", "dev-a\\\\x") == ["dev-a\\\\x2db.service"]
    assert bash(lab, "exempt", "a:b") == ["b.service"]
    assert bash(lab, "exempt", "web", "PrivateD") == ["PrivateDevices"]
    assert bash(lab, "enable", "s") == ["store"]
    assert bash(lab, "list", "--json=") == ["short", "pretty", "off"] and bash(lab, "list", "--json=sh") == ["short"]
    assert bash(lab, "list", "--js") == ["-o nospace", "--json="]
    assert bash(lab, "nonsense", "") == [""]
    assert bash(lab, "verify", "usr/sh") == ["-o filenames", "usr/share"]
    assert bash(lab, "verify", f"--root={lab.root}/us") == ["-o filenames", f"{lab.root}/usr"]


def fish_completion(lab):
    assert fish(lab, "en") == ["enable"]
    assert fish(lab, "exempt web.service PrivateD") == ["PrivateDevices"]
    assert fish(lab, "exempt o") == ["other.service"]
    assert fish(lab, "list --json=sh") == ["--json=short"]
    assert fish(lab, "enable nonsense") == []
    assert fish(lab, "verify usr/sh") == ["usr/share/"], fish(lab, "verify usr/sh")
    assert fish(lab, f"list --root={lab.root}/us") == [f"--root={lab.root}/usr/"]


def zsh_completion(lab):
    """What it does on a terminal is looked at in tests/ctl-terminal."""
    if not shutil.which("zsh"):
        raise Skip("zsh is not installed")
    assert shell(lab, "zsh", "-n", COMPLETIONS / "_hardenctl") == []


CASES = [offers_verbs, offers_options, offers_values, offers_units, offers_options_of_units, offers_policies, bash_completion,
         fish_completion, zsh_completion]
