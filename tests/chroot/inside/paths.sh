# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Services that wait for other paths than /etc/resolv.conf, with no root of their own; for two, in either
# order. (One that comes and goes within milliseconds is for the mirror alone: flicker.sh.)

prepare() {
    local name
    for name in order reverse gone oneshot; do
        enabled_probe p-$name.service
        lines '[Match]' "Unit=p-$name.service" '[Wait]' "PathExists=/srv/my-$name/a b" "PathExists=/srv/my-$name/c" |
            put /etc/hardening.d/60-$name.conf
    done
    service p-oneshot.service Type=oneshot "ExecStart=$PROBE once" 'StandardOutput=append:/var/lib/probe/%n'
}

at_boot() {
    local name
    healthy
    for name in order reverse gone oneshot; do
        started p-$name.service 0
        inactive p-$name.service
        systemctl list-units --plain --no-legend 'hardening-wait-*@*.target' | grep -qF "@p-$name.service.target" ||
            fail "p-$name is not listed"
    done
}

# both paths of NAME, the first one first; between them nothing happens
in_turn() {     # NAME FIRST SECOND
    mkdir -p "/srv/my-$1"
    touch "/srv/my-$1/$2"
    settled_paths
    started "p-$1.service" 0
    touch "/srv/my-$1/$3"
    started_once "p-$1.service"
}

settled_paths() {
    eventually no_jobs
    eventually quiet
    eventually no_jobs
}

quiet() { [ -z "$(systemctl list-units --plain --no-legend --state=activating,deactivating 'hardening-*')" ]; }

gone_again() {
    mkdir -p /srv/my-gone
    touch /srv/my-gone/c
    settled_paths
    rm /srv/my-gone/c
    touch '/srv/my-gone/a b'
    settled_paths
    started p-gone.service 0
    touch /srv/my-gone/c
    started_once p-gone.service
}

# finished long before the second event is through: it must not run again
together() {
    mkdir -p /srv/my-oneshot
    touch /srv/my-oneshot/{a\ b,c}
    eventually grep -qx 'done' /var/lib/probe/p-oneshot.service
    settled_paths
    started p-oneshot.service 1
}

inside() {
    booted
    check paths-wait-at-boot at_boot
    check paths-in-order in_turn order 'a b' c
    check paths-in-reverse-order in_turn reverse c 'a b'
    check paths-gone-again gone_again
    check paths-oneshot-runs-once together
    check paths-healthy healthy
}
