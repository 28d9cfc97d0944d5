# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# OnChange=restart: one restart for each change of content, and none for anything else; only of what runs.

prepare() {
    local name
    for name in runs stopped instance@; do
        empty "r-${name%@}" | probe_lines "r-$name.service"
        named "r-$name.service" OnChange=restart
    done
    enable_at_boot r-runs.service
    enable_at_boot r-stopped.service
    enable_at_boot r-instance@a-b.service r-instance@.service
    empty r-other | enabled_lines r-other.service
}

comes() {
    local unit
    healthy
    for unit in r-{runs,stopped,other}.service r-instance@a-b.service; do waits "$unit"; done
    rename 1
    for unit in r-{runs,stopped,other}.service r-instance@a-b.service; do started_once "$unit"; done
    settled
    started r-runs.service 1
    systemctl stop r-stopped.service
}

restarted() {   # STARTS N COMMAND...
    "${@:3}"
    eventually started r-runs.service "$1"
    eventually started r-instance@a-b.service "$1"
    answers r-runs.service "$2"
    answers r-instance@a-b.service "$2"
    settled
    started r-runs.service "$1"
    started r-other.service 1
    started r-stopped.service 1
    inactive r-stopped.service
}

# what comes after it shows that nothing was still to come
unchanged() {
    rename 2
    write 2
    touch "$RESOLV"
    rm "$RESOLV"
    rename 2
    systemctl daemon-reload
    systemctl restart "$MIRROR_UNIT"
    settled
    started r-runs.service 2
    restarted 3 1 rename 1
}

inside() {
    booted
    check restart-first-start comes
    check restart-on-rename restarted 2 2 rename 2
    check restart-not-without-change unchanged
    check restart-on-write restarted 4 2 rename 2
    check restart-healthy healthy
}
