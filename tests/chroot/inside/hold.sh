# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# What an admin does while services wait, and after: nothing is started that nobody asked for, and
# everything that somebody asked for is, once.

prepare() {
    local name
    for name in plain stopped hand disabled masked required oneshot again; do
        empty h-$name | probe_lines h-$name.service "$([ $name != oneshot ] || lines "ExecStart=$PROBE once" Type=oneshot)"
    done
    for name in plain stopped oneshot again; do enable_at_boot h-$name.service; done
    enable_at_boot h-masked.service
    link /dev/null /etc/systemd/system/h-masked.service
    sleeper h-user.service
    unit_lines h-user.service Requires=h-required.service After=h-required.service
    enable_at_boot h-user.service
}

at_boot() {
    local name status
    healthy
    for name in plain stopped required oneshot again; do waits h-$name.service; done
    active h-user.service
    for name in hand disabled masked; do
        inactive h-$name.service
        not_waiting h-$name.service
    done
    # that, and why, for an admin
    [[ $(value "$WAIT@h-plain.service.target" Description) = *h-plain.service*$RESOLV* ]] || fail "no description"
    is h-plain.service ConditionResult no
    status=$(systemctl status h-plain.service || true)
    [[ $status = *ConditionPathExists=*$RESOLV* ]] || fail "status shows no reason: $status"
}

stopped() {
    systemctl stop h-stopped.service
    not_waiting h-stopped.service
}

# to start one is remembered and does not block
by_hand() {
    timeout 60 systemctl start h-hand.service
    timeout 60 systemctl restart h-again.service
    waits h-hand.service
    waits h-again.service
}

reloads() {
    local before after
    before=$(waiting | sort)
    for _ in {1..5}; do systemctl daemon-reload; done
    systemctl daemon-reexec
    settled
    after=$(waiting | sort)
    [ "$before" = "$after" ] || fail "these wait: $after; before: $before"
    at_rest 0
}

at_rest() {     # N: starts of the one that was asked for
    local name
    for name in plain again hand required oneshot; do started h-$name.service "$1"; done
    for name in stopped disabled masked; do
        inactive h-$name.service
        started h-$name.service 0
    done
}

comes() {
    local name
    rename 1
    for name in plain again hand required; do started_once h-$name.service; done
    eventually grep -qx "curl hello from 1" /var/lib/probe/h-oneshot.service
    settled
    at_rest 1
    inactive h-oneshot.service
    answers h-hand.service 1
    answers h-required.service 1
    [ -z "$(waiting)" ] || fail "these wait still: $(waiting | paste -sd' ')"
}

reloads_after() {
    systemctl kill -s KILL h-again.service
    systemctl stop h-hand.service
    eventually is h-again.service ActiveState failed
    for _ in {1..5}; do systemctl daemon-reload; done
    systemctl daemon-reexec
    settled
    at_rest 1
    inactive h-hand.service
    is h-again.service ActiveState failed
    active h-plain.service
    systemctl reset-failed h-again.service
}

restarts() {
    systemctl restart h-plain.service
    eventually started h-plain.service 2
    systemctl stop h-plain.service
    settled
    inactive h-plain.service
    systemctl start h-plain.service h-stopped.service
    eventually started h-plain.service 3
    eventually started h-stopped.service 1
    answers h-stopped.service 1
}

stays_masked() {
    is h-masked.service LoadState masked
    started h-masked.service 0
}

inside() {
    booted
    check hold-at-boot at_boot
    check hold-stop-cancels stopped
    check hold-started-by-hand by_hand
    check hold-reloads reloads
    check hold-file-comes comes
    check hold-reloads-after reloads_after
    check hold-restart restarts
    check hold-masked stays_masked
    check hold-healthy healthy
}
