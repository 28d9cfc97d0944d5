# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# In the booted system: what each verb prints, below /golden, and what jq says of its JSON.
set -uo pipefail
export LC_ALL=C.UTF-8
nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)

# ask NAME WORD...: what a user sees who types that, at all widths. as: the command that runs it.
as=()
ask() {
    local name=$1 width; shift
    for width in 80 160 plain; do
        record "$name.$width" "$@"
        [ "$width" = plain ] || again
    done
}

record() {      # FILE WORD...
    local status=0 columns=()
    case $1 in
    *.80) columns=(COLUMNS=80) ;;
    *.160) columns=(COLUMNS=160) ;;
    esac
    env "${columns[@]}" "${as[@]}" hardenctl "${@:2}" >/run/out 2>/run/err </dev/null || status=$?
    {
        printf '$ hardenctl'
        printf ' %q' "${@:2}"
        printf '\n'
        cat /run/out
        [ ! -s /run/err ] || { echo '-- stderr:'; cat /run/err; }
        [ $status = 0 ] || echo "-- exit status $status"
    } >"/golden/$1"
}

# json NAME WORD...: both forms are JSON, and the same
json() {
    local name=$1 mode; shift
    for mode in pretty short; do
        "${as[@]}" hardenctl "$@" --json=$mode </dev/null >/run/json.$mode 2>/run/err
        jq -S . /run/json.$mode >/run/jq.$mode 2>/run/err.jq && [ -s /run/jq.$mode ] ||
            echo "not ok json-$name: --json=$mode: $(head -1 /run/err.jq)"
        [ "$mode" = short ] || again
    done
    cmp -s /run/jq.pretty /run/jq.short || echo "not ok json-$name: short and pretty differ"
    # what preflight finds depends on the processes of the moment, and has tests of its own
    jq 'walk(if type == "object" then del(.preflight) else . end)' /run/json.pretty >"/golden/$name.json"
}

both() { ask "$@"; json "$@"; }

# What a verb has written is taken back before it is asked again.
again() { :; }
writes() {
    mkdir -p /run/hardening.d
    rm -rf /run/saved && mkdir /run/saved && cp -a /etc/hardening.d /run/saved/etc && cp -a /run/hardening.d /run/saved/run
    again() {
        rm -rf /etc/hardening.d /run/hardening.d
        cp -a /run/saved/etc /etc/hardening.d && cp -a /run/saved/run /run/hardening.d
        [ ! -S /run/systemd/private ] || systemctl daemon-reload
    }
    json "$@"
    again
    ask "$@"
    again() { :; }
}

at_first() {
    ask 00-help --help
    both 01-list list
    both 01-list-installed list --installed
    both 01-status status
    both 01-explain-unhardened explain nginx
}

enabling() {
    writes 10-enable enable nginx redis postgresql chroot-network
    ask 11-enable-again enable nginx
    both 11-list list
    both 12-status-reload-needed status
    both 12-pending-reload status --pending
    both 13-diff diff
    ask 13-diff-unit diff jail
    both 14-verify-not-reloaded verify
    systemctl daemon-reload
}

loaded() {
    both 20-status-restart-needed status
    both 20-pending-restart status --pending
    systemctl restart nginx redis-server postgresql@17-main site-shop site-mail jail
}

enforced() {
    both 30-status status
    both 30-status-units status nginx postgresql trial dbus
    both 30-pending-nothing status --pending
    both 30-diff-nothing diff
    both 31-verify verify
    both 31-verify-file verify /srv/draft.conf
    both 31-verify-loaded verify --loaded
}

explaining() {
    both 40-explain-nginx explain nginx
    both 40-explain-redis explain redis
    both 40-explain-postgresql explain postgresql@17-main
    both 40-explain-jail explain jail
    both 40-explain-late explain site-late
    both 40-explain-trial explain trial
    both 41-explain-admin explain nginx PrivateDevices
    both 41-explain-late-drop-in explain redis UMask
    both 41-explain-set explain nginx CapabilityBoundingSet
    both 41-explain-not-set explain nginx PrivateNetwork
    both 41-explain-upstream explain nginx --upstream
}

exempting() {
    writes 50-exempt-option exempt nginx PrivateTmp --reason='Its certificates are in /tmp'
    writes 50-exempt exempt site-mail --reason='It calls sendmail'
    both 51-status status
    both 51-pending status --pending
    both 52-explain-exempt explain site-mail
    both 52-explain-exempt-option explain nginx PrivateTmp
    writes 53-exempt-undo exempt --undo site-mail
    writes 54-exempt-restart exempt nginx PrivateTmp --undo --restart
}

disabling() {
    writes 60-disable disable redis
    writes 61-disable-reload disable redis postgresql --reload
    writes 62-enable-restart enable redis --restart
    writes 63-enable-installed enable --installed
    writes 64-enable-runtime enable squid --runtime
    rm /run/hardening.d/30-squid.conf
}

# What an ordinary user sees, and which right is missing.
ordinary() {
    local verb
    for verb in "explain nginx" diff list "verify --loaded"; do
        # shellcheck disable=SC2086 # a verb and its arguments
        diff <(hardenctl $verb 2>&1) <("${nobody[@]}" hardenctl $verb 2>&1) >/run/differ ||
            echo "not ok nobody: $verb: $(head -3 /run/differ | tr '\n' ' ')"
    done
    as=("${nobody[@]}")
    both 70-nobody-status status
    both 70-nobody-pending status --pending
    ask 71-nobody-enable enable squid
    ask 71-nobody-disable disable redis --reload
    ask 71-nobody-exempt exempt nginx
    as=()
}

# The system manager and the bus cannot be reached.
no_bus() {
    local socket
    for socket in /run/systemd/private /run/dbus/system_bus_socket; do mv $socket $socket.away; done
    both 80-no-bus-status status
    ask 80-no-bus-pending status --pending
    ask 80-no-bus-explain explain nginx PrivateTmp
    ask 80-no-bus-diff diff
    ask 80-no-bus-verify verify
    ask 80-no-bus-verify-loaded verify --loaded
    writes 81-no-bus-enable enable squid
    writes 81-no-bus-disable disable squid --reload
    writes 81-no-bus-exempt exempt nginx PrivateTmp
    for socket in /run/systemd/private /run/dbus/system_bus_socket; do mv $socket.away $socket; done
}

systemctl is-system-running --wait >/dev/null 2>&1
for scene in at_first enabling loaded enforced explaining exempting disabling ordinary no_bus; do
    $scene
done
echo "ok scenes"
