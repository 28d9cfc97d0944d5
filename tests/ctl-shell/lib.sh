# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# shellcheck disable=SC2015,SC2016,SC2091 # scripts in quotes, commands that were printed
# On top of ../boot/lib.sh: what is compared, and a terminal inside.

pid_of() { value "$1" MainPID; }        # UNIT

# What /proc says of a process of a unit, without the unit's name. Three extra words: fields that are not compared.
identity() {    # FILE [FIELD...]: of a copy of /proc/PID/status
    local field
    for field in Uid Gid Groups CapInh CapPrm CapEff CapBnd CapAmb NoNewPrivs Seccomp Seccomp_filters; do
        [[ " ${*:2} " == *" $field "* ]] || grep "^$field:" "$1"
    done
}

mounts() {      # FILE UNIT CLONE [REGEX]: of a copy of mountinfo; points that match REGEX are left out
    awk -v without="${4:-^$}" '{ for (k = 7; k <= NF; k++) if ($k == "-") i = k
        if ($5 !~ without) print $4, $5, $6, $(i + 1), $(i + 3) }' "$1" | sed -E "s/$2/UNIT/g; s/$3/UNIT/g"
}

inside() { hardenctl shell "$@"; }

in_shell() { hardenctl shell "$1" -- /bin/sh -c "$2" 2>/dev/null; }     # UNIT SCRIPT

# The terminal: tmux of our own, on whose screen hardenctl, or a tmux that attaches, is seen.
terminals=0
# Each has a socket of its own, since a server that was told to end takes a moment.
terminal() {    # COMMAND...
    T=(tmux -f /dev/null -S "/run/terminal-$BASHPID-$((++terminals))")
    "${T[@]}" new-session -d -x 100 -y 30 -- "$@"
    "${T[@]}" set-option -g remain-on-exit on
}

type_() { "${T[@]}" send-keys -l "$1" && "${T[@]}" send-keys Enter; }
close() { "${T[@]}" kill-server; }

see() {         # TEXT: until it stands on the screen
    local screen
    for _ in {1..300}; do
        screen=$("${T[@]}" capture-pane -p)
        [[ $screen != *"$1"* ]] || return 0
        read -rt 0.1 <> <(:) || true
    done
    fail "\"$1\" does not show up on the screen: $screen"
}

# tmux 3.3 misses the end of a program now and then (it stays a zombie) until another SIGCHLD comes.
ends() {        # [STATUS]: until the program on the terminal has ended
    local server; server=$("${T[@]}" display-message -p '#{pid}')
    for _ in {1..300}; do
        [[ $("${T[@]}" capture-pane -p) != *"Pane is dead${1:+ (status $1}"* ]] || return 0
        read -rt 0.1 <> <(:) || true
        kill -CHLD "$server"
    done
    fail "the program does not end${1:+ with $1}: $("${T[@]}" capture-pane -p)"
}

gone() {        # COMMAND...: until it fails
    for _ in {1..300}; do
        "$@" >/dev/null 2>&1 || return 0
        read -rt 0.1 <> <(:) || true
    done
    fail "$* is still so"
}

nothing_is_left() {
    gone compgen -G '/run/systemd/transient/hardenctl-*'
    gone compgen -G '/run/hardenctl-*'
    gone eval '[ -n "$(systemctl list-units --all --no-legend "hardenctl-*")" ]'
}
