# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Forty services wait for one file: that costs PID 1 as many inotify instances as one does.

prepare() {
    local i
    for i in {1..40}; do empty "f-$i" | enabled_lines "f-$i.service"; done
}

at_boot() {
    local have
    healthy
    have=$(waiting | wc -l)
    [ "$have" = 40 ] || fail "$have wait instead of 40"
    have=$(inotify)
    # systemd's own are 4 or 5
    ((have > 0 && have < 10)) || fail "$have instances"
}

all() {
    local i
    rename 1
    for i in {1..40}; do started_once "f-$i.service"; done
    settled
    (($(inotify) < 10)) || fail "$(inotify) instances"
    answers f-40.service 1
    healthy
}

inside() {
    booted
    check forty-wait-at-boot at_boot
    check forty-started all
}
