# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Roots with the whole of /etc, by Files=etc or by the unit itself: /etc/resolv.conf is a link there, and the
# directory that it points into comes after the boot.

prepare() {
    empty e-policy | enabled_lines e-policy.service
    named e-policy.service Files=etc
    empty e-unit | enabled_lines e-unit.service BindReadOnlyPaths=/etc
    dangling ../run/systemd/resolve/stub-resolv.conf
}

at_boot() {
    healthy
    waits "$1"
}

comes_and_changes() {   # UNIT
    write 1 /run/systemd/resolve/stub-resolv.conf
    started_once "$1"
    answers "$1" 1
    rename 2 /run/systemd/resolve/stub-resolv.conf
    eventually answers "$1" 2
    started "$1" 1
}

inside() {
    local name
    booted
    for name in policy unit; do check "etc-by-$name-waits" at_boot "e-$name.service"; done
    mkdir -p /run/systemd/resolve
    for name in policy unit; do check "etc-by-$name" comes_and_changes "e-$name.service"; done
    check etc-healthy healthy
}
