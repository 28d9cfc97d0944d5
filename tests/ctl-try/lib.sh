# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# On top of ../boot/lib.sh: what a trial must leave as it was.

trial() {       # STATUS WORDS UNIT [OPTION...]: the exit status, and what it says among other things
    local status=0 said
    said=$(hardenctl try "${@:3}" 2>&1) || status=$?
    [ "$status" = "$1" ] || fail "exit status $status instead of $1: $said"
    [[ $said == *"$2"* ]] || fail "does not say \"$2\": $said"
    printf '%s\n' "$said"
}

# What is ours and must be gone: files, timers, and whatever a reload would still see.
nothing_left() {        # UNIT
    local left
    left=$(find /run/systemd/system /run/systemd/transient /run/hardenctl /run/hardening.d -type f 2>/dev/null) || true
    [ -z "$left" ] || fail "left: $left"
    left=$(systemctl list-units --all --no-legend 'hardenctl-*')
    [ -z "$left" ] || fail "left: $left"
    left=$(ls -d "/run/systemd/system/$1.d" /run/hardenctl /run/hardening.d 2>/dev/null) || true
    [ -z "$left" ] || fail "left: $left"
}

plain() {       # UNIT: runs, without any of the plan, and the manager has none loaded
    is "$1" ActiveState active
    process "$1" NoNewPrivs 0
    is "$1" NoNewPrivileges no
    nothing_left "$1"
}
