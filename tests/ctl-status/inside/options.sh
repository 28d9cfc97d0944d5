# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Options that are added, one after the other, to a service that has others already: each one is missed in the
# process that runs, and found in the next.

POLICY=/etc/hardening.d/60-work.conf

prepare() {
    # filters and mounts of its own, among which those of the plan must be told
    sleeper work.service RestrictRealtime=yes TemporaryFileSystem=/mnt
    sleeper shell.service 'ExecStart=' 'ExecStart=+/bin/sleep infinity'
}

added() {       # OPTION=VALUE
    echo "$1" >>$POLICY
    says work.service reload-needed
    reload
    emitted work.service "$1"
    says work.service restart-needed "${1%%=*}"
    pending work.service "${1%%=*}"
    systemctl restart work.service
    says work.service enforced
    nothing_pending
}

# An umask tells nothing beside others, since programs set their own.
umask_alone() {
    lines '[Match]' Unit=work.service '[Service]' UMask=0077 >$POLICY
    reload
    says work.service restart-needed UMask
    systemctl restart work.service
    says work.service enforced
}

# What is not known is said.
unseen() {
    lines '[Match]' Unit=work.service '[Service]' NoNewPrivileges=yes >$POLICY
    restart work.service
    ! hardenctl status --pending work.service | grep '^Processes do not' || fail "something is said although all shows"
    lines RemoveIPC=yes UMask=0077 >>$POLICY
    reload
    nothing_pending
    hardenctl status --pending work.service | grep -xF "Processes do not show whether they have: UMask."
}

no_alarm() {    # what runs outside of the sandbox by ExecStart=+ never has any of it
    lines '[Match]' Unit=shell.service '[Service]' NoNewPrivileges=yes ProtectSystem=strict RestrictSUIDSGID=yes |
        put /etc/hardening.d/60-shell.conf
    restart shell.service
    says shell.service enforced
    rm /etc/hardening.d/60-shell.conf
    reload
}

# At a reload already, so no restart is missed.
at_reload() {
    lines '[Match]' Unit=work.service '[Service]' NoNewPrivileges=yes | put $POLICY
    restart work.service
    echo IPAddressDeny=any >>$POLICY
    reload
    says work.service enforced
}

inside() {
    local line
    systemctl start work.service shell.service
    lines '[Match]' Unit=work.service '[Service]' >$POLICY
    # the order matters: some show only where others have not hidden it
    for line in NoNewPrivileges=yes CapabilityBoundingSet=CAP_KILL LimitNPROC=100 LimitCORE=0 \
        SystemCallArchitectures=native LockPersonality=yes RestrictSUIDSGID=yes RestrictNamespaces=yes \
        RestrictAddressFamilies=AF_UNIX SystemCallFilter=~@swap ProtectHostname=yes ProtectClock=yes ProtectKernelModules=yes \
        ProtectKernelLogs=yes ProtectSystem=yes ProtectSystem=full ProtectSystem=strict ProtectHome=read-only ProtectHome=yes \
        PrivateTmp=yes PrivateDevices=yes ProtectControlGroups=yes ProtectKernelTunables=yes \
        ProtectProc=ptraceable ProtectProc=invisible ProcSubset=pid PrivateIPC=yes PrivateNetwork=yes; do
        check "added-$line" added "$line"
    done
    lines '[Match]' Unit=work.service '[Service]' NoNewPrivileges=yes >$POLICY
    restart work.service
    for line in ReadOnlyPaths=-/opt InaccessiblePaths=-/srv NoExecPaths=-/media; do
        check "added-$line" added "$line"
    done
    check umask-alone umask_alone
    check unseen unseen
    check no-alarm no_alarm
    check at-reload at_reload
    rm $POLICY
    restart work.service
}
