# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Each type of service, and each kind of user.

held=(dynamic user notify forking)

prepare() {
    enabled_probe t-dynamic.service TemporaryFileSystem=/:ro "$PROGRAMS" 'BindReadOnlyPaths=/dev /proc /sys' DynamicUser=yes
    empty t-user | enabled_lines t-user.service User=nobody
    empty t-notify | enabled_lines t-notify.service Type=notify "ExecStart=$PROBE notify" TimeoutStartSec=20
    empty t-forking | enabled_lines t-forking.service Type=forking PIDFile=/run/t-forking/pid \
        "ExecStart=$PROBE fork /pid"
    empty t-oneshot | enabled_lines t-oneshot.service Type=oneshot "ExecStart=$PROBE once" RemainAfterExit=yes
    empty t-dbus | enabled_lines t-dbus.service Type=dbus BusName=org.lab.Test "ExecStart=$PROBE dbus org.lab.Test" \
        'BindReadOnlyPaths=/run/dbus'
    put /usr/share/dbus-1/system.d/org.lab.Test.conf <<'BUS'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><policy user="root"><allow own="org.lab.Test"/></policy></busconfig>
BUS
}

at_boot() {
    local name
    healthy
    for name in "${held[@]}" oneshot; do waits "t-$name.service"; done
}

# its callers would hang: it runs, without the file
not_held() {
    eventually active t-dbus.service
    eventually started t-dbus.service 1
    not_waiting t-dbus.service
    [[ $(ask t-dbus.service) = 'resolv No such file'* ]] || fail "it sees a file: $(ask t-dbus.service)"
}

reaches_the_server() {  # UNIT
    started_once "$1"
    answers "$1" 1
}

# asked for by anybody, from then on
not_held_restarted() {
    systemctl restart t-dbus.service
    eventually started t-dbus.service 2
    answers t-dbus.service 1
}

oneshot() {
    started_once t-oneshot.service
    eventually grep -qx "curl hello from 1" /var/lib/probe/t-oneshot.service
}

users() {
    [ "$(stat -c %U "/proc/$(pid t-user.service)")" = nobody ] || fail "t-user is not nobody's"
    [ "$(stat -c %u "/proc/$(pid t-dynamic.service)")" -ge 61184 ] || fail "t-dynamic has no user of its own"
}

inside() {
    local name
    booted
    check types-wait-at-boot at_boot
    check types-dbus-not-held not_held
    rename 1
    for name in "${held[@]}"; do check "types-$name" reaches_the_server "t-$name.service"; done
    check types-oneshot oneshot
    check types-dbus-restarted not_held_restarted
    check types-users users
    check types-healthy healthy
}
