# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A system in which something of ours is broken: it comes up all the same.

prepare() { :; }

reaches() {
    booted
    is multi-user.target ActiveState active
    is nginx.service ActiveState active
    is redis-server.service ActiveState active
    verify_is_done
    systemctl list-units --failed --plain --no-legend | grep -v '^hardening-verify\.service' >"$HERE/failed" || true
    [ ! -s "$HERE/failed" ] || fail "$(cat "$HERE/failed")"
}

# It is what tells that a policy is not in force.
verify_fails() { is hardening-verify.service Result exit-code; }

inside() {
    local name; name=$(cat "$HERE/broken")
    check "$name, reaches multi-user" reaches
    if [ -e "$HERE/hardened" ]; then
        check "$name, nginx is hardened" process nginx.service NoNewPrivs 1
    elif [ -e "$HERE/told" ]; then
        check "$name, which is told" verify_fails
    fi
}
