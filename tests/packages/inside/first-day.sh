# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2046,SC2086
# Installed on a system that runs, used, removed and purged.

LEFT=(/srv/jail/etc/resolv.conf)

prepare() {
    no_start_limit
    jail
    sleeper plain.service
    enable_at_boot plain.service
}

installs() {
    states >"$HERE/states"
    processes >"$HERE/processes"
    package --install $(new)
    not_said "next restart"
    diff "$HERE/states" <(states)
    diff "$HERE/processes" <(processes)
    nothing_of_ours
    [ "$(systemctl is-enabled hardening-verify.service hardening-reload.path || true)" = $'enabled\ndisabled' ]
}

verifies() {
    hardenctl verify
    systemd-analyze verify --man=no $(dpkg --listfiles hardening-generator hardenctl | grep '/systemd/system/.') 2>&1 | tee "$HERE/verify"
    [ ! -s "$HERE/verify" ] || fail "systemd-analyze verify has something to say"
}

main_path() { bash "$HERE/main-path"; }

chroot_follows() {
    hardenctl enable chroot-network
    systemctl daemon-reload
    systemctl restart jail.service
    is $MIRROR_UNIT ActiveState active
    jail_sees 192.0.2.1
}

removed_while_hardened() {
    local pid
    hardenctl enable nginx
    systemctl daemon-reload
    systemctl restart nginx.service
    process nginx.service NoNewPrivs 1
    pid=$(value nginx.service MainPID)
    # One that waits for a file, which nobody will start any more.
    lines '[Match]' Unit=plain.service '[Wait]' PathExists=/run/never-there >/etc/hardening.d/70-wait.conf
    systemctl daemon-reload
    systemctl restart plain.service
    is plain.service ActiveState inactive

    package --remove hardening-generator
    said "do not see changes of /etc/resolv.conf"
    said "plain.service"
    is nginx.service MainPID "$pid"
    process nginx.service NoNewPrivs 1
    is jail.service ActiveState active
    is nginx.service NoNewPrivileges no
    not_hardened nginx.service
    nothing_of_ours
    systemctl restart nginx.service
    process nginx.service NoNewPrivs 0
    systemctl start plain.service
    is plain.service ActiveState active
}

installed_again() {
    package --install $(new)
    systemctl restart nginx.service
    process nginx.service NoNewPrivs 1
}

lists_mount_points() {
    hardenctl disable chroot-network
    systemctl daemon-reload
    systemctl restart jail.service
    hardenctl verify >"$HERE/verify" || true
    grep "^${LEFT[0]}: " "$HERE/verify" || { cat "$HERE/verify"; return 1; }
    hardenctl enable chroot-network
}

purged() {
    echo '# mine' >/etc/hardening.d/80-admin.conf
    hardenctl enable --runtime redis
    package --purge hardening-generator hardenctl
    systemctl daemon-reload
    nothing_of_ours
    [ -z "$(find /run -maxdepth 1 -name 'hardening*')" ] || fail "something is left in /run"
    files >"$HERE/files-after"
    only_these_differ "$HERE/files" "$HERE/files-after" "${LEFT[@]}" /etc/hardening.d /etc/hardening.d/80-admin.conf \
        /etc/hardening.d/70-wait.conf
}

inside() {
    booted
    fill_jail
    files >"$HERE/files"
    check "installing changes nothing on a system that runs" installs
    check "shipped units verify" verifies
    check "main path" main_path
    check "a service with a root of its own" chroot_follows
    check "removed while services run hardened" removed_while_hardened
    check "installed again" installed_again
    check "verify lists mount points in trees" lists_mount_points
    check "purged, nothing is left but what the admin made" purged
}
