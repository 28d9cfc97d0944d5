# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2046,SC2086
# Other packages ship policies, one that is in force (lookout) and one that waits to be enabled (watchman).

prepare() {
    sleeper lookout.service
    enable_at_boot lookout.service
}

one_reload() {  # COMMAND...
    local before; before=$(reloads)
    "$@"
    [ "$(reloads)" = $((before + 1)) ] || fail "$(reloads) reloads instead of $((before + 1))"
}

arms() {
    package --install $(new)
    one_reload package --install "$HERE"/third/{lookout,watchman}_*.deb
    said "next restart of lookout.service ("
    is lookout.service NoNewPrivileges yes
    process lookout.service NoNewPrivs 0
    systemctl restart lookout.service
    process lookout.service NoNewPrivs 1
    hardenctl list --no-pager | grep watchman
}

disarms() {
    one_reload package --purge lookout watchman
    not_hardened lookout.service
    process lookout.service NoNewPrivs 1
    systemctl restart lookout.service
    process lookout.service NoNewPrivs 0
    ! hardenctl list --no-pager | grep watchman
}

# Such as those of packages with units have.
reloads_itself() {
    one_reload package --install "$HERE"/third/reloader_*.deb
    said "next restart of lookout.service ("
    is lookout.service NoNewPrivileges yes
    one_reload package --purge reloader
    not_hardened lookout.service
}

# Then the last reload seems to be younger than what has come after it.
clock_set_back() {
    touch --date='1 hour' /run/systemd/generator
    one_reload package --install "$HERE"/third/lookout_*.deb
    is lookout.service NoNewPrivileges yes
    package --purge lookout
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
    check "a package with a policy whose script reloads, too: one reload" reloads_itself
    check "a package with a policy after the clock was set back" clock_set_back
    check "a package with a policy and no hardenctl" without_hardenctl
}
