# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Each check begins with a service that runs without a plan, and a policy that is there or given.

prepare() {
    local name
    # Works whatever is forbidden; dies at its start without /srv/data; dies soon after; answers a probe out of /srv/data.
    sleeper works.service
    service needs.service Type=exec 'ExecStart=/bin/sh -c "touch /srv/data/x && exec sleep infinity"'
    service dies.service Type=exec 'ExecStart=/bin/sh -c "sleep 5; touch /srv/data/x && exec sleep infinity"'
    service serves.service Type=exec 'ExecStart=/bin/sh -c "while :; do date >/srv/data/answer; sleep 0.2; done 2>/dev/null"'
    service mutters.service Type=exec 'ExecStart=/bin/sh -c "touch /srv/data/x; exec sleep infinity"'
    service traces.service Type=exec 'ExecStart=/bin/sleep infinity'
    service once.service Type=oneshot ExecStart=/bin/true
    mkdir -p "$LAYER/srv/data"
    for name in works needs dies serves mutters; do
        lines '[Match]' "Unit=$name.service" '[Service]' NoNewPrivileges=yes ReadOnlyPaths=/srv/data |
            put "/srv/policies/70-$name.conf"
    done
    lines '[Match]' Unit=traces.service '[Service]' NoNewPrivileges=yes StateDirectory=traces | put /srv/policies/70-traces.conf
    lines '[Match]' Unit=once.service '[Service]' NoNewPrivileges=yes | put /srv/policies/70-once.conf
}

PROBE='rm -f /srv/data/answer; sleep 0.5; cat /srv/data/answer'

begin() { rm -f /srv/data/*; systemctl start "$1"; plain "$1"; }

pending() { cp "/srv/policies/70-${1%.service}.conf" /etc/hardening.d/; }
forget() { rm /etc/hardening.d/70-*; systemctl daemon-reload; }

# What is enabled, and works: it stays.
success() {
    begin works.service
    pending works.service
    trial 0 'It stays so' works --for=1
    process works.service NoNewPrivs 1
    nothing_left works.service
    hardenctl diff --exit-code works
    forget
    systemctl restart works
    plain works.service
}

success_of_file() {
    begin works.service
    trial 0 'To keep it: cp /srv/policies/70-works.conf /etc/hardening.d/' works --for=1 --policy=/srv/policies/70-works.conf
    plain works.service
}

failing_start() {
    begin needs.service
    pending needs.service
    trial 1 'certain: ReadOnlyPaths=-/srv/data' needs --for=3
    plain needs.service
    hardenctl diff --exit-code needs >/dev/null && fail "the policy is not pending any more"
    nothing_for needs.service
    forget
}

failing_start_of_file() {
    begin needs.service
    trial 1 'hardenctl exempt needs ReadOnlyPaths=/srv/data' needs --for=3 --policy=/srv/policies/70-needs.conf
    plain needs.service
}

failing_probe() {
    begin serves.service
    trial 1 'the probe fails' serves --for=3 "--probe=$PROBE" --policy=/srv/policies/70-serves.conf
    plain serves.service
    sh -c "$PROBE"
}

passing_probe() {
    begin works.service
    trial 0 'it works' works --for=1 --probe=true --policy=/srv/policies/70-works.conf
    plain works.service
}

dies_after_5s() {
    begin dies.service
    trial 1 'it ended after 5.' dies --for=10 --policy=/srv/policies/70-dies.conf
    plain dies.service
}

complaining_journal() {
    begin mutters.service
    trial 1 'its journal complains' mutters --for=2 --policy=/srv/policies/70-mutters.conf
    plain mutters.service
}

# What ran hardened comes back hardened as it was, though the policies say more by now.
hardened_before() {
    begin needs.service
    lines '[Match]' Unit=needs.service '[Service]' NoNewPrivileges=yes | put /etc/hardening.d/70-needs.conf
    systemctl daemon-reload
    systemctl restart needs
    process needs.service NoNewPrivs 1
    local before; before=$(cat "$(dropin needs.service)")
    lines ReadOnlyPaths=/srv/data >>/etc/hardening.d/70-needs.conf
    trial 1 'certain: ReadOnlyPaths=-/srv/data' needs --for=3
    is needs.service ActiveState active
    process needs.service NoNewPrivs 1
    is needs.service ReadOnlyPaths ''
    [ "$(cat "$(dropin needs.service)")" = "$before" ] || fail "another drop-in than before"
    nothing_left needs.service
    forget
    systemctl restart needs
}

stopped_before() {
    systemctl stop works
    trial 0 'is stopped as before' works --for=1 --policy=/srv/policies/70-works.conf
    is works.service ActiveState inactive
    nothing_left works.service
}

oneshot() {
    trial 0 'it works' once --for=1 --policy=/srv/policies/70-once.conf
    nothing_left once.service
}

hardened_now() { process "$1" NoNewPrivs 1; }

in_trial() {    # UNIT: a trial that has restarted the service; sets PID
    hardenctl try "$1" --for=5min "--policy=/srv/policies/70-${1%.service}.conf" >/run/trial.log 2>&1 &
    PID=$!
    wait_until hardened_now "$1"
}

killed() {
    begin works.service
    in_trial works.service
    kill -9 $PID
    wait_until plain works.service
    plain works.service
}

interrupted() { # SIGNAL
    begin works.service
    in_trial works.service
    kill "-$1" $PID
    local status=0; wait $PID || status=$?
    [ $status = 3 ] || fail "exit status $status: $(cat /run/trial.log)"
    plain works.service
}

# Longer than the timer waits for a sign of life: it gets its signs.
long() {
    begin works.service
    trial 0 'it works' works --for=25 --policy=/srv/policies/70-works.conf
    plain works.service
}

by_hand() {
    begin works.service
    in_trial works.service
    trial 3 'is under way' works --policy=/srv/policies/70-needs.conf
    kill -STOP $PID
    trial 0 '' works --undo
    plain works.service
    kill -CONT $PID
    wait $PID || true
    plain works.service
}

traces() {
    begin traces.service
    trial 3 'cannot be taken back: StateDirectory' traces --policy=/srv/policies/70-traces.conf
    [ ! -e /var/lib/traces ] || fail "it left its trace"
    plain traces.service
    trial 0 'it works' traces --for=1 --irreversible --policy=/srv/policies/70-traces.conf
    plain traces.service
}

refusals() {
    begin works.service
    trial 3 'there is nothing to try' works
    trial 3 'there is no unit nonsuch.service' nonsuch
    trial 3 'there is no file' works --policy=/srv/none.conf
    trial 3 'there is nothing to try' works --policy=/srv/policies/70-needs.conf
    trial 2 'no time' works --for=soon
    pending works.service
    trial 3 'is there already' works --policy=/srv/policies/70-works.conf
    local status=0
    setpriv --reuid=65534 --regid=65534 --clear-groups hardenctl try works >/run/said 2>&1 || status=$?
    [ $status = 3 ] || fail "exit status $status for another than root"
    grep -q 'run as root' /run/said || fail "$(cat /run/said)"
    forget
    plain works.service
}

shipped() {     # UNIT PROBE: a real daemon
    systemctl start "$1"
    trial 0 "hardenctl enable ${1%-server}" "$1" --for=2 "--probe=$2" "--policy=${1%-server}"
    is "$1.service" ActiveState active
    process "$1.service" NoNewPrivs "$(grep -c '^NoNewPrivileges=yes\|^NoNewPrivileges=true' "/usr/lib/systemd/system/$1.service" || true)"
    nothing_left "$1.service"
}

# A container of the lab cannot reboot: what a reboot keeps, all but /run, is what a second one is booted with.
leave_in_trial() {
    local mark; mark=$(mktemp /var/tmp/mark.XXXXXX)
    begin works.service
    in_trial works.service
    [ -n "$(ls /run/hardenctl)" ] || fail "nothing to be lost"
    find / -xdev -newer "$mark" -type f -print0 | tar -c --null -T - -f /kept/files.tar 2>/dev/null
}

after_reboot() {
    systemctl start works
    plain works.service
    [ ! -e /etc/hardening.d/70-works.conf ] || fail "the policy is enabled"
}

inside() {
    local name
    if [ -e /opt/boot/rebooted ]; then
        check 'reboot in between' after_reboot
        return
    fi
    for name in success success_of_file failing_start failing_start_of_file failing_probe passing_probe dies_after_5s \
        complaining_journal hardened_before stopped_before oneshot killed long by_hand traces refusals; do
        check "${name//_/ }" $name
    done
    check 'interrupted from the keyboard' interrupted INT
    check 'terminal closed' interrupted HUP
    if [ -e /usr/sbin/nginx ]; then
        check nginx shipped nginx 'pidof nginx'
        check redis shipped redis-server 'redis-cli ping | grep PONG'
    fi
    check 'trial before the reboot' leave_in_trial
}
