# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# hardening.mode=off; in a container these words are among the arguments of PID 1.

# shellcheck disable=SC2034 # used by run
init_arguments=(hardening.mode=off)

prepare() {
    sleeper off.service
    enable_at_boot off.service
    policy off.service NoNewPrivileges=yes
}

off() {
    process off.service NoNewPrivs 0
    unhardened off.service
    [ -z "$(find /run/systemd/generator* -name 45-hardening.conf)" ] || fail "something was emitted"
}

inside() {
    check off-at-boot off
    systemctl daemon-reload
    check off-after-reload off
}
