# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A mirror that cannot start: nobody is held for ever, and one sees it.

prepare() {
    waiting_service
    rm "$LAYER$MIRROR_PROGRAM"
    link /bin/false "$MIRROR_PROGRAM"
}

at_boot() {
    only_the_mirror_failed
    waits way.service
}

inside() {
    booted
    check false-waits-at-boot at_boot
    check false-started comes_without_mirror rename 1
}
