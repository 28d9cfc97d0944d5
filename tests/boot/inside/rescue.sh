# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A machine that boots into rescue mode gets its services as their files say.

# shellcheck disable=SC2034 # used by run
init_arguments=(systemd.unit=rescue.target)

prepare() {
    # what runs these checks is wanted by multi-user.target alone; and nobody is there to log in
    link ../boot-script.service /etc/systemd/system/rescue.target.wants/boot-script.service
    put /etc/systemd/system/rescue.service <<'UNIT'
[Unit]
DefaultDependencies=no
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/true
UNIT
    sleeper rescue-me.service
    policy rescue-me.service NoNewPrivileges=yes
}

rescue() {
    is multi-user.target ActiveState inactive
    systemctl start rescue-me.service
    process rescue-me.service NoNewPrivs 0
    [ -z "$(find /run/systemd/generator* -name 45-hardening.conf)" ] || fail "something was emitted"
}

inside() { check rescue-mode rescue; }
