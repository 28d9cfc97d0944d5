# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# The files that are written: their modes, that they are whole or absent, and that the generator needs to
# write nowhere else.

prepare() {
    local unit
    for unit in files-{a,b,c,d}.service; do
        sleeper "$unit"
        # each more than a page, so that a small file system is full in the middle of one
        policy "$unit" "$(printf 'InaccessiblePaths=/srv/a-path-that-is-rather-long/%d\n' {1..200})"
    done
}

# runs the generator as PID 1 does, with the given directory for its output; prints its messages
generate() {    # DIRECTORY
    mkdir -p "$1"/{normal,early,late}
    $GENERATOR "$1"/{normal,early,late} 2>&1
}

modes() {       # DIRECTORY
    local odd
    [ "$(find "$1" -name 45-hardening.conf | wc -l)" -ge 4 ] || fail "no drop-ins in $1"
    odd=$(find "$1" -mindepth 2 \( -name '*.d' -type d ! -perm 755 -o -name 45-hardening.conf ! -perm 644 \))
    [ -z "$odd" ] || fail "odd mode: $odd"
}

modes_under_umask() {
    (umask 077; generate /tmp/files-umask)
    modes /tmp/files-umask
}

# how many drop-ins are below DIRECTORY, each like the one that PID 1 has loaded
whole() {       # DIRECTORY
    local file count=0
    while read -r file; do
        cmp "$file" "$OUTPUT/${file#"$1"/normal/}"
        ((++count))
    done < <(find "$1" -name 45-hardening.conf)
    echo $count
}

# what has no space any more is absent, and said to be
full() {
    local some all messages rc=0
    mkdir /tmp/files-full
    mount -t tmpfs -o size=80k tmpfs /tmp/files-full
    messages=$(generate /tmp/files-full) || rc=$?
    all=$(find "$OUTPUT" -name 45-hardening.conf | wc -l)
    some=$(whole /tmp/files-full)
    ((some > 0 && some < all)) || fail "$some of $all were written"
    [ $rc = 1 ] || fail "exit status $rc"
    [[ $messages = *[Nn]o\ space* ]] || fail "no message: $messages"
}

read_only_but_for() {   # DIRECTORY
    local mountpoint
    mount --bind "$1" "$1"
    while read -r _ _ _ _ mountpoint _; do
        [ "$mountpoint" = "$1" ] || mount -o remount,bind,ro "$mountpoint" 2>/dev/null || true
    done </proc/self/mountinfo
    for mountpoint in /etc /run /usr /var /tmp; do
        ! touch "$mountpoint/probe" 2>/dev/null || fail "$mountpoint can be written to"
    done
}

# 252 has no sandbox for generators: make one
read_only() {
    local directory=/run/files-read-only
    mkdir -p $directory
    export -f read_only_but_for generate fail
    GENERATOR=$GENERATOR unshare -m --propagation private bash -euc \
        "read_only_but_for $directory; generate $directory"
    modes $directory
    [ "$(whole $directory)" = "$(whole "${OUTPUT%/*}")" ] || fail "some drop-ins are missing"
}

inside() {
    check files-modes modes "$OUTPUT"
    check files-modes-under-umask modes_under_umask
    check files-no-half-written full
    check files-all-else-read-only read_only
}
