# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# OnChange=none, and nobody who wants more: there is no mirror, and the service waits for the file itself,
# which a link into a directory that is not there promises.

prepare() {
    waiting_service
    named way.service OnChange=none
    dangling ../run/systemd/resolve/stub-resolv.conf
}

at_boot() {
    waits_at_boot
    is "$MIRROR_UNIT" LoadState not-found
}

complete() {
    mkdir -p /run/systemd/resolve
    rename 1 /run/systemd/resolve/stub-resolv.conf
}

# what was started is not told of a change, and without the file the next start waits
waits_again() {
    rename 2 /run/systemd/resolve/stub-resolv.conf
    answers way.service 1
    rm /run/systemd/resolve/stub-resolv.conf
    systemctl restart way.service
    settled
    started way.service 1
    waiting | grep -qx way.service || fail "it does not wait"
    rename 2 /run/systemd/resolve/stub-resolv.conf
    eventually started way.service 2
    answers way.service 2
    healthy
}

inside() {
    booted
    check unmirrored-waits-at-boot at_boot
    check unmirrored-started comes complete
    check unmirrored-waits-again waits_again
}
