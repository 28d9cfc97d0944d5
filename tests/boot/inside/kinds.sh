# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Templates, instances, aliases, and the units whose files the generator cannot see.

# What the vendor of an unseen unit asks for, and a policy that is weaker in each point.
strict=(NoNewPrivileges=yes ProtectSystem=strict ProtectHome=yes UMask=0077 CapabilityBoundingSet=CAP_CHOWN
    RestrictAddressFamilies=AF_UNIX RestrictNamespaces=yes TasksMax=10 LimitNOFILE=64 MemoryMax=32M
    "SystemCallFilter=@basic-io @file-system @process mprotect" SystemCallErrorNumber=EACCES
    SystemCallArchitectures=native PrivateTmp=yes DevicePolicy=strict ProtectProc=invisible KeyringMode=private)
weak=(NoNewPrivileges=no ProtectSystem=full ProtectHome=read-only UMask=0027
    "CapabilityBoundingSet=CAP_CHOWN CAP_KILL" "RestrictAddressFamilies=AF_UNIX AF_INET"
    "RestrictNamespaces=user net" TasksMax=100 LimitNOFILE=1024 MemoryMax=64M
    SystemCallFilter=@system-service SystemCallErrorNumber=EPERM
    "SystemCallArchitectures=native x86" DevicePolicy=closed ProtectProc=noaccess KeyringMode=shared
    LockPersonality=yes)
properties=(NoNewPrivileges ProtectSystem ProtectHome UMask CapabilityBoundingSet RestrictAddressFamilies
    RestrictNamespaces SystemCallFilter TasksMax LimitNOFILE SystemCallArchitectures PrivateTmp DevicePolicy
    ProtectProc SystemCallErrorNumber KeyringMode MemoryMax)

prepare() {
    sleeper kinds@.service
    policy kinds@.service NoNewPrivileges=yes ProtectSystem=full
    enable_at_boot kinds@linked.service kinds@.service
    policy kinds@linked.service ProtectHome=yes
    lines '[Service]' NoNewPrivileges=no |
        put /etc/systemd/system/kinds@admin.service.d/10-local.conf
    lines '[Service]' ProtectSystem=strict |
        put /usr/lib/systemd/system/kinds@vendor.service.d/10-vendor.conf

    sleeper kinds-real.service
    link /usr/lib/systemd/system/kinds-real.service /etc/systemd/system/kinds-alias.service
    policy kinds-alias.service NoNewPrivileges=yes

    {
        lines '#!/bin/bash'
        # shellcheck disable=SC2016 # for the generator's shell
        lines 'printf "%s\n" "[Service]" Type=exec ExecStart="/bin/sleep infinity" '"$(printf '%q ' "${strict[@]}")"' |' \
            '        tee "$1/kinds-generated.service" >"$1/kinds-generated-reference.service"' \
            'printf "%s\n" "[Service]" Type=exec ExecStart="/bin/sleep infinity" >"$1/kinds-generated-bare.service"'
    } | script /usr/local/lib/systemd/system-generators/other-generator
    policy kinds-generated.service "${weak[@]}"
    policy kinds-generated-bare.service "${weak[@]}" NoNewPrivileges=yes
    policy kinds-transient.service "${weak[@]}"
}

template() {
    systemctl start kinds@one.service
    hardened kinds@one.service
    process kinds@one.service NoNewPrivs 1
    is kinds@one.service ProtectSystem full
}

# one file hides the other, so what is for the instance repeats what is for the template
linked() {
    process kinds@linked.service NoNewPrivs 1
    is kinds@linked.service ProtectSystem full
    is kinds@linked.service ProtectHome yes
    is kinds@one.service ProtectHome no
}

instance_of_admin() {
    systemctl start kinds@admin.service
    hardened kinds@admin.service
    process kinds@admin.service NoNewPrivs 0
}

instance_of_vendor() {
    systemctl start kinds@vendor.service
    process kinds@vendor.service NoNewPrivs 1
    is kinds@vendor.service ProtectSystem strict
}

alias_of_unit() {
    hardened kinds-real.service
    is kinds-alias.service NoNewPrivileges yes
    [ -e "$(dropin kinds-real.service)" ] || fail "nothing for the canonical name"
    nothing_for kinds-alias.service
    systemctl start kinds-alias.service
    process kinds-real.service NoNewPrivs 1
}

generated() {
    is kinds-generated-reference.service ProtectSystem strict
    same kinds-generated.service kinds-generated-reference.service "${properties[@]}"
    is kinds-generated.service LockPersonality yes
    systemctl start kinds-generated.service
    process kinds-generated.service NoNewPrivs 1
}

generated_bare() {
    hardened kinds-generated-bare.service
    systemctl start kinds-generated-bare.service
    process kinds-generated-bare.service NoNewPrivs 1
    is kinds-generated-bare.service LockPersonality yes
}

transient() {
    local properties_given=() line unit
    for line in "${strict[@]}"; do properties_given+=(-p "$line"); done
    for unit in kinds-transient kinds-transient-reference; do
        systemd-run -q -p Type=exec --unit=$unit.service "${properties_given[@]}" /bin/sleep infinity
    done
    is kinds-transient-reference.service ProtectSystem strict
    same kinds-transient.service kinds-transient-reference.service "${properties[@]}"
    is kinds-transient.service LockPersonality yes
    hardened kinds-transient.service
}

inside() {
    check kinds-template template
    check kinds-instance-with-link linked
    check kinds-instance-with-admins-drop-in instance_of_admin
    check kinds-instance-with-vendors-drop-in instance_of_vendor
    check kinds-alias alias_of_unit
    check kinds-generated-not-looser generated
    check kinds-generated-hardened generated_bare
    check kinds-transient-not-looser transient
}
