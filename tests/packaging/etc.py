#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""etc.py JSON ROOT: makes the files of environment.etc as NixOS does, below ROOT/etc, and prints the rest."""

import json
import sys
from pathlib import Path

with open(sys.argv[1]) as file:
    config = json.load(file)

for name, entry in config["environment"]["etc"].items():
    path = Path(sys.argv[2], "etc", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if "text" in entry:
        path.write_text(entry["text"])
    else:
        path.symlink_to(entry["source"])

for area, key in (("environment", "systemPackages"), ("systemd", "packages")):
    print(f"{area}.{key}", *config[area][key])
for name, service in config["systemd"]["services"].items():
    print(f"{name}.service wantedBy", *service["wantedBy"])
