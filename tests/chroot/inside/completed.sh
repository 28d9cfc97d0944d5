# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Booted with a link into a directory that is not there; then systemd-resolved or its like makes both.

prepare() {
    waiting_service
    dangling ../run/systemd/resolve/stub-resolv.conf
}

complete() {
    mkdir -p /run/systemd/resolve
    rename 1 /run/systemd/resolve/stub-resolv.conf
}

inside() { check_way completed complete; }
