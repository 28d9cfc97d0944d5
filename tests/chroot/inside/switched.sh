# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Booted with a link to nowhere, which is then switched to a file elsewhere that is there.

prepare() {
    waiting_service
    dangling /run/nowhere/resolv.conf
}

switch() {
    mkdir /run/elsewhere
    write 1 /run/elsewhere/resolv.conf
    ln -s /run/elsewhere/resolv.conf /etc/resolv.conf.new
    mv -T /etc/resolv.conf.new /etc/resolv.conf
}

inside() { check_way switched switch; }
