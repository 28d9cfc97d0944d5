# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2046,SC2086
# Other packages ship policies, one that is in force (lookout) and one that waits to be enabled (watchman).

prepare() {
    sleeper lookout.service
    enable_at_boot lookout.service
}

arms() {
    local before
    package --install $(new)
    before=$(reloads)
    package --install "$HERE"/third/*.deb
    [ "$(reloads)" = $((before + 1)) ] || fail "$(reloads) reloads instead of $((before + 1))"
    said "next restart of lookout.service ("
    is lookout.service NoNewPrivileges yes
    process lookout.service NoNewPrivs 0
    systemctl restart lookout.service
    process lookout.service NoNewPrivs 1
    hardenctl list --no-pager | grep watchman
}

disarms() {
    local before; before=$(reloads)
    package --purge lookout watchman
    [ "$(reloads)" = $((before + 1)) ] || fail "$(reloads) reloads instead of $((before + 1))"
    not_hardened lookout.service
    process lookout.service NoNewPrivs 1
    systemctl restart lookout.service
    process lookout.service NoNewPrivs 0
    ! hardenctl list --no-pager | grep watchman
}

without_hardenctl() {
    package --remove hardenctl
    package --install "$HERE"/third/lookout_*.deb
    said "Policies may have changed"
    is lookout.service NoNewPrivileges yes
}

inside() {
    booted
    check "a package with a policy: in force after one reload" arms
    check "that package removed: gone after one reload" disarms
    check "a package with a policy and no hardenctl" without_hardenctl
}
