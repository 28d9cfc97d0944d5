# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Prints the states of all units; run holds those of two boots against each other.

prepare() { :; }

inside() {
    booted
    verify_is_done
    states
    [ ! -e /usr/bin/hardenctl ] || is hardening-verify.service Result success
}
