# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# hardening.skip=UNIT, more than once, leaves out these units alone.

# shellcheck disable=SC2034 # used by run
init_arguments=(hardening.skip=skip-one.service hardening.skip=skip-two.service)

prepare() {
    local unit
    for unit in skip-{one,two,none}.service; do
        sleeper "$unit"
        enable_at_boot "$unit"
        policy "$unit" NoNewPrivileges=yes
    done
}

skipped() {     # UNIT
    process "$1" NoNewPrivs 0
    nothing_for "$1"
}

inside() {
    check skip-first skipped skip-one.service
    check skip-second skipped skip-two.service
    check skip-no-other process skip-none.service NoNewPrivs 1
}
