# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# In force at boot, and from the next start on after a daemon-reload.

prepare() {
    sleeper force-boot.service
    enable_at_boot force-boot.service
    policy force-boot.service NoNewPrivileges=yes
    sleeper force-later.service
}

at_boot() {
    is force-boot.service NoNewPrivileges yes
    process force-boot.service NoNewPrivs 1
}

# the fifth line of the policy, and systemd lists the file
provenance() {
    grep -qxF '# /etc/hardening.d/60-force_boot_service.conf:5' "$(dropin force-boot.service)" ||
        fail "no provenance of NoNewPrivileges"
    [[ $(value force-boot.service DropInPaths) = *"$(dropin force-boot.service)"* ]] ||
        fail "DropInPaths lacks it"
    systemctl cat force-boot.service | grep -qxF NoNewPrivileges=yes
}

# the running process keeps what it has, the next one has what the policy asks for
after_reload() {
    systemctl start force-later.service
    process force-later.service NoNewPrivs 0
    policy force-later.service NoNewPrivileges=yes
    systemctl daemon-reload
    is force-later.service NoNewPrivileges yes
    process force-later.service NoNewPrivs 0
    systemctl restart force-later.service
    process force-later.service NoNewPrivs 1
}

after_removal() {
    is force-later.service NoNewPrivileges yes
    rm /etc/hardening.d/60-force_later_service.conf
    systemctl daemon-reload
    systemctl restart force-later.service
    process force-later.service NoNewPrivs 0
    nothing_for force-later.service
}

inside() {
    check force-at-boot at_boot
    check force-provenance provenance
    check force-after-reload after_reload
    check force-after-removal after_removal
}
