# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A mirror that cannot start, where the file is there at boot: the service has a copy of it.

prepare() {
    waiting_service
    rm "$LAYER$MIRROR_PROGRAM" "$LAYER$RESOLV"
    link /bin/false "$MIRROR_PROGRAM"
    resolv 1 | put "$RESOLV"
}

at_boot() {
    only_the_mirror_failed
    comes_without_mirror true
}

inside() {
    booted
    check false-present-started at_boot
}
