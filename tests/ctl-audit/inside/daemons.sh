# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# shellcheck disable=SC2015,SC2016,SC2091 # scripts in quotes, commands that were printed
# Hardened daemons: all is enforced, and audit itself leaves nothing behind and harms nothing.

# What is denied of each group that a program can do without.
CALLS=(@clock:clock_settime @module:delete_module @mount:umount2 @privileged:chroot @raw-io:iopl @reboot:reboot @swap:swapoff
    @debug:ptrace @cpu-emulation:modify_ldt @obsolete:ustat @keyring:keyctl @pkey:pkey_free @memlock:mlock
    @resources:setpriority @setuid:setresuid @chown:fchown @sandbox:seccomp @timer:timer_delete @aio:io_setup @sync:syncfs
    @io-event:epoll_ctl @network-io:listen)

prepare() {
    sleeper calls.service
    lines '[Match]' 'Unit=calls.service' '[Service]' "SystemCallFilter=~${CALLS[*]%%:*}" | put /etc/hardening.d/60-calls.conf
    service dynamic.service Type=exec DynamicUser=yes StateDirectory=dynamic RuntimeDirectory=dynamic \
        'ExecStart=/bin/sh -c "echo live >/run/dynamic/file; exec sleep infinity"'
    lines '[Match]' 'Unit=dynamic.service' '[Service]' PrivateDevices=yes ProtectKernelTunables=yes LockPersonality=yes \
        'SystemCallFilter=~@mount @clock @swap' 'RestrictAddressFamilies=AF_UNIX' MemoryDenyWriteExecute=yes \
        RestrictNamespaces=yes RestrictRealtime=yes ProtectClock=yes 'CapabilityBoundingSet=CAP_CHOWN' | put /etc/hardening.d/60-dynamic.conf
    sleeper vacuous.service
    lines '[Match]' 'Unit=vacuous.service' '[Service]' CapabilityBoundingSet=~CAP_SYS_MODULE ProtectSystem=yes \
        'SystemCallFilter=~@module' SystemCallErrorNumber=EPERM | put /etc/hardening.d/60-vacuous.conf
    mkdir -p "$LAYER/srv/root"
    service chrooted.service Type=exec RootDirectory=/srv/root TemporaryFileSystem=/:ro MountAPIVFS=yes PrivateTmp=yes \
        'BindReadOnlyPaths=/usr -/bin -/sbin -/lib -/lib64' 'ExecStart=/usr/bin/redis-server --port 7777 --save ""'
    lines '[Match]' 'Unit=chrooted.service' '[Chroot]' '[Service]' NoNewPrivileges=yes RestrictRealtime=yes |
        put /etc/hardening.d/60-chrooted.conf
    lines nameserver\ 127.0.0.1 | put /etc/resolv.conf
}

enforced() { nothing_missing "$1"; }

all_of_nginx() {
    local rest
    rest=$(said nginx "[(r['option'], r['why']) for r in rows if r['verdict'] != 'enforced']")
    [ "$rest" = '[]' ] || fail "$rest"
    [ "$(said nginx 'len(rows) > 15')" = True ] || fail "few rows"
}

# By a probe that gets through outside, and not inside.
by_probe() {    # UNIT OPTION PROBE
    local have; have=$(said "$1" "row['$2']['evidence'] or ''")
    [[ $have == *"$3: "* ]] || fail "no probe $3 told of $2: $have"
}

calls_of_all_groups() {
    local have call
    have=$(said calls "row['SystemCallFilter']['evidence']")
    for call in "${CALLS[@]}"; do
        # @sandbox is younger than 252
        systemd-analyze syscall-filter "${call%:*}" >/dev/null 2>&1 || continue
        [[ "; $have;" == *"; call_${call#*:}: killed by SIGSYS;"* ]] || fail "nothing is told of $call: $have"
    done
}

undisturbed() { # UNIT DIRECTORY...
    local pid before; pid=$(value "$1" MainPID)
    before=$(stat -c '%n %u:%g %a %i' "${@:2}")
    hardenctl audit "$1" >/dev/null || true
    [ "$(value "$1" MainPID)" = "$pid" ] || fail "$1 was restarted"
    [ "$(stat -c '%n %u:%g %a %i' "${@:2}")" = "$before" ] || fail "its directories changed"
    ! compgen -G '/run/systemd/transient/hardenctl-*' || fail "drop-ins are left"
    ! compgen -G '/*/.hardenctl-probe' || fail "a probe has left something"
    [ -z "$(systemctl list-units --all --no-legend 'hardenctl-*')" ] || fail "units are left"
}

# The control of a probe that fails by itself: a user may not write there anyhow.
cannot_tell() {
    local have
    # nobody in this container has that one
    have=$(grep CapBnd /proc/1/status)
    (( (16#${have##*$'\t'} >> 16 & 1) == 0 )) || fail "PID 1 has CAP_SYS_MODULE"
    says vacuous CapabilityBoundingSet cannot-tell
    says vacuous ProtectSystem enforced
    [[ $(said vacuous "row['SystemCallFilter']['evidence']") != *load_module* ]] || fail 'the probe cannot fail in here'
    nothing_missing vacuous
}

inside() {
    hardenctl enable nginx redis >/dev/null 2>&1
    lines '[Match]' 'Unit=postgresql@*.service' '[Service]' NoNewPrivileges=yes ProtectHome=yes PrivateTmp=yes \
        'CapabilityBoundingSet=CAP_CHOWN CAP_SETUID CAP_SETGID CAP_DAC_OVERRIDE CAP_FOWNER' RestrictRealtime=yes |
        put /etc/hardening.d/60-postgresql.conf
    reload
    local postgresql; postgresql=postgresql@$(cd /etc/postgresql && echo *)-main.service
    systemctl restart nginx redis-server "$postgresql" dynamic chrooted vacuous calls
    check all-of-nginx all_of_nginx
    check redis enforced redis-server
    check postgresql enforced "$postgresql"
    check dynamic enforced dynamic
    check chrooted enforced chrooted
    check probe-usr by_probe nginx ProtectSystem write_usr
    check probe-home by_probe nginx ProtectHome read_home
    check probe-write-execute by_probe nginx MemoryDenyWriteExecute map_write_execute
    check probe-namespaces by_probe nginx RestrictNamespaces unshare_user
    check probe-families by_probe nginx RestrictAddressFamilies socket_packet
    check probe-families-of-a-user by_probe dynamic RestrictAddressFamilies socket_inet
    check probe-calls by_probe nginx SystemCallFilter call_mount
    check probe-calls-of-all-groups calls_of_all_groups
    check probe-set-uid by_probe nginx RestrictSUIDSGID set_uid_bit
    check probe-device by_probe nginx PrivateDevices make_device
    check probe-cgroup by_probe nginx ProtectControlGroups make_cgroup
    check probe-processes by_probe nginx ProtectProc see_processes
    check probe-hostname by_probe nginx ProtectHostname set_hostname
    check probe-realtime by_probe dynamic RestrictRealtime realtime
    check cannot-tell cannot_tell
    check undisturbed-dynamic undisturbed dynamic /run/dynamic /var/lib/dynamic/
    check undisturbed-redis undisturbed redis-server /run/redis /var/lib/redis
    check undisturbed-chrooted undisturbed chrooted "$(value chrooted RootDirectory)"
    check all exits_with 0 hardenctl audit
    check refuses-unprivileged refuses 3 'for root alone' setpriv --reuid=65534 --regid=65534 --clear-groups hardenctl audit nginx
    check refuses-unknown refuses 3 'there is no unit nginz.service' hardenctl audit nginz
    check refuses-unplanned refuses 3 'nothing is planned for systemd-logind.service' hardenctl audit systemd-logind
    check refuses-old refuses 3 'needs systemd 247' hardenctl audit nginx --systemd-version=246
}
