# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A mirror that is killed again and again, before there was anything to mirror.

prepare() { waiting_service; }

# until systemd gives it up
kill_it() {
    while ! is "$MIRROR_UNIT" ActiveState failed; do
        systemctl kill -s KILL "$MIRROR_UNIT" || true
        sleep 0.1
    done
    only_the_mirror_failed
    waits way.service
}

# an admin mends it: it takes over, and everything is as if it had never been away
mended() {
    systemctl reset-failed "$MIRROR_UNIT"
    systemctl start "$MIRROR_UNIT"
    rename 2
    eventually answers way.service 2
    started way.service 1
    healthy
}

inside() {
    booted
    check killed-waits kill_it
    check killed-started comes_without_mirror rename 1
    check killed-mended mended
}
