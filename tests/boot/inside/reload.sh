# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A look-up of a user by the generator would block PID 1 by way of libnss-systemd, for 90 s.

prepare() {
    # a user that /etc/passwd does not know, so that libnss-systemd would be asked
    sleeper reload.service User=reload-user
    lines '[Match]' User=reload-user '[Service]' NoNewPrivileges=yes | put /etc/hardening.d/60-reload.conf
}

reload() {
    grep -q '^passwd:.*systemd' /etc/nsswitch.conf || fail "libnss-systemd is not in use here"
    ! grep '^reload-user:' /etc/passwd || fail "there is such a user"
    timeout 45 systemctl daemon-reload || fail "the reload took more than 45 s"
    is reload.service NoNewPrivileges yes
}

inside() { check reload-without-deadlock reload; }
