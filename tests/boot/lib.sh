# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# What the scenarios in inside/ are written with. Each scenario is a file with two functions: prepare,
# which `run` calls outside, with LAYER naming the directory that is laid over the root before it
# boots, and inside, which is called in the booted system (LAYER is then empty).
set -euo pipefail
shopt -s inherit_errexit

: "${LAYER=}"
# shellcheck disable=SC2034 # used by the scenarios
GENERATOR=/usr/local/lib/systemd/system-generators/hardening-generator
OUTPUT=/run/systemd/generator

# --- files, outside and inside

put() {         # PATH: a file with the text on stdin
    mkdir -p "$LAYER$(dirname "$1")"
    cat >"$LAYER$1"
}

lines() { printf '%s\n' "$@"; }

script() {      # PATH: an executable file with the text on stdin
    put "$1"
    chmod 755 "$LAYER$1"
}

service() {     # UNIT LINE...: a vendor's service with these lines in [Service]
    lines '[Service]' "${@:2}" '[Install]' WantedBy=multi-user.target | put "/usr/lib/systemd/system/$1"
}

# Type=exec, so that a started one is past what systemd does in the process before it is the service's.
sleeper() { service "$1" Type=exec 'ExecStart=/bin/sleep infinity' "${@:2}"; }  # UNIT [LINE...]

# Stands in each policy, to see that it took effect also where all else is withheld: a boolean that no unit
# of the scenarios sets and that needs no namespace.
BASE=LockPersonality

policy() {      # UNIT [LINE...]: a policy that names UNIT, with these lines in [Service]
    lines '[Match]' "Unit=$1" '[Service]' $BASE=yes "${@:2}" |
        put "/etc/hardening.d/60-${1//[^a-z0-9]/_}.conf"
}

link() {        # TARGET PATH
    mkdir -p "$LAYER$(dirname "$2")"
    ln -s "$1" "$LAYER$2"
}

enable_at_boot() {      # UNIT [FRAGMENT]: the link that `systemctl enable` makes
    link "/usr/lib/systemd/system/${2:-$1}" "/etc/systemd/system/multi-user.target.wants/$1"
}

# --- questions, inside

fail() { echo "$*" >&2; return 1; }

# An event that is awaited, not a time.
wait_until() {  # COMMAND...
    for _ in {1..600}; do
        ! "$@" 2>/dev/null || return 0
        sleep 0.1
    done
    fail "never came: $*"
}

value() { systemctl show --value -p "$2" "$1"; }        # UNIT PROPERTY

is() {          # UNIT PROPERTY VALUE
    local have; have=$(value "$1" "$2")
    [ "$have" = "$3" ] || fail "$1 has $2=$have instead of $3"
}

hardened() { is "$1" $BASE yes; }       # UNIT
unhardened() { is "$1" $BASE no; }

status() {      # UNIT FIELD: of /proc/PID/status of the main process
    local pid; pid=$(value "$1" MainPID)
    [ "$pid" != 0 ] || fail "$1 does not run"
    sed -n "s/^$2:[[:space:]]*//p" "/proc/$pid/status"
}

process() {     # UNIT FIELD VALUE
    local have; have=$(status "$1" "$2")
    [ "$have" = "$3" ] || fail "the process of $1 has $2 $have instead of $3"
}

same() {        # UNIT REFERENCE PROPERTY...: the properties of both are equal
    local property reference
    for property in "${@:3}"; do
        reference=$(value "$2" "$property")
        is "$1" "$property" "$reference"
    done
}

dropin() { echo "$OUTPUT/$1.d/45-hardening.conf"; }     # UNIT

emitted() {     # UNIT LINE...: these lines stand in what was emitted
    local line
    for line in "${@:2}"; do
        grep -qxF -e "$line" "$(dropin "$1")" || fail "no line $line in $(dropin "$1")"
    done
}

withheld() {    # UNIT OPTION...: none of these was emitted
    local option
    [ -e "$(dropin "$1")" ] || fail "nothing was emitted for $1"
    for option in "${@:2}"; do
        ! grep "^$option=" "$(dropin "$1")" || fail "$option was emitted for $1"
    done
}

nothing_for() { # UNIT: no drop-in was emitted
    [ ! -e "$(dropin "$1")" ] || fail "there is a $(dropin "$1")"
}

# --- the checks

check() {       # NAME COMMAND...: one line of the suite's output; what COMMAND says last is the reason
    local name=$1 log; shift
    log=$(mktemp)
    # in the background, since bash forgets `set -e` in a condition
    { trap - ERR; "$@"; } >"$log" 2>&1 &
    if wait $!; then
        echo "ok $name"
    else
        echo "not ok $name: $(tail -1 "$log" | grep . || echo "$* failed")"
        sed 's/^/  /' "$log"
    fi
    rm "$log"
}

scenario() {    # NAME: the checks of one file; one that ends before its last check has failed
    (
        set -E
        trap 'echo "  ${BASH_SOURCE[0]}:$LINENO: $BASH_COMMAND"' ERR
        # shellcheck source=/dev/null
        . "/opt/boot/inside/$1.sh"
        inside
    ) &
    wait $! || echo "not ok $1: ended before its last check"
}
