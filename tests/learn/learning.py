# SPDX-License-Identifier: LGPL-2.1-or-later
"""In the booted system: sets services up as tests/services does, learns a policy for each, one line of JSON for each.

    learning.py NAME=UNIT,UNIT...
"""

import json
import os
import subprocess
import sys
import tempfile
import threading

SECONDS = 600


def run(*command, seconds=SECONDS):
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, errors="replace", timeout=seconds, start_new_session=True)
        return done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired as late:
        return f"not done after {seconds} s", "", (late.stderr or b"").decode(errors="replace")


def followed(*command):
    """The same, with the second output also on ours while it comes."""
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, text=True,
                                   errors="replace")
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        why = ""
        for line in process.stderr:
            print(line, end="", file=sys.stderr, flush=True)
            why += line
        timer.cancel()
        status = process.wait()
        out.seek(0)
        return status, out.read(), why


def set_up(name, units):
    for script in ("common", name):
        if not os.path.exists(f"/opt/services/setup/{script}"):
            continue
        status, said, why = run("bash", "-eu", f"/opt/services/setup/{script}", seconds=180)
        if status:
            return f"setup/{script}: {status}: {said[-500:]}{why[-500:]}"
    for unit in reversed(units):
        status, said, why = run("systemctl", "restart", unit)
        if status:
            return f"{unit} does not start: {why[-500:]}"
    return ""


def there():
    """What learn must not leave behind, or take away."""
    found = [p for p in ("/run/hardenctl", "/run/hardening.d") if os.path.exists(p)]
    found += [f"/run/systemd/system/{d}" for d in os.listdir("/run/systemd/system")]
    found += run("systemctl", "list-units", "--all", "--plain", "--no-legend", "hardenctl-*")[1].split("\n")[:-1]
    return found


def learn(name, units):
    seen = {"name": name, "why": set_up(name, units)}
    if seen["why"]:
        return seen
    before = there()
    status, said, why = followed("hardenctl", "learn", units[0], f"--probe=/opt/learn/probe {name}", "--json=short")
    seen.update(status=status, log=why.splitlines()[-80:], left=sorted(set(there()) ^ set(before)),
                active=run("systemctl", "is-active", units[0])[1].strip())
    try:
        seen.update(json.loads(said))
    except ValueError:
        seen["why"] = f"learn ends with {status}: {(why.strip().splitlines() or ['nothing said'])[-1]}"
    return seen


for word in sys.argv[1:]:
    which, _, their_units = word.partition("=")
    print(json.dumps(learn(which, their_units.split(","))), flush=True)
    run("systemctl", "stop", *their_units.split(","))
