# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# systemd warns at each load of a unit about a line that it does not understand, and about a generator that
# does not exit with 0. Comes after the scenarios whose policies it looks at.

prepare() { :; }

quiet() {
    local complaints
    systemctl daemon-reload
    # loads each of them
    find "$OUTPUT" -name '45-hardening.conf' -printf '%h\n' | sed 's,.*/,,; s/\.d$//; s/@\./@quiet./' |
        xargs -d '\n' systemctl show -p Id >/dev/null
    journalctl --sync
    complaints=$(journalctl -o cat | grep -E '45-hardening\.conf|hardening-generator') || return 0
    fail "${complaints%%$'\n'*}"
}

inside() { check "quiet-with-$BOOT" quiet; }
