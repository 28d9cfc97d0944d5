# SPDX-License-Identifier: LGPL-2.1-or-later
"""In the booted system: sets all services up, restarts them, probes them all, and says in one line of JSON what it saw.

    inside.py NAME=UNIT...
"""

import importlib.util
import json
import sys


def services_module():
    """What tests/services does with one service; without arguments it does nothing when it is loaded."""
    words, sys.argv = sys.argv[1:], sys.argv[:1]
    spec = importlib.util.spec_from_file_location("services", "/opt/services/inside.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return words, module


def main():
    words, services = services_module()
    services.run("systemctl", "is-system-running", "--wait", seconds=300)
    failed = {"booted": failed_units(services)}
    all_of_them = [services.Service(name, [unit]) for name, unit in (w.split("=") for w in words)]
    why = {s.name: "" for s in all_of_them}
    for step in (services.Service.setup, restart, probe):
        for service in all_of_them:
            if not why[service.name]:
                try:
                    step(service)
                except services.Failed as reason:
                    why[service.name] = f"{step.__name__}: {reason}"
    failed["end"] = failed_units(services)
    print(json.dumps({"failed": failed, "why": why, "drop_ins": sum(bool(s.drop_in(s.units[0])) for s in all_of_them),
                      "passed": {s.name: s.checks.get("together", {}).get("passed", []) for s in all_of_them}}))


def failed_units(services):
    return [l.split()[0] for l in services.run("systemctl", "--failed", "--no-legend", "--plain")[1].splitlines() if l]


def restart(service):
    service.must("systemctl", "restart", *service.units)


def probe(service):
    service.probe("together")


main()
