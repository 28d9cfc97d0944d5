# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# In a container where nobody can make a namespace, systemd leaves out much of a sandbox and says nothing.

prepare() {
    sleeper weak.service
    lines '[Match]' 'Unit=weak.service' '[Service]' NoNewPrivileges=yes PrivateNetwork=yes ProtectHostname=yes ProtectHome=yes |
        put /etc/hardening.d/60-weak.conf
    enable_at_boot weak.service
}

weak() {
    is weak ActiveState active
    says weak NoNewPrivileges enforced
    says weak ProtectHostname not-enforced 'a new process lacks it, too: this container'
    exits_with 1 hardenctl audit weak
}

inside() {
    if [ "$(value weak ActiveState)" != active ]; then
        echo "skip forbidden: this systemd does not start such a service at all"
        hardenctl shell weak -- /bin/true || true
        return
    fi
    check forbidden weak
}
