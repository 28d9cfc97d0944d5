# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A mirror that was killed once, before there was anything to mirror, and is back: it goes on as before.

prepare() { waiting_service; }

kill_once() {
    local before; before=$(pid "$MIRROR_UNIT")
    systemctl kill -s KILL "$MIRROR_UNIT"
    eventually back "$before"
    settled
    waits way.service
    healthy
}

back() { active "$MIRROR_UNIT" && [ "$(pid "$MIRROR_UNIT")" != "$1" ]; }

follows() {
    local inode
    comes rename 1
    [ "$(stat -c %i "/proc/$(pid way.service)/root$RESOLV")" = "$(stat -c %i "$MIRROR")" ] ||
        fail "the service has another file than the mirror's"
    inode=$(stat -c %i "$MIRROR")
    rename 2
    eventually answers way.service 2
    started way.service 1
    [ "$(stat -c %i "$MIRROR")" = "$inode" ] || fail "the mirror has another inode"
}

inside() {
    booted
    check revived-waits kill_once
    check revived-follows follows
}
