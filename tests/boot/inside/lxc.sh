# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# An LXC guest as distrobuilder makes it: a generator of its own resets, for all services, what cannot be
# had in such a guest. What it resets, and what needs a namespace, is left out; the rest is emitted.

# shellcheck disable=SC2034 # used by run
container=lxc

prepare() {
    script /usr/local/lib/systemd/system-generators/lxc <<'GENERATOR'
#!/bin/sh
# what distrobuilder's generator does, as far as it concerns us
[ "$(cat /run/systemd/container)" = lxc ] || exit 0
mkdir -p /run/systemd/system/service.d
for line in '[Service]' ProcSubset=all ProtectProc=default ProtectControlGroups=no \
    ProtectKernelTunables=no ProtectKernelModules=no ProtectKernelLogs=no NoNewPrivileges=no \
    ProtectHome=no ProtectSystem=no PrivateDevices=no PrivateTmp=no PrivateNetwork=no \
    LoadCredential= ReadWritePaths=
do
    echo "$line"
done >/run/systemd/system/service.d/zzz-lxc-service.conf
GENERATOR
    sleeper guest.service
    enable_at_boot guest.service
    policy guest.service NoNewPrivileges=yes ProtectSystem=strict ProtectHome=yes PrivateTmp=yes \
        PrivateDevices=yes PrivateUsers=yes PrivateMounts=yes ProtectKernelTunables=yes \
        ProtectKernelModules=yes ProtectKernelLogs=yes ProtectControlGroups=yes ProtectProc=invisible \
        ProcSubset=pid PrivateNetwork=yes ReadOnlyPaths=/srv InaccessiblePaths=/opt \
        SystemCallFilter=@system-service CapabilityBoundingSet=CAP_CHOWN TasksMax=50 LimitCORE=0
}

left_out() {
    is guest.service LockPersonality yes
    withheld guest.service NoNewPrivileges ProtectSystem ProtectHome PrivateTmp PrivateDevices PrivateUsers \
        PrivateMounts ProtectKernelTunables ProtectKernelModules ProtectKernelLogs ProtectControlGroups \
        ProtectProc ProcSubset PrivateNetwork ReadOnlyPaths InaccessiblePaths ReadWritePaths
    [[ $(value guest.service DropInPaths) = *zzz-lxc-service.conf* ]] || fail "the guest's own resets are not read"
}

in_force() {
    emitted guest.service LockPersonality=yes
    is guest.service TasksMax 50
    is guest.service LimitCORE 0
    process guest.service CapBnd 0000000000000001
    # one filter more than the container's own
    (($(status guest.service Seccomp_filters) > $(sed -n 's/^Seccomp_filters:\t*//p' /proc/1/status))) ||
        fail "no filter of its own"
}

inside() {
    check lxc-left-out left_out
    check lxc-in-force in_force
    systemctl daemon-reload
    check lxc-left-out-after-reload left_out
    check lxc-in-force-after-reload in_force
}
