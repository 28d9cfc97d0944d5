# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# /etc/resolv.conf is a directory: the services run, without name servers, and one sees why.

prepare() {
    waiting_service
    rm "$LAYER$RESOLV"
    mkdir "$LAYER$RESOLV"
}

at_boot() {
    started_once way.service
    settled
    started way.service 1
    only_the_mirror_failed
    [[ $(ask way.service) = 'resolv |'* || $(ask way.service) = 'resolv '$'\n'* ]] || fail "it sees $(ask way.service)"
    [[ $(journalctl -o cat -u "$MIRROR_UNIT") = *"$RESOLV"* ]] || fail "the journal does not say why"
}

mended() {
    rmdir "$RESOLV"
    rename 1
    systemctl reset-failed "$MIRROR_UNIT"
    systemctl restart "$MIRROR_UNIT"
    eventually answers way.service 1
    started way.service 1
    healthy
}

inside() {
    booted
    check directory-started at_boot
    check directory-mended mended
}
