# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Units that are asked for, ordinary users, and machines that tell less.

prepare() {
    sleeper plain.service
    sleeper many@.service
    service ns.service Type=exec 'ExecStart=/bin/sleep infinity'
    service once.service Type=oneshot RemainAfterExit=yes ExecStart=/bin/true
    service program.service Type=exec 'ExecStart=/opt/program infinity'
    service early.service Type=exec 'ExecStart=/opt/systemd-executor infinity'
}

asked_for() {
    says dbus.service protected 'bus'
    says plain.service no-policy
    lines '[Match]' 'Unit=pl*.service' '[Service]' KeyringMode=inherit | put /etc/hardening.d/60-pl.conf
    says plain.service nothing-to-add
    rm /etc/hardening.d/60-pl.conf
    systemctl mask --runtime -q once.service
    says once.service masked
    systemctl unmask --runtime -q once.service
    local status=0
    hardenctl status plian 2>/run/said || status=$?
    [ $status = 3 ] || fail "exit status $status for a unit that is not there"
    grep -q 'Did you mean plain?' /run/said || fail "$(cat /run/said)"
}

instances() {
    lines '[Match]' Unit=many@.service '[Service]' NoNewPrivileges=yes | put /etc/hardening.d/60-many.conf
    reload
    says many@.service enforced
    systemctl start many@one.service
    says many@one.service enforced
    lines LockPersonality=yes >>/etc/hardening.d/60-many.conf
    says many@one.service reload-needed
    reload
    says many@one.service restart-needed LockPersonality
    [ "$(hardenctl status --no-legend | grep -c '^many@')" = 1 ] || fail "the template is listed beside its instance"
    systemctl stop many@one.service
    rm /etc/hardening.d/60-many.conf
    reload
}

without_process() {
    lines '[Match]' Unit=once.service '[Service]' NoNewPrivileges=yes | put /etc/hardening.d/60-once.conf
    restart once.service
    says once.service enforced
    rm /etc/hardening.d/60-once.conf
    reload
}

ordinary_user() {
    lines '[Match]' Unit=ns.service '[Service]' NoNewPrivileges=yes ProtectHome=yes PrivateTmp=yes RestrictSUIDSGID=yes \
        UMask=0077 | put /etc/hardening.d/60-ns.conf
    restart ns.service
    as_nobody ns.service enforced
    lines PrivateNetwork=yes >>/etc/hardening.d/60-ns.conf
    reload
    as_nobody ns.service unknown
    says ns.service restart-needed PrivateNetwork
    systemctl restart ns.service
    as_nobody ns.service unknown
    says ns.service enforced
    exposures ns.service "$(said 'row["exposure_before"]' ns.service "${NOBODY[@]}")" \
        "$(said 'row["exposure_after"]' ns.service "${NOBODY[@]}")"
    mount -o remount,hidepid=2 /proc
    as_nobody ns.service unknown || { mount -o remount,hidepid=0 /proc; return 1; }
    mount -o remount,hidepid=0 /proc
}

# What is still systemd's, which executes the program later, is not judged as the service.
still_systemds() {
    local unit
    cp /bin/sleep /opt/program
    cp /bin/sleep /opt/systemd-executor
    systemctl start program.service early.service
    for unit in program early; do
        lines '[Match]' "Unit=$unit.service" '[Service]' NoNewPrivileges=yes | put "/etc/hardening.d/60-$unit.conf"
    done
    reload
    says program.service restart-needed
    says early.service enforced
    rm /etc/hardening.d/60-{program,early}.conf
    reload
}

without_bus() {
    local socket=/run/dbus/system_bus_socket
    mv $socket $socket.away
    says ns.service enforced            # root has PID 1's own socket
    as_nobody ns.service unknown
    mv /run/systemd/private /run/systemd/private.away
    says ns.service unknown
    mv /run/systemd/private.away /run/systemd/private
    mv $socket.away $socket
    says ns.service enforced
}

without_analyze() {
    local seen
    mv /usr/bin/systemd-analyze /usr/bin/away
    seen=$(said 'row["state"], row["exposure_before"], row["exposure_after"]' ns.service) || true
    mv /usr/bin/away /usr/bin/systemd-analyze
    [ "$seen" = "('enforced', None, None)" ] || fail "$seen"
}

other_root() {
    local root=/root/image json
    mkdir -p $root/usr/lib/systemd/system $root/etc/hardening.d
    cp /usr/lib/systemd/system/ns.service $root/usr/lib/systemd/system/
    cp /etc/hardening.d/60-ns.conf $root/etc/hardening.d/
    json=$(hardenctl --root=$root status --json=short)
    [ "$json" = '[{"unit":"ns.service","policies":["60-ns"],"exposure_before":null,"exposure_after":null,"state":null,"detail":null,"active":null,"options":[]}]' ] ||
        fail "$json"
}

no_trace() {    # of what exposures are computed with
    [ -z "$(find /tmp -name 'hardenctl.*')" ] || fail "left behind: $(find /tmp -name 'hardenctl.*')"
}

inside() {
    systemctl start plain.service ns.service
    check asked-for asked_for
    check instances instances
    check without-process without_process
    check ordinary-user ordinary_user
    check still-systemds still_systemds
    check without-bus without_bus
    check without-analyze without_analyze
    check other-root other_root
    check no-trace no_trace
}
