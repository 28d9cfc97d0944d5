# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2034
# On top of ../boot/lib.sh: what the scenarios in inside/ ask of a booted system. The packages are in $HERE.
HERE=/opt/packages
SHIPPED=/usr/share/hardening/policies
MIRROR_UNIT=hardening-mirror-etc-resolv.conf.service

new() { echo "$HERE/new"/*.deb; }
old() { echo "$HERE/old"/*.deb; }

# DEB... or any other arguments of dpkg; what it says stays in $HERE/said
package() { dpkg "$@" >"$HERE/said" 2>&1 || { cat "$HERE/said"; return 1; }; }
said() { grep -qF -e "$1" "$HERE/said" || { cat "$HERE/said"; fail "not said: $1"; }; }
not_said() { ! grep -F -e "$1" "$HERE/said" || fail "said: $1"; }

booted() { systemctl is-system-running --wait >/dev/null || true; }

# It starts when all else is done; a second start waits for the first.
verify_is_done() {
    [ "$(systemctl is-enabled hardening-verify.service 2>/dev/null)" != enabled ] || systemctl start hardening-verify.service || true
}

# All units in their states, without what the package adds.
states() {
    systemctl list-units --all --plain --no-legend --full | awk '{ print $1, $2, $3, $4 }' | grep -v '^hardening-'
    systemctl list-unit-files --no-legend --full | grep -v '^hardening-'
}

# Which processes they are, and since when.
processes() {
    systemctl show --property=Id,MainPID,ExecMainStartTimestampMonotonic '*.service' |
        awk -v RS= '{ $1 = $1; print }' | grep -v 'Id=hardening-' | sort
}

# All files with type, mode and target. Left out is what no package has made.
files() {
    find / -xdev \( -path "$HERE" -o -path /tmp -o -path /out -o -path /var/log -o -path /var/cache -o -path /var/lib/dpkg \
        -o -path /var/lib/systemd/timers -o -path '/var/lib/systemd/random-seed' -o -path '/var/tmp/*' \) -prune \
        -o -printf '%p %y %m %U %G %l\n' | sort
}

only_these_differ() {       # OLD NEW [PATH...]: of two lists of files
    local have want
    have=$(comm -3 "$1" "$2" | sed 's/^\t//; s/ .*//' | sort -u)
    want=$(printf '%s\n' "${@:3}" | sort)
    [ "$have" = "$want" ] || { diff <(echo "$want") <(echo "$have"); fail "other files than expected differ"; }
}

reloads() { journalctl --boot --output=cat _PID=1 | grep -cE '^Reloading(\.\.\.|…|\.)' || true; }

# Neither drop-ins nor units of the generator; units that are files are of the packages.
nothing_of_ours() {
    local found
    found=$(find /run/systemd/generator* -name '*hardening*'
        systemctl list-units --all --plain --no-legend --full 'hardening-*' | grep -vE '^hardening-(verify|reload)\.' || true)
    [ -z "$found" ] || fail "left in /run/systemd: $found"
}

not_hardened() {        # UNIT
    ! value "$1" DropInPaths | grep /run/systemd/generator/ || fail "$1 has a drop-in of ours"
}

# Services of the scenarios are restarted more often than systemd likes.
no_start_limit() { lines '[Unit]' StartLimitIntervalSec=0 | put /usr/lib/systemd/system/service.d/10-limit.conf; }

# A service with the files of one program in a tree of its own, in which [Chroot] leaves a mount point.
jail() {        # outside
    service jail.service Type=exec RootDirectory=/srv/jail 'ExecStart=/usr/bin/sleep infinity'
    put /etc/resolv.conf <<<'nameserver 192.0.2.1'
}

fill_jail() {   # inside
    mkdir -p /srv/jail/{etc,proc,dev,sys,run,usr/bin}
    cp /usr/bin/sleep /srv/jail/usr/bin/
    ldd /usr/bin/sleep | grep -o '/[^ ]*' | xargs cp --parents --target-directory=/srv/jail
    # what systemd itself adds to a root, it adds now
    systemctl start jail.service
}

jail_sees() { grep -qF "$1" "/proc/$(value jail.service MainPID)/root/etc/resolv.conf"; }
