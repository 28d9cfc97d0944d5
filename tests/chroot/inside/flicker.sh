# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A file that comes and goes, in each of the ways, and stays in the end: the service was started once.

prepare() { waiting_service; }

flickers() {
    local i
    for i in {1..40}; do
        if ((i % 2)); then rename 1; else write 1; fi
        rm "$RESOLV"
    done
    for i in {1..10}; do
        ln -s /run/flicker "$RESOLV"
        write 1 /run/flicker
        rm /run/flicker "$RESOLV"
    done
}

ends_right() {
    flickers
    rename 2
    started_once way.service
    eventually answers way.service 2
    settled
    started way.service 1
    [ -z "$(waiting)" ] || fail "these wait still: $(waiting | paste -sd' ')"
    healthy
}

# while it runs
ends_right_again() {
    flickers
    rename 1
    eventually answers way.service 1
    settled
    started way.service 1
    active way.service
    healthy
}

inside() {
    booted
    check flicker-at-first ends_right
    check flicker-while-running ends_right_again
}
