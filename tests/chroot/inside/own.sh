# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Units that bind /etc/resolv.conf themselves: a pattern leaves them their bind and lets them wait, so that it
# does not fail and is not skipped; a policy that names them puts the mirror in its place.

prepare() {
    local bind
    for bind in /etc/resolv.conf -/etc/resolv.conf; do
        empty "o-pattern${bind%%/*}" | enabled_lines "o-pattern${bind%%/*}.service" "BindReadOnlyPaths=$bind"
        empty "o-named${bind%%/*}" | enabled_lines "o-named${bind%%/*}.service" \
            BindPaths=/srv/lab/1:/mnt "BindReadOnlyPaths=-/does/not/exist $bind" BindReadOnlyPaths=/srv/lab/2:/media
        named "o-named${bind%%/*}.service" Files=granular
    done
    # another file in its place: that is not ours to wait for
    resolv 2 | put /srv/resolv
    empty o-other | enabled_lines o-other.service BindReadOnlyPaths=/srv/resolv:/etc/resolv.conf
}

at_boot() {
    healthy
    waits "$1"
}

its_own() {     # UNIT: the file's, which is stale after a rename
    started_once "$1"
    answers "$1" 1
}

the_mirror() {  # UNIT, after a rename
    started_once "$1"
    eventually answers "$1" 2
    [ "$(cat "/proc/$(pid "$1")/root/mnt/hello")" = "hello from 1" ] || fail "its BindPaths= went"
    [ "$(cat "/proc/$(pid "$1")/root/media/hello")" = "hello from 2" ] || fail "its other BindReadOnlyPaths= went"
    echo more >"/proc/$(pid "$1")/root/mnt/more" || fail "its BindPaths= is read-only"
}

inside() {
    local unit
    booted
    check own-other-file answers o-other.service 2
    for unit in o-{pattern,named}{,-}; do check "$unit-waits" at_boot "$unit.service"; done
    rename 1
    for unit in o-{pattern,named}{,-}; do check "$unit-started" its_own "$unit.service"; done
    rename 2
    for unit in o-named{,-}; do check "$unit-mirror" the_mirror "$unit.service"; done
    for unit in o-pattern{,-}; do check "$unit-stale" its_own "$unit.service"; done
    check own-healthy healthy
}
