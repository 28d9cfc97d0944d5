# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# What a unit's own lines use stays usable, and what they promise stays (design 5 and 10).

implied=(ProtectSystem ProtectHome PrivateTmp PrivateTmpEx RemoveIPC NoNewPrivileges RestrictSUIDSGID)

prepare() {
    service uses-home.service Type=exec ExecStart='/home/uses/sleep infinity'
    policy uses-home.service NoNewPrivileges=yes ProtectHome=yes
    sleeper uses-root.service WorkingDirectory=/root
    policy uses-root.service NoNewPrivileges=yes ProtectHome=tmpfs

    sleeper uses-ambient.service User=daemon AmbientCapabilities=CAP_NET_BIND_SERVICE
    policy uses-ambient.service NoNewPrivileges=yes CapabilityBoundingSet=CAP_CHOWN

    service uses-forking.service Type=forking ExecStart='/bin/sh -c "/bin/sleep infinity &"'
    policy uses-forking.service NoNewPrivileges=yes PrivatePIDs=yes

    script /usr/lib/uses/ready <<'PYTHON'
#!/usr/bin/python3
import os, signal, socket
address = os.environ["NOTIFY_SOCKET"].replace("@", "\0", 1)
socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"READY=1", address)
signal.pause()
PYTHON
    service uses-notify.service Type=notify TimeoutStartSec=10 ExecStart=/usr/lib/uses/ready
    policy uses-notify.service NoNewPrivileges=yes 'RestrictAddressFamilies=AF_INET AF_INET6'

    sleeper uses-our-name.service
    policy uses-our-name.service NoNewPrivileges=yes
    lines '[Service]' UMask=0027 |
        put /usr/lib/systemd/system/uses-our-name.service.d/45-hardening.conf

    sleeper uses-dynamic.service DynamicUser=yes
    sleeper uses-dynamic-reference.service DynamicUser=yes
    policy uses-dynamic.service ProtectSystem=full ProtectHome=read-only PrivateTmp=yes \
        NoNewPrivileges=no RemoveIPC=no

    sleeper uses-strict.service ProtectSystem=strict ProtectHome=yes NoNewPrivileges=yes User=daemon
    policy 'uses-stric[t].service' ProtectSystem=full ProtectHome=read-only ProtectKernelLogs=yes
}

program_in_home() {
    install -D /bin/sleep /home/uses/sleep
    systemctl start uses-home.service
    is uses-home.service ActiveState active
    process uses-home.service NoNewPrivs 1
    [ "$(readlink "/proc/$(value uses-home.service MainPID)/exe")" = /home/uses/sleep ] ||
        fail "another program runs"
}

working_directory() {
    systemctl start uses-root.service
    is uses-root.service ActiveState active
    process uses-root.service NoNewPrivs 1
    is uses-root.service ProtectHome no
}

ambient() {
    systemctl start uses-ambient.service
    process uses-ambient.service NoNewPrivs 1
    process uses-ambient.service CapAmb 0000000000000400
}

forking() {
    systemctl start uses-forking.service
    is uses-forking.service ActiveState active
    process uses-forking.service NoNewPrivs 1
}

notify() {
    systemctl start uses-notify.service
    is uses-notify.service ActiveState active
    process uses-notify.service NoNewPrivs 1
}

our_name() {
    nothing_for uses-our-name.service
    is uses-our-name.service UMask 0027
    unhardened uses-our-name.service
    [[ $(value uses-our-name.service DropInPaths) = /usr/lib/*/45-hardening.conf ]] ||
        fail "the vendor's file is not read"
    # no other reason than that file
    rm /usr/lib/systemd/system/uses-our-name.service.d/45-hardening.conf
    systemctl daemon-reload
    hardened uses-our-name.service
}

dynamic_user() {
    hardened uses-dynamic.service
    is uses-dynamic-reference.service ProtectSystem strict
    # systemd itself would not let us, but for PrivateTmp
    withheld uses-dynamic.service ProtectSystem ProtectHome PrivateTmp NoNewPrivileges RemoveIPC
    same uses-dynamic.service uses-dynamic-reference.service "${implied[@]}"
    systemctl start uses-dynamic.service
    process uses-dynamic.service NoNewPrivs 1
}

lower_pattern() {
    hardened uses-strict.service
    is uses-strict.service ProtectSystem strict
    is uses-strict.service ProtectHome yes
    # the unit has a mount namespace, so that one more restriction in it hides no mount
    is uses-strict.service ProtectKernelLogs yes
    systemctl start uses-strict.service
}

inside() {
    check uses-program-in-home program_in_home
    check uses-working-directory-in-home working_directory
    check uses-ambient-capabilities ambient
    check uses-forking-and-private-pids forking
    check uses-notify-and-families notify
    check uses-vendor-file-of-our-name our_name
    check uses-dynamic-user dynamic_user
    check uses-strict-not-lowered-by-pattern lower_pattern
}
