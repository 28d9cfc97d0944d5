# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Soft-reboots: while a service waits, while it runs, and without the file. /run stays, and with it the
# mirror. They end this script as well, so it runs anew after each, in another phase.

phase_file=/run/soft.phase

prepare() {
    waiting_service
    put /etc/systemd/system/boot-script.service.d/again.conf <<'UNIT'
[Unit]
SuccessAction=none
FailureAction=none
[Service]
KillSignal=SIGKILL
ExecStart=
ExecStart=/bin/bash -c "cd /; bash /out/script >>/out/log 2>&1; echo $$? >/out/rc; systemctl poweroff -ff"
UNIT
    # where its output goes to
    lines '[Unit]' DefaultDependencies=no | put /etc/systemd/system/out.mount.d/keep.conf
}

soft_reboot() { # the phase that follows
    echo "$1" >$phase_file
    systemctl soft-reboot
    sleep infinity
}

still_waits() {
    waits_at_boot
    comes rename 1
    stat -c %i "$MIRROR" >/run/soft.inode
}

same_mirror() {
    [ "$(stat -c %i "$MIRROR")" = "$(cat /run/soft.inode)" ] || fail "the mirror has another inode"
}

runs_again() {
    eventually started way.service 2
    same_mirror
    answers way.service 1
    rename 2
    eventually answers way.service 2
    same_mirror
    healthy
}

# nobody waits, and the content is the last one
without_file() {
    no_file
    eventually started way.service 3
    answers way.service 2
    same_mirror
    healthy
}

inside() {
    if ! systemctl --help | grep soft-reboot >/dev/null; then
        echo "skip soft: this systemd has no soft-reboot"
        return
    fi
    booted
    case $(cat $phase_file 2>/dev/null || true) in
        '')
            check soft-waits-before waits_at_boot
            soft_reboot waiting ;;
        waiting)
            check soft-while-waiting still_waits
            soft_reboot running ;;
        running)
            check soft-while-running runs_again
            rm "$RESOLV"
            soft_reboot without ;;
        without)
            check soft-without-file without_file ;;
    esac
}
