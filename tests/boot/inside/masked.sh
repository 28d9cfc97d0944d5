# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Like every generator, ours is masked by a link to /dev/null in /etc. Comes last: it masks it for all units.

prepare() {
    sleeper masked.service
    policy masked.service NoNewPrivileges=yes
}

masked() {
    is masked.service NoNewPrivileges yes
    mkdir -p /etc/systemd/system-generators
    ln -s /dev/null /etc/systemd/system-generators/hardening-generator
    systemctl daemon-reload
    is masked.service NoNewPrivileges no
    nothing_for masked.service
    rm /etc/systemd/system-generators/hardening-generator
    systemctl daemon-reload
    is masked.service NoNewPrivileges yes
}

inside() { check masked-generator masked; }
