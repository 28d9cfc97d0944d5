# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2046,SC2086
# From a version whose policy for nginx had one option alone, and whose policy for redis had another name.

prepare() {
    no_start_limit
    jail
}

admin_settings() {
    package --install $(old)
    hardenctl enable nginx redis-server chroot-network
    hardenctl exempt nginx MemoryDenyWriteExecute --reason=test
    ln -s /dev/null /etc/hardening.d/30-apache2.conf
    sed 's/^ProtectHome=.*/ProtectHome=read-only/' $SHIPPED/30-squid.conf >/etc/hardening.d/30-squid.conf
    mkdir -p /etc/hardening.d/profiles /etc/systemd/system/redis-server.service.d
    cp /usr/lib/hardening.d/profiles/baseline.conf /etc/hardening.d/profiles/
    ln -s /dev/null /etc/systemd/system/redis-server.service.d/45-hardening.conf
    systemctl disable hardening-verify.service
    systemctl enable --now hardening-reload.path
    systemctl daemon-reload
    systemctl restart nginx.service jail.service
    is nginx.service ProtectSystem no
    process nginx.service NoNewPrivs 1
    jail_sees 192.0.2.1
}

admins_files() {
    find /etc/hardening.d /etc/systemd/system -printf '%p %y %m %l\n' | sort
    find /etc/hardening.d -type f -print0 | sort -z | xargs -0 sha256sum
}

upgraded() {
    local nginx mirror before
    admins_files >"$HERE/admin"
    nginx=$(value nginx.service MainPID)
    mirror=$(value $MIRROR_UNIT MainPID)
    before=$(reloads)
    package --install $(new)
    [ "$(reloads)" = $((before + 1)) ] || fail "$(reloads) reloads instead of $((before + 1))"
    diff "$HERE/admin" <(admins_files)
    [ "$(systemctl is-enabled hardening-verify.service hardening-reload.path || true)" = $'disabled\nenabled' ]
    is hardening-reload.path ActiveState active
    # The service goes on, and is under the new policy at its next restart, of which something is said.
    is nginx.service MainPID "$nginx"
    said "next restart of nginx.service ("
    is nginx.service ProtectSystem strict
    is nginx.service MemoryDenyWriteExecute no
    not_hardened redis-server.service
    systemctl restart nginx.service
    # The new mirror, into the same file.
    [ "$(value $MIRROR_UNIT MainPID)" != "$mirror" ]
    is $MIRROR_UNIT ActiveState active
}

still_follows() {
    local pid; pid=$(value jail.service MainPID)
    echo 'nameserver 192.0.2.2' >/etc/resolv.conf.new
    mv /etc/resolv.conf.new /etc/resolv.conf
    timeout 60 sh -c "until grep -qF 192.0.2.2 /proc/$pid/root/etc/resolv.conf; do sleep 0.1; done"
    is jail.service MainPID "$pid"
}

renamed() {
    hardenctl verify >"$HERE/verify" || true
    grep "30-redis-server.conf: .*$SHIPPED/30-redis-server.conf, which does not exist" "$HERE/verify" ||
        { cat "$HERE/verify"; return 1; }
}

inside() {
    booted
    fill_jail
    check "an admin's settings under the older version" admin_settings
    check "upgrade keeps what the admin has set" upgraded
    check "the mirror follows after the upgrade" still_follows
    check "verify names the policy that was renamed" renamed
}
