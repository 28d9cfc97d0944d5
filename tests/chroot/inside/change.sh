# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# The file changes while the service runs: the same process goes on, and asks the server that it is told.

prepare() {
    empty change | enabled_lines change.service
    resolv 1 | put /etc/resolv.conf.first
    rm "$LAYER$RESOLV"
    mv "$LAYER/etc/resolv.conf.first" "$LAYER$RESOLV"
}

follows() {     # N COMMAND...
    local main=ExecMainPID before
    before=$(value change.service $main)
    "${@:2}"
    eventually sees "$1"
    answers change.service "$1"
    is change.service $main "$before"
    started change.service 1
    settled
}

sees() {        # N
    local have; have=$(cat "/proc/$(pid change.service)/root$RESOLV")
    [ "$have" = "$(resolv "$1")" ] || fail "it sees $have instead of $(resolv "$1")"
}

at_boot() {
    started_once change.service
    answers change.service 1
    [ -z "$(waiting)" ] || fail "somebody waits"
    healthy
}

switch() {      # N: another target for the link
    write "$1" "/run/resolv.$1"
    ln -sfn "/run/resolv.$1" "$RESOLV".new
    mv -T "$RESOLV".new "$RESOLV"
}

# twenty contents, of which the last counts
burst() {       # N COMMAND
    local i
    for i in {3..21} "$1"; do
        "$2" "$i"
        sleep 0.005
    done
}

longer_and_shorter() {
    { resolv 1; printf '# %s\n' {1..2000}; } >"$RESOLV"
    eventually grep -q '^# 2000$' "/proc/$(pid change.service)/root$RESOLV"
    resolv 2 >"$RESOLV"
}

deleted() {     # N: the content stays
    rm "$RESOLV"
    systemctl restart "$MIRROR_UNIT"
    answers change.service "$1"
    systemctl restart change.service
    eventually started change.service 2
    answers change.service "$1"
    no_file
    healthy
}

comes_back() {  # N
    rename "$1"
    eventually sees "$1"
    answers change.service "$1"
    started change.service 2
    active change.service
}

read_only() {
    local inode; inode=$(stat -c %i "$MIRROR")
    [ "$(stat -c %i "/proc/$(pid change.service)/root$RESOLV")" = "$inode" ] || fail "this is not the mirror"
    ! : 2>/dev/null >>"/proc/$(pid change.service)/root$RESOLV" || fail "the service could write to it"
}

killed() {
    local inode; inode=$(stat -c %i "$MIRROR")
    systemctl kill -s KILL "$MIRROR_UNIT"
    rename 2
    eventually sees 2
    [ "$(stat -c %i "$MIRROR")" = "$inode" ] || fail "another inode"
    eventually active "$MIRROR_UNIT"
    started change.service 2
    answers change.service 2
    healthy
}

small() {
    local have; have=$(status "$MIRROR_UNIT" VmRSS)
    ((${have% kB} < 2048)) || fail "it takes $have"
    have=$(find "/proc/$(pid "$MIRROR_UNIT")/fd" -lname 'anon_inode:*inotify*' | wc -l)
    [ "$have" = 1 ] || fail "it has $have inotify descriptors"
}

inside() {
    booted
    check change-present-at-boot at_boot
    check change-rename follows 2 rename 2
    check change-in-place follows 1 write 1
    check change-longer-and-shorter follows 2 longer_and_shorter
    check change-file-to-link follows 1 switch 1
    check change-other-target follows 2 switch 2
    check change-target-renamed follows 1 rename 1 /run/resolv.2
    check change-twenty-renames follows 2 burst 2 rename
    check change-twenty-in-place follows 1 burst 1 write
    check change-twenty-links follows 2 burst 2 switch
    check change-deleted deleted 2
    check change-comes-back comes_back 1
    check change-mirror-killed killed
    check change-read-only read_only
    check change-mirror-small small
    check change-healthy healthy
}
