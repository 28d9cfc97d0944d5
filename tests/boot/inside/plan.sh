# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# hardening.mode=plan is as if each policy said Mode=plan: planned, not emitted.

# shellcheck disable=SC2034 # used by run
init_arguments=(hardening.mode=plan)

prepare() {
    sleeper plan.service
    enable_at_boot plan.service
    policy plan.service NoNewPrivileges=yes
}

plan() {
    process plan.service NoNewPrivs 0
    unhardened plan.service
    [ -z "$(find /run/systemd/generator* -name 45-hardening.conf)" ] || fail "something was emitted"
}

inside() { check plan-emits-nothing plan; }
