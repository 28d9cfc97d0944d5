# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# The shipped policies, and the services that they are for as their packages set them up: nothing is found.

prepare() { :; }

nothing_found() {       # UNIT
    local have
    have=$(python3 -c "$JSON"'
import sys
for u in loads(open("/run/all").read()):
    if u["unit"] == sys.argv[1]:
        print(*["%s: %s" % (f["option"], e["what"]) for f in u["findings"] for e in f["evidence"]], sep="; ")' "$1")
    [ -z "$have" ] || fail "$have"
}

inside() {
    local unit units
    systemctl is-system-running --wait >/dev/null || true
    # those that match by a pattern are for other services, too
    ln -s /usr/share/hardening/policies/[23]*.conf /etc/hardening.d/
    hardenctl preflight --json=short >/run/all || [ $? = 1 ]
    mapfile -t units < <(python3 -c "$JSON"'
for u in loads(open("/run/all").read()): print(u["unit"])')
    [ ${#units[@]} -gt 0 ] || fail "no service runs that has a plan"
    for unit in "${units[@]}"; do
        check "default-${unit%.service}" nothing_found "$unit"
    done
}
