# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Units that are hard to learn (issue 9, proof 3), that what is learned twice is the same text (2), and kill -9 (4).

prepare() {
    mkdir -p "$LAYER"/srv/{stop,noise,second,helper,chroot/{usr,lib,lib64,bin,proc,sys,dev,tmp,run,var/tmp,etc,root}}
    service works.service Type=exec "ExecStart=/bin/sh -c \"echo on >/srv/works; exec sleep infinity\""
    script /srv/second.sh <<'END'
#!/bin/sh
if [ -e /var/lib/second/marker ]; then
    echo again >/srv/second/again || exit 1
else
    touch /var/lib/second/marker
fi
exec sleep infinity
END
    service second.service Type=exec StateDirectory=second ExecStart=/srv/second.sh
    script /srv/stop.sh <<'END'
#!/bin/bash
trap 'echo off >/srv/stop/state; exit 0' TERM
while :; do sleep 0.2; done
END
    service stops.service Type=exec ExecStart=/srv/stop.sh
    script /srv/noise.sh <<'END'
#!/bin/bash
while :; do echo "$RANDOM" >/srv/noise/file; sleep 0.02; done
END
    service noise.service Type=exec ExecStart=/srv/noise.sh
    # on demand: a helper of another user, in a process that lives for a moment
    script /srv/helper.sh <<'END'
#!/bin/bash
umask 022
while read -r word; do
    touch "/srv/helper/$word"
    chown nobody "/srv/helper/$word"
done <>/run/helper.fifo
END
    service helper.service Type=exec \
        'ExecStartPre=/bin/sh -c "rm -f /run/helper.fifo; mkfifo -m 666 /run/helper.fifo"' ExecStart=/srv/helper.sh
    service dynamic.service Type=exec DynamicUser=yes StateDirectory=dynamic \
        "ExecStart=/bin/sh -c \"echo on >/var/lib/dynamic/state; exec sleep infinity\""
    service template@.service Type=exec "ExecStart=/bin/sh -c \"echo on >/srv/template-%i; exec sleep infinity\""
    service chrooted.service Type=exec RootDirectory=/srv/chroot MountAPIVFS=yes \
        'BindReadOnlyPaths=/usr /lib /lib64 /bin' "ExecStart=/bin/sh -c \"echo on >/var/state; exec sleep infinity\""
    service strict.service Type=exec 'CapabilityBoundingSet=CAP_CHOWN CAP_SETUID' NoExecPaths=/ \
        'ExecPaths=/usr /lib /lib64 /bin' ProcSubset=pid \
        "ExecStart=-/bin/sh -c \"echo on >/srv/strict; exec sleep infinity\""
    script /etc/init.d/sysv <<'END'
#!/bin/sh
### BEGIN INIT INFO
# Provides:          sysv
# Required-Start:
# Required-Stop:
# Default-Start:     2 3 4 5
# Default-Stop:
# Short-Description: of old
### END INIT INFO
case $1 in
start) start-stop-daemon --start --background --make-pidfile --pidfile /run/sysv.pid --exec /bin/sleep -- 54321 ;;
stop) start-stop-daemon --stop --retry 5 --remove-pidfile --pidfile /run/sysv.pid --exec /bin/sleep ;;
esac
END
    script /srv/flaky.sh <<'END'
#!/bin/bash
systemctl is-active -q "$1" && ((RANDOM % 5))
END
    script_minutes
    prepare_boots
    script /srv/probe-nginx.sh <<'END'
#!/bin/bash
exec 3<>/dev/tcp/127.0.0.1/80
printf 'GET / HTTP/1.0\r\n\r\n' >&3
grep -q Welcome <&3
END
    script /srv/ask-helper.sh <<'END'
#!/bin/bash
rm -f "/srv/helper/$$"
echo $$ >/run/helper.fifo
for _ in {1..40}; do
    [ "$(stat -c %U "/srv/helper/$$" 2>/dev/null)" != nobody ] || { rm "/srv/helper/$$"; exit 0; }
    sleep 0.05
done
exit 1
END
}

# STATUS UNIT PROBE [OPTION...]: learns it; leaves /run/learned.conf, and all as it was before
learn() {
    local status=0 before after
    rm -f /run/learned.conf
    before=$(systemctl is-active "$2" || true)
    hardenctl learn "${@:2:1}" "--probe=$3" -o /run/learned.conf "${@:4}" >/run/said 2>&1 || status=$?
    cat /run/said
    [ $status = "$1" ] || fail "exit status $status instead of $1"
    after=$(systemctl is-active "$2" || true)
    [ "$after" = "$before" ] || fail "it was $before and is $after"
    nothing_left "$2"
}

nothing_left() { # UNIT
    local left
    left=$(find /run/systemd/system /run/hardenctl /run/hardening.d -mindepth 1 2>/dev/null) || true
    left+=$(systemctl list-units --all --no-legend 'hardenctl-*')
    [ -z "$left" ] || fail "left: $left"
}

has() { grep -qxF -e "$1" /run/learned.conf || { cat /run/learned.conf; fail "no line $1"; }; }
settings() { grep -v '^#' /run/learned.conf; }

# With the policy in place: start, probe, stop, and once more.
bears() {       # UNIT PROBE
    cp /run/learned.conf /etc/hardening.d/60-learned.conf
    systemctl daemon-reload
    local i
    for i in 1 2; do
        systemctl restart "$1"
        systemctl is-active "$1"
        bash -c "$2"
        systemctl stop "$1"
        is "$1" Result success
    done
    local exposure; exposure=$(systemd-analyze security --no-pager "$1" | grep -o ': [0-9.]*' | tail -1)
    echo "exposure$exposure"
    [ "$(value "$1" NoNewPrivileges)" = yes ] || fail "it is not hardened"
    rm /etc/hardening.d/60-learned.conf
    systemctl daemon-reload
}

simple() {      # UNIT [PROBE]
    systemctl start "$1"
    learn 0 "$1" "${2:-systemctl is-active -q $1}"
    bears "$1" "${2:-systemctl is-active -q $1}"
}

# No kernel tells what it calls.
blind() {       # UNIT [PROBE]
    simple "$@"
    grep -q '^# capabilities and system calls .* this kernel does not count them' /run/learned.conf ||
        { cat /run/learned.conf; fail "the policy does not say that the kernel told nothing"; }
}

flaky() {
    systemctl start works
    learn 0 works.service 'systemctl is-active -q works'
    settings >/run/sane
    learn 0 works.service '/srv/flaky.sh works'
    settings | diff /run/sane - || fail "a flaky probe changes what is learned"
    bears works.service true
}

failing() {
    systemctl start works
    learn 1 works.service false
    grep -q 'does not work as it is' /run/said || fail "it does not say why"
    [ ! -e /run/learned.conf ] || fail "there is a policy"
}

second() {      # it has never run
    learn 0 second.service 'systemctl is-active -q second'
    bears second.service 'systemctl is-active -q second'
    has 'ReadWritePaths=/srv/second'
}

stops() {
    simple stops.service
    rm -f /srv/stop/state
    has 'ReadWritePaths=/srv/stop'
}

# What others write meanwhile, in files that they do not keep open.
noise() {
    systemctl start noise
    stops
    systemctl stop noise
}

helper() {
    simple helper.service /srv/ask-helper.sh
    grep -q 'CapabilityBoundingSet=.*CAP_CHOWN' /run/learned.conf || fail "CAP_CHOWN is lost"
}

refusals() {
    learn 2 works.service ''
    learn 3 nonsuch.service true
    learn 3 systemd-journald.service true
    grep -q 'is protected' /run/said || fail "not for the right reason"
}

twice() {       # UNIT PROBE
    local i
    systemctl start "$1"
    learn 0 "$1" "$2"
    cp /run/learned.conf /run/first.conf
    for ((i = 1; i < TIMES; i++)); do
        learn 0 "$1" "$2"
        diff /run/first.conf /run/learned.conf
    done
}

# Once all works, it is tried whether each place has to be writable: without the second one the probe hangs until the
# time is over.
script_minutes() {
    script /srv/minutes.sh <<'END'
#!/bin/sh
state=quick
touch /srv/minutes-too/file || state=slow
echo $state >/srv/minutes/state || exit 1
exec sleep infinity
END
    script /srv/probe-minutes.sh <<'END'
#!/bin/sh
[ -e /run/minutes ] || { touch /run/minutes; sleep 10; }
! grep -q slow /srv/minutes/state || exec sleep infinity
END
    mkdir -p "$LAYER"/srv/minutes{,-too}
    service minutes.service Type=exec ExecStart=/srv/minutes.sh
}

minutes() {
    learn 0 minutes.service /srv/probe-minutes.sh --minutes=1
    grep -q 'the time is over, it was not tried whether it bears: ReadWritePaths= without /srv/minutes-too' /run/said ||
        fail "what was not tried is not said"
    grep -q '^# Not tried, for lack of time: ReadWritePaths= without /srv/minutes-too' /run/learned.conf ||
        fail "the policy does not say it"
    bears minutes.service true
}

too_few_minutes() {
    learn 1 works.service 'sleep 40' --minutes=1
    grep -q 'nothing is proven yet' /run/said || fail "it does not say why"
    [ ! -e /run/learned.conf ] || fail "there is a policy"
}

# On a terminal: script(1) makes one.
asked() {       # ANSWER STATUS UNIT
    local status=0
    rm -f /run/learned.conf
    /usr/bin/script -qec "stty cols 100; hardenctl learn $3 --probe='sleep 1' -o /run/learned.conf" /run/typescript \
        <<<"$1" || status=$?
    [ $status = "$2" ] || fail "exit status $status instead of $2"
}

question() {
    systemctl start works
    local before; before=$(value works InvocationID)
    asked n 3 works.service
    grep -Eq 'runs. It will be restarted about 8 to 25 times, .* for [0-9]+ to [0-9]+ seconds' /run/typescript ||
        fail "no estimate"
    grep -q 'nothing was done' /run/typescript || fail "it does not say that nothing was done"
    is works InvocationID "$before"
    asked y 0 works.service
    grep -Eq '\[#+ +\] [0-9]+, exposure [0-9.]+ so far: ' /run/typescript || fail "no bar with the exposure"
    [ -e /run/learned.conf ] || fail "no policy"
    asked y 3 systemd-journald.service
    grep -q 'is protected' /run/typescript || fail "it does not say that it is protected"
    ! grep -q 'Go on' /run/typescript || fail "it asks where it refuses"
    nothing_left works.service
}

# With --boot: in a copy of this system, a container in this container; here it shall not begin what the lab has begun.
prepare_boots() {
    policy nginx.service NoNewPrivileges=yes
    mv "$LAYER/etc/hardening.d/60-nginx_service.conf" "$LAYER/srv/60-good.conf"
    policy nginx.service CapabilityBoundingSet=
    mv "$LAYER/etc/hardening.d/60-nginx_service.conf" "$LAYER/srv/60-bad.conf"
}

proves() {      # STATUS TEXT POLICY [OPTION...]: without learning
    local status=0 said
    said=$("${HARDENCTL[@]}" learn nginx --boot --probe=/srv/probe-nginx.sh --policy="$3" "${@:4}" 2>&1) || status=$?
    echo "$said"
    [ $status = "$1" ] || fail "exit status $status instead of $1"
    [[ $said = *"$2"* ]] || fail "it does not say: $2"
}

booted() {
    rm -f /etc/systemd/system/multi-user.target.wants/boot-script.service
    systemctl start nginx
    learn 0 nginx.service /srv/probe-nginx.sh --boot
    grep -q 'a boot of a copy' /run/said || fail "no boot"
    local before; before=$(value nginx InvocationID)
    HARDENCTL=(hardenctl)
    proves 0 'works with 60-good.conf on a booted copy' /srv/60-good.conf
    proves 1 'works without the policy, and fails with it: its start fails' /srv/60-bad.conf
    mount --bind / /mnt
    proves 0 'works with 60-good.conf on a booted copy' /srv/60-good.conf --root=/mnt
    umount /mnt
    HARDENCTL=(env PATH=/nowhere /usr/bin/hardenctl)
    proves 3 'systemd-nspawn is not installed' /srv/60-good.conf
    HARDENCTL=(setpriv --inh-caps -sys_admin --bounding-set -sys_admin hardenctl)
    proves 3 'no mount namespace can be had: Operation not permitted' /srv/60-good.conf
    is nginx InvocationID "$before"
    [ -z "$(ls -A /dev/shm)" ] || fail "something is left"
}

as_before() { systemctl is-active -q works && nothing_left works.service && is works.service NoNewPrivileges no; }
under_way() { [ -e /run/hardenctl ]; }

# In moments that the seed draws. The timer acts after 20 s; but for the last time its service is started at once.
killed() {
    systemctl start works
    local i learn
    RANDOM=${SEED:-1}
    for ((i = 1; i <= 20; i++)); do
        hardenctl learn works.service '--probe=sleep 0.3' -o /run/learned.conf >/run/said 2>&1 & learn=$!
        wait_until under_way
        sleep "$((RANDOM % 5)).$((RANDOM % 10))"
        kill -9 $learn 2>/dev/null || true
        wait $learn || true
        [ $i = 20 ] || ! under_way || systemctl start hardenctl-undo-works.service || true
        wait_until as_before
    done
}

wanted() {      # NAME COMMAND...: one of the checks that are named, if any are
    [[ -n $ONLY && " $ONLY " != *" $1 "* ]] || check "$@"
}

inside() {
    systemctl is-system-running --wait >/dev/null || true # what others write at boot is not the subject
    "$SCENARIO"
}

all() {
    wanted refusals refusals
    wanted always-failing failing
    wanted second-start second
    wanted writes-at-stop stops
    wanted others-write noise
    wanted helpers-on-demand helper
    wanted dynamic-user simple dynamic.service
    wanted template-instance simple template@one.service
    wanted chrooted simple chrooted.service
    wanted strict-already simple strict.service
    wanted sysv-script simple sysv.service
    wanted flaky-probe flaky
    wanted same-text-twice twice helper.service /srv/ask-helper.sh
    wanted same-text-twice-nginx twice nginx.service /srv/probe-nginx.sh
    wanted minutes minutes
    wanted too-few-minutes too_few_minutes
    wanted question question
    wanted booted booted
    wanted slow-probe simple works.service 'sleep 10'
    wanted killed killed
}

without_bpf() {
    wanted without-bpf-nginx blind nginx.service /srv/probe-nginx.sh
    wanted without-bpf-dynamic-user blind dynamic.service
}
