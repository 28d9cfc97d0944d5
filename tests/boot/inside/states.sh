# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Masked and disabled units stay so; a stopped one is not started.

prepare() {
    local unit
    for unit in states-{masked,disabled,runtime,stopped}.service; do
        sleeper "$unit"
        policy "$unit" NoNewPrivileges=yes
    done
    enable_at_boot states-masked.service
    enable_at_boot states-stopped.service
    link /dev/null /etc/systemd/system/states-masked.service
}

masked() {      # UNIT
    is "$1" LoadState masked
    is "$1" ActiveState inactive
    ! systemctl start "$1" 2>/dev/null || fail "$1 could be started"
}

unmasked() {
    rm /etc/systemd/system/states-masked.service
    systemctl daemon-reload
    is states-masked.service ActiveState inactive
    systemctl start states-masked.service
    process states-masked.service NoNewPrivs 1
}

masked_at_runtime() {
    hardened states-runtime.service
    systemctl mask --runtime states-runtime.service
    systemctl daemon-reload
    masked states-runtime.service
}

disabled() {
    [ "$(systemctl is-enabled states-disabled.service)" = disabled ] || fail "it is enabled"
    is states-disabled.service ActiveState inactive
    hardened states-disabled.service
    systemctl start states-disabled.service
    process states-disabled.service NoNewPrivs 1
    [ "$(systemctl is-enabled states-disabled.service)" = disabled ] || fail "it is enabled once started"
}

stopped() {
    process states-stopped.service NoNewPrivs 1
    systemctl stop states-stopped.service
    systemctl daemon-reload
    is states-stopped.service ActiveState inactive
    hardened states-stopped.service
}

inside() {
    check states-masked masked states-masked.service
    check states-masked-at-runtime masked_at_runtime
    check states-masked-after-reload masked states-masked.service
    check states-unmasked unmasked
    check states-disabled disabled
    check states-stopped stopped
}
