# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A service that is activated by a socket is held at its socket, and a connection cannot harm it.

prepare() {
    empty s | probe_lines s.service "ExecStart=$PROBE socket"
    lines '[Socket]' ListenStream=/run/s.socket '[Install]' WantedBy=sockets.target |
        put /usr/lib/systemd/system/s.socket
    link /usr/lib/systemd/system/s.socket /etc/systemd/system/sockets.target.wants/s.socket
}

connect() { python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect("/run/s.socket")'; }

at_boot() {
    healthy
    is s.socket ActiveState inactive
    waiting | grep -qxF s.socket || fail "the socket is not listed"
    ! connect || fail "it listens"
}

comes() {
    rename 1
    eventually is s.socket SubState listening
    settled
    started s.service 0
    connect
    started_once s.service
    answers s.service 1
}

# also while there is no file
later() {
    rm "$RESOLV"
    systemctl stop s.service
    is s.socket SubState listening
    connect
    eventually started s.service 2
    eventually answers s.service 1
    healthy
}

inside() {
    booted
    check sockets-wait-at-boot at_boot
    check sockets-activate comes
    check sockets-without-file later
}
