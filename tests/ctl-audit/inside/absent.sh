# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# shellcheck disable=SC2015,SC2016,SC2091 # scripts in quotes, commands that were printed
# Twelve ways in which hardening is silently absent. Each has a unit of its own.

OPTIONS=(NoNewPrivileges=yes ProtectHome=yes RestrictRealtime=yes 'LimitNOFILE=100')

prepare() {
    local name
    for name in older unloaded removed masked lxc later plus remounted grown exchanged emptied stale; do
        sleeper "$name.service"
        lines '[Match]' "Unit=$name.service" '[Service]' "${OPTIONS[@]}" | put "/etc/hardening.d/60-$name.conf"
        enable_at_boot "$name.service"
    done
    sed -i 's/ExecStart=/&+/' "$LAYER/usr/lib/systemd/system/plus.service"
    rm "$LAYER/etc/hardening.d/60-older.conf" "$LAYER/etc/hardening.d/60-unloaded.conf"
    link /dev/null /etc/systemd/system/masked.service.d/45-hardening.conf
    lines '[Service]' NoNewPrivileges=no ProtectHome=no | put /etc/systemd/system/later.service.d/99-mine.conf
}

policy_of() {   # UNIT
    lines '[Match]' "Unit=$1.service" '[Service]' "${OPTIONS[@]}" | put "/etc/hardening.d/60-$1.conf"
}

healthy() { nothing_missing "$1"; }

older() {
    policy_of older
    reload
    says older NoNewPrivileges not-enforced 'older than the drop-in: systemctl restart older.service'
    says older ProtectHome not-enforced 'older than the drop-in'
    says older RestrictRealtime not-enforced 'older than the drop-in'
    exits_with 1 hardenctl audit older
    systemctl restart older
    nothing_missing older
}

unloaded() {
    policy_of unloaded
    says unloaded NoNewPrivileges not-enforced 'not loaded: systemctl daemon-reload'
    exits_with 1 hardenctl audit unloaded
}

removed() {     # by hand, from where the generator has put it
    rm /run/systemd/generator/removed.service.d/45-hardening.conf
    says removed NoNewPrivileges not-enforced 'not loaded: systemctl daemon-reload'
    [[ $(said removed "row['NoNewPrivileges']['evidence']") == *'until its restart'* ]] || fail "the process has it still"
    exits_with 1 hardenctl audit removed
}

masked() {
    says masked None not-enforced '/etc/systemd/system/masked.service.d/45-hardening.conf stands in the place'
    exits_with 1 hardenctl audit masked
}

lxc() {         # as lxc's and incus's images have it
    lines '[Service]' ProtectHome= ProtectHome=no NoNewPrivileges=no |
        put /run/systemd/system/service.d/zzz-lxc-service.conf
    restart lxc
    says lxc ProtectHome not-enforced 'zzz-lxc-service.conf, which the container manager has put there'
    says lxc NoNewPrivileges not-enforced 'zzz-lxc-service.conf'
    exits_with 1 hardenctl audit lxc
    rm /run/systemd/system/service.d/zzz-lxc-service.conf
    restart lxc
    nothing_missing lxc
}

later() {
    says later NoNewPrivileges not-enforced '/etc/systemd/system/later.service.d/99-mine.conf sets it again'
    says later RestrictRealtime enforced
    exits_with 1 hardenctl audit later
}

plus() {
    says plus NoNewPrivileges not-enforced 'ExecStart=+ runs it outside of the sandbox'
    says plus ProtectHome not-enforced 'ExecStart=+'
    says plus RestrictRealtime not-enforced 'ExecStart=+'
    exits_with 1 hardenctl audit plus
}

remounted() {   # somebody in its mount namespace has uncovered what was hidden
    nsenter -m -t "$(value remounted MainPID)" umount /root
    nsenter -m -t "$(value remounted MainPID)" umount /home
    says remounted ProtectHome not-enforced 'taken from the process'
    says remounted NoNewPrivileges enforced
}

grown() {       # the policy has become stricter since the start
    lines ProtectSystem=strict PrivateDevices=yes >>/etc/hardening.d/60-grown.conf
    reload
    says grown ProtectSystem not-enforced 'the policy is newer: systemctl restart grown.service'
    says grown NoNewPrivileges enforced
    systemctl restart grown
    nothing_missing grown
}

exchanged() {   # the main process is another one than systemd has started
    lines '[Service]' Type=forking PIDFile=/run/exchanged.pid 'ExecStart=/bin/sh -c "sleep infinity & echo $$! >/run/exchanged.pid"' |
        put /etc/systemd/system/exchanged.service
    restart exchanged
    nothing_missing exchanged
    sleep infinity &
    local foreign=$!
    echo "$foreign" >"/sys/fs/cgroup$(value exchanged ControlGroup)/cgroup.procs"
    echo "$foreign" >/run/exchanged.pid
    kill "$(value exchanged MainPID)"
    for _ in {1..100}; do [ "$(value exchanged MainPID)" = "$foreign" ] && break; read -rt 0.1 <> <(:) || true; done
    is exchanged MainPID "$foreign"
    says exchanged NoNewPrivileges not-enforced 'older than the drop-in'
    kill "$foreign"
}

emptied() {     # another generator's drop-in, which ours did not see, since it came later
    lines '[Service]' NoNewPrivileges=no | put /run/systemd/system.control/emptied.service.d/50-x.conf
    restart emptied
    says emptied NoNewPrivileges not-enforced '50-x.conf sets it again'
}

generator_masked() {
    ln -s /dev/null /etc/systemd/system-generators/hardening-generator
    restart stale
    says stale NoNewPrivileges not-enforced 'the generator is masked by'
    exits_with 1 hardenctl audit stale
    rm /etc/systemd/system-generators/hardening-generator
    restart stale
    nothing_missing stale
}

not_running() {
    systemctl stop grown
    says grown None cannot-tell 'does not run'
}

no_probe() {
    mv /usr/libexec/hardening-generator/probe /run/probe
    says stale NoNewPrivileges enforced
    [ "$(said stale "row['NoNewPrivileges']['evidence']")" = 'the process shows it' ] || fail "who probed?"
    mv /run/probe /usr/libexec/hardening-generator/probe
}

inside() {
    mkdir -p /etc/systemd/system-generators
    check healthy healthy stale
    check older older
    check unloaded unloaded
    reload
    check removed removed
    reload
    check masked-dropin masked
    check lxc lxc
    check later-dropin later
    check plus plus
    check remounted remounted
    check grown grown
    check exchanged exchanged
    check control-dropin emptied
    check generator-masked generator_masked
    check not-running not_running
    check no-probe no_probe
}
