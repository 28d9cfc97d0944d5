# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# The policy is taken away: at the next reload the units go, and what runs goes on.

prepare() { waiting_service; }

emitted_units() { find "$OUTPUT" -name '*hardening*'; }

away() {
    local before
    before=$(value way.service ExecMainPID)
    [ -n "$(emitted_units)" ] || fail "there are no units"
    rm /etc/hardening.d/20-chroot-network.conf
    systemctl daemon-reload
    [ -z "$(emitted_units)" ] || fail "there are still units: $(emitted_units)"
    settled
    active way.service
    is way.service ExecMainPID "$before"
    started way.service 1
    answers way.service 1
    is way.service DropInPaths ''
    [[ $(value way.service BindReadOnlyPaths) != *resolv.conf* ]] || fail "the bind is still there"
    healthy
}

back() {
    systemctl stop way.service
    ln -s "$POLICY" /etc/hardening.d/
    systemctl daemon-reload
    settled
    started way.service 1
    inactive way.service
    rename 2
    systemctl start way.service
    eventually started way.service 2
    eventually answers way.service 2
    healthy
}

inside() {
    booted
    rename 1
    started_once way.service
    check away-reload away
    check away-and-back back
}
