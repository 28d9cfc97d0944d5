# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2046,SC2086
# needrestart shows what waits for a restart, where a person reads it.

prepare() { no_start_limit; }

needrestart_says() {    # [OPTION...]
    needrestart -r l "$@" >"$HERE/needrestart" 2>&1 || { cat "$HERE/needrestart"; fail "needrestart failed"; }
    grep -q "Policies that services are not under" "$HERE/needrestart"
}

shows() {
    package --install $(new)
    ! needrestart_says || fail "it shows something although no policy is enabled"
    hardenctl enable nginx
    systemctl daemon-reload
    needrestart_says
    grep '^nginx.service .*NoNewPrivileges' "$HERE/needrestart" || { cat "$HERE/needrestart"; return 1; }
}

silent() {
    ! needrestart_says -b || fail "it shows it to programs"
    ! needrestart_says -q || fail "it does not keep quiet"
    systemctl restart nginx.service
    ! needrestart_says || fail "it shows what is in force"
}

# The file stays until the package is purged.
silent_without_hardenctl() {
    package --remove hardenctl
    [ -e /etc/needrestart/conf.d/hardening.conf ]
    ! needrestart_says || fail "it shows something without hardenctl"
}

inside() {
    booted
    check "needrestart shows what waits for a restart" shows
    check "needrestart is silent for programs, and when nothing waits" silent
    check "needrestart without hardenctl" silent_without_hardenctl
}
