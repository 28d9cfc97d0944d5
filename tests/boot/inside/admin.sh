# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# The admin's own word wins, by each way of saying it.

odd='admin-odd\x2dname.service'         # a name that a shell must not read twice

prepare() {
    local unit
    for unit in admin-{override,early,off,bystander,property,runtime,edit}.service; do
        sleeper "$unit"
        enable_at_boot "$unit"
        policy "$unit" NoNewPrivileges=yes ProtectSystem=strict TasksMax=50 MemoryMax=32M
    done
    sleeper "$odd"
    enable_at_boot "$odd"
    policy 'admin-odd*.service' NoNewPrivileges=yes
    put /etc/systemd/system/admin-override.service.d/override.conf <<UNIT
[Service]
NoNewPrivileges=no
ProtectSystem=full
TasksMax=99
UNIT
    # sorts before ours: it is the generator that must give way
    put /etc/systemd/system/admin-early.service.d/10-local.conf <<UNIT
[Service]
NoNewPrivileges=no
ProtectSystem=full
TasksMax=99
UNIT
}

as_the_admin_says() {   # UNIT
    hardened "$1"
    is "$1" NoNewPrivileges no
    is "$1" ProtectSystem full
    is "$1" TasksMax 99
    process "$1" NoNewPrivs 0
    is "$1" MemoryMax $((32 << 20))
}

# pastes the very lines that the head of the drop-in shows
switched_off() {        # UNIT
    local lines
    process "$1" NoNewPrivs 1
    lines=$(sed -n '/^\[/q; s/^#   //p' "$(dropin "$1")")
    [ "$(wc -l <<<"$lines")" = 3 ] || fail "the head shows these lines: $lines"
    bash -c "$lines"
    [ "$(readlink "/etc/systemd/system/$1.d/45-hardening.conf")" = /dev/null ] || fail "no link to /dev/null"
    unhardened "$1"
    is "$1" NoNewPrivileges no
    process "$1" NoNewPrivs 0
    hardened admin-bystander.service
}

set_property() {        # UNIT [OPTION]
    is "$1" TasksMax 50
    systemctl set-property "${@:2}" "$1" TasksMax=77 MemoryMax=64M
    systemctl daemon-reload
    is "$1" TasksMax 77
    is "$1" MemoryMax $((64 << 20))
    systemctl restart "$1"
    is "$1" TasksMax 77
    process "$1" NoNewPrivs 1
}

# systemctl wants a terminal for an editor
edit() {        # UNIT FILE
    if systemctl --help | grep -q -- --stdin; then
        systemctl edit --stdin "$1" <"$2"
    else
        # shellcheck disable=SC2016 # for the editor's shell
        lines '#!/bin/bash' "cp $2"' "${@: -1}"' | script /tmp/editor
        SYSTEMD_EDITOR=/tmp/editor command script -qec "systemctl edit $1" /dev/null </dev/null
    fi
}

edited() {
    is admin-edit.service ProtectSystem strict
    lines '[Service]' NoNewPrivileges=no ProtectSystem=full TasksMax=99 >/tmp/edited
    edit admin-edit.service /tmp/edited
    systemctl restart admin-edit.service
    as_the_admin_says admin-edit.service
    systemctl daemon-reload
    as_the_admin_says admin-edit.service
}

inside() {
    check admin-override as_the_admin_says admin-override.service
    check admin-override-sorted-before-ours as_the_admin_says admin-early.service
    check admin-switched-off-by-the-head switched_off admin-off.service
    check admin-switched-off-with-escaped-name switched_off "$odd"
    check admin-set-property set_property admin-property.service
    check admin-set-property-runtime set_property admin-runtime.service --runtime
    check admin-edit edited
}
