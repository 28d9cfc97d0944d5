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
verify_fails() {
    is hardening-verify.service Result exit-code
    journalctl --boot --unit=hardening-verify.service --output=cat >"$HERE/journal"
    grep 'error: .*the generator' "$HERE/journal" || { cat "$HERE/journal"; return 1; }
}

# To systemd it is masked, which an admin may mean; but not there.
says_empty() {
    hardenctl status --no-pager >"$HERE/status"
    grep "^No policy is in force: the generator, .*, is empty" "$HERE/status" || { cat "$HERE/status"; return 1; }
    ! grep "daemon-reload" "$HERE/status" || fail "status says that a reload would do"
}

inside() {
    local name; name=$(cat "$HERE/broken")
    check "$name, reaches multi-user" reaches
    if [ -e "$HERE/hardened" ]; then
        check "$name, nginx is hardened" process nginx.service NoNewPrivs 1
    elif [ -e "$HERE/told" ]; then
        check "$name, which is told" verify_fails
        [ -s /usr/lib/systemd/system-generators/hardening-generator ] || check "$name, which status says" says_empty
    fi
}
