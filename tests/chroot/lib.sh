# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# On top of ../boot/lib.sh: the lab's two name servers, 127.0.0.11 and 127.0.0.12, which know lab.test under
# two addresses; the server behind each, by TLS; and services that tell what they see of it.

# shellcheck disable=SC2034 # used by run and the scenarios
{
MIRROR_PROGRAM=/usr/libexec/hardening-generator/mirror
POLICY=/usr/share/hardening/policies/20-chroot-network.conf
RESOLV=/etc/resolv.conf
MIRROR=/run/hardening$RESOLV
WAIT=hardening-wait-etc-resolv.conf
MIRROR_UNIT=hardening-mirror-etc-resolv.conf.service
PROGRAMS='BindReadOnlyPaths=/usr -/bin -/sbin -/lib -/lib64'
PROBE=/usr/lib/probe
}

# --- outside

lab_servers() {
    service lab-dns@.service Type=exec "ExecStart=/usr/sbin/dnsmasq --keep-in-foreground --conf-file=/dev/null \
--user=root --pid-file= --no-resolv --no-hosts --bind-interfaces --listen-address=127.0.0.1%i \
--address=/lab.test/127.0.0.2%i"
    service lab-tls@.service Type=exec WorkingDirectory=/srv/lab/%i "ExecStart=/usr/bin/openssl s_server -quiet \
-WWW -accept 127.0.0.2%i:8443 -cert /etc/ssl/private/lab.pem -key /etc/ssl/private/lab.key"
    local i
    for i in 1 2; do
        echo "hello from $i" | put /srv/lab/$i/hello
        enable_at_boot lab-dns@$i.service lab-dns@.service
        enable_at_boot lab-tls@$i.service lab-tls@.service
    done
}

# A vendor's service that runs the probe. Lines before it that begin with [ are other sections'.
probe() {       # UNIT LINE...
    local line exec=ExecStart=$PROBE type=Type=exec
    for line in "${@:2}"; do
        case $line in ExecStart=*) exec= ;; Type=*) type= ;; esac
    done
    service "$1" ${type:+"$type"} ${exec:+"$exec"} 'StandardOutput=append:/var/lib/probe/%n' "${@:2}"
}

enabled_probe() { probe "$@"; enable_at_boot "$1"; }    # UNIT LINE...

# the same with further lines on stdin
probe_lines() { mapfile -t; probe "$1" "${MAPFILE[@]}" "${@:2}"; }              # UNIT LINE...
enabled_lines() { probe_lines "$@"; enable_at_boot "$1"; }

empty() {       # NAME: the lines of a root that is empty but for its programs
    lines "RuntimeDirectory=$1" "RootDirectory=/run/$1" "$PROGRAMS"
}

named() {       # UNIT [LINE...]: a policy that names UNIT, with these lines in [Chroot]
    lines '[Match]' "Unit=$1" '[Chroot]' "${@:2}" '[Wait]' "PathExists=$RESOLV" |
        put "/etc/hardening.d/60-${1//[^a-z0-9]/_}.conf"
}

waiting_service() { empty way | enabled_lines way.service; }

dangling() {    # TARGET: what /etc/resolv.conf is at boot
    rm "$LAYER$RESOLV"
    link "$1" "$RESOLV"
}

unit_lines() { lines '[Unit]' "${@:2}" | put "/usr/lib/systemd/system/$1.d/10-vendor.conf"; } # UNIT LINE...

# --- waiting for what must come, inside

eventually() {  # COMMAND...: it must succeed within half a minute; no more is said about time
    local i
    for ((i = 0; i < 600; i++)); do
        ("$@") &>/dev/null && return
        sleep 0.05
    done
    "$@"
}

no_jobs() { [ -z "$(systemctl list-jobs --no-legend)" ] || fail "jobs: $(systemctl list-jobs --no-legend)"; }

settled() {     # everything that was caused is through
    eventually no_jobs
    if systemctl cat $WAIT.service &>/dev/null; then eventually is $WAIT.service ActiveState inactive; fi
    eventually no_jobs
}

listens() { exec 3<>"/dev/tcp/127.0.0.$1/$2"; exec 3>&-; }      # LAST-BYTE PORT

booted() {      # the system is up, and the lab with it
    local i
    for i in 1 2; do eventually listens 1$i 53; eventually listens 2$i 8443; done
    settled
}

healthy() {
    local state; state=$(systemctl is-system-running || true)
    [ "$state" = running ] || fail "the system is $state: $(systemctl --failed --no-legend)"
}

# --- /etc/resolv.conf, inside

resolv() { echo "nameserver 127.0.0.1$1"; }     # N

write() { resolv "$1" >"${2:-$RESOLV}"; }       # N [FILE]

rename() {      # N [FILE]
    resolv "$1" >"${2:-$RESOLV}.new"
    mv "${2:-$RESOLV}.new" "${2:-$RESOLV}"
}

no_file() {     # [FILE]
    if [ -e "${1:-$RESOLV}" ] || [ -L "${1:-$RESOLV}" ]; then fail "there is a ${1:-$RESOLV}"; fi
}

# --- questions, inside

active() { is "$1" ActiveState active; }
inactive() { is "$1" ActiveState inactive; }

starts() { grep -cx start "/var/lib/probe/$1" 2>/dev/null || true; }    # UNIT

started() {     # UNIT N: that often since the boot
    local have; have=$(starts "$1")
    [ "${have:-0}" = "$2" ] || fail "$1 was started ${have:-0} times instead of $2"
}

started_once() { eventually active "$1"; eventually started "$1" 1; }   # UNIT

waiting() {     # the services that wait for the file, as an admin sees them
    systemctl list-units --plain --no-legend "$WAIT@*.target" | sed -n "s/^$WAIT@\(.*\)\.target .*/\1/p"
}

waits() {       # UNIT
    inactive "$1"
    is "$1" Result success
    started "$1" 0
    waiting | grep -qxF -e "$1" || fail "$1 is not listed among those that wait: $(waiting | paste -sd' ')"
}

not_waiting() { ! waiting | grep -qxF -e "$1" || fail "$1 is said to wait"; }   # UNIT

answered() { [ "$(grep -cx 'done' "/var/lib/probe/$1")" -gt "$2" ]; }     # UNIT N

# what the process of UNIT says now about its root
ask() {         # UNIT
    local before; before=$(grep -cx 'done' "/var/lib/probe/$1" || true)
    systemctl kill --kill-who=main -s USR1 "$1"
    eventually answered "$1" "$before"
    tail -4 "/var/lib/probe/$1"
}

answers() {     # UNIT N: it uses name server N, and reaches the server that this one names
    local have
    have=$(ask "$1" | paste -sd'|')
    [ "$have" = "resolv $(resolv "$2");|address 127.0.0.2$2|curl hello from $2|done" ] ||
        fail "$1 sees other than server $2: $have"
}

pid() { value "$1" MainPID; }           # UNIT

inotify() { find /proc/1/fd -lname 'anon_inode:*inotify*' | wc -l; }

# --- a service that waits at boot, and one way for the file to come

waits_at_boot() {
    healthy
    waits way.service
    [ ! -e "$RESOLV" ] || fail "the file is there"
}

comes() {       # COMMAND...
    "$@"
    started_once way.service
    answers way.service 1
    settled
    started way.service 1
    [ -z "$(waiting)" ] || fail "these wait still: $(waiting | paste -sd' ')"
    healthy
}

check_way() {   # NAME COMMAND...
    booted
    check "$1-waits-at-boot" waits_at_boot
    check "$1-started" comes "${@:2}"
}

# --- where the mirror is out of order

failed_units() { systemctl --failed --plain --no-legend | cut -d' ' -f1; }

mirror_failed() { [ "$(failed_units)" = "$MIRROR_UNIT" ] || fail "failed: $(failed_units | paste -sd' ')"; }

only_the_mirror_failed() { eventually mirror_failed; settled; mirror_failed; }

comes_without_mirror() {        # COMMAND...
    "$@"
    started_once way.service
    answers way.service 1
    settled
    started way.service 1
    mirror_failed
}
