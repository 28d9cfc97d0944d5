# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A service that mounts for others keeps doing so under a pattern, and a backup reads all of /home. Twice:
# under all that needs a mount namespace, and under what is shipped as `strict`, for each unit of the system.

needs_namespace=(ProtectHome=yes ProtectSystem=strict PrivateTmp=yes PrivateDevices=yes PrivateIPC=yes
    PrivateMounts=yes ProtectProc=invisible ProcSubset=pid
    ProtectKernelTunables=yes ProtectKernelModules=yes ProtectKernelLogs=yes ProtectControlGroups=yes
    ReadOnlyPaths=/srv InaccessiblePaths=/opt NoExecPaths=/srv)

prepare() {
    local kind
    for kind in spaces strict; do
        service $kind-root.service Type=oneshot RemainAfterExit=yes \
            ExecStart="/bin/mount -t tmpfs $kind-root /media"
        service $kind-user.service Type=oneshot RemainAfterExit=yes User=daemon \
            ExecStart="/usr/lib/mounts/set-uid /usr/lib/mounts/mount.py $kind-user /mnt"
        service $kind-copy.service Type=oneshot RemainAfterExit=yes \
            ExecStart="/bin/cp -r /home /var/backups/$kind"
    done
    # as fusermount: set-uid, and mounts for who calls it
    put /usr/lib/mounts/mount.py <<'PYTHON'
import os, sys
os.setresuid(0, 0, 0)
os.execvp("mount", ["mount", "-t", "tmpfs", *sys.argv[1:]])
PYTHON

    lines '[Service]' UMask=0027 PrivateNetwork=yes "${needs_namespace[@]}" | put /etc/hardening.d/profiles/spaces.conf
    lines '[Match]' 'Unit=spaces-*.service' '[Policy]' Profile=spaces | put /etc/hardening.d/60-spaces.conf
    lines '[Match]' 'Unit=*.service' 'ExceptUnit=spaces-*.service boot-script.service' \
        '[Policy]' Profile=strict '[Service]' UMask=0027 | put /etc/hardening.d/60-strict.conf
    mkdir -p "$LAYER/usr/lib/hardening.d"
    cp -r "$SOURCE/conf.d/profiles" "$LAYER/usr/lib/hardening.d/"
}

# `strict` may take away the right to mount, or to read what is another's: that is seen at once, other than a
# mount that nobody sees and a backup with nothing in it.
start_or_refuse() {     # UNIT
    is "$1" UMask 0027
    withheld "$1" "${needs_namespace[@]%%=*}"
    systemctl start "$1" || [[ $1 = strict-* ]] || fail "$1 does not start"
}

mounts() {      # UNIT
    start_or_refuse "$1"
    is "$1" ActiveState active || return 0
    grep "^${1%.service} " /proc/self/mounts || fail "what $1 mounted cannot be seen"
    umount "${1%.service}"
}

backs_up() {    # KIND
    start_or_refuse "$1-copy.service"
    is "$1-copy.service" ActiveState active || return 0
    cmp /home/someone/letter "/var/backups/$1/someone/letter"
}

nothing_failed() {
    local failed; failed=$(systemctl list-units --failed --plain --no-legend)
    [ -z "$failed" ] || fail "${failed//$'\n'/; }"
    [ "$(find "$OUTPUT" -name 45-hardening.conf | wc -l)" -ge 6 ] || fail "the patterns match nothing"
}

inside() {
    check mounts-no-unit-fails-at-boot nothing_failed
    install -D -m 4755 "$(realpath /usr/bin/python3)" /usr/lib/mounts/set-uid
    install -d -o daemon -m 700 /home/someone
    echo text >/home/someone/letter
    local kind
    for kind in spaces strict; do
        check mounts-as-root-$kind mounts $kind-root.service
        check mounts-by-set-uid-$kind mounts $kind-user.service
        check mounts-backup-of-home-$kind backs_up $kind
    done
}
