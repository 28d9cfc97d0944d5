# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A DHCP client and a VPN that are chrooted themselves are not held: one of them makes the file.

prepare() {
    empty c-vpn | enabled_lines c-vpn.service
    unit_lines c-vpn.service Before=network-pre.target Wants=network-pre.target
    empty c-dhcp | enabled_lines c-dhcp.service BindPaths=/srv/lease:/lease
    unit_lines c-dhcp.service Before=network.target Wants=network.target
    mkdir -p "$LAYER/srv/lease"
    link /srv/lease/resolv.conf /srv/link
    rm "$LAYER$RESOLV"
    mv "$LAYER/srv/link" "$LAYER$RESOLV"
    empty c-server | enabled_lines c-server.service
}

at_boot() {
    local unit
    healthy
    waits c-server.service
    for unit in c-vpn.service c-dhcp.service; do
        not_waiting $unit
        active $unit
        started $unit 1
    done
}

# by what the client sees of the host
makes_it() {
    local root
    root=/proc/$(pid c-dhcp.service)/root
    write 1 "$root/lease/new"
    mv "$root/lease/new" "$root/lease/resolv.conf"
    started_once c-server.service
    answers c-server.service 1
    for unit in c-vpn.service c-dhcp.service; do started $unit 1; done
}

# they have their bind as soon as there is something to bind
later() {
    systemctl restart c-vpn.service
    eventually started c-vpn.service 2
    answers c-vpn.service 1
    rename 2 /srv/lease/resolv.conf
    eventually answers c-vpn.service 2
    healthy
}

inside() {
    booted
    check clients-not-held at_boot
    check clients-file-made makes_it
    check clients-restarted later
}
