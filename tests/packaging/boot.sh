# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Sourced by boot-rpm.sh and boot-arch.sh in a booted system: what a package manager brings about with our packages,
# by the caller's install_ours, remove_ours, install_third VERSION and remove_third.
# shellcheck source=tests/packaging/checks.sh
. /hg/source/tests/packaging/checks.sh

reloads() { journalctl --boot --quiet --output=cat _PID=1 --grep '^Reloading finished' | wc -l; }
after() {       # COMMAND...: sets $out, and $count, how often the system manager reloaded meanwhile
    local before; before=$(reloads)
    out=$("$@" 2>&1) || out+=$'\n'"exit status $?"
    journalctl --sync
    count=$(($(reloads) - before))
}
dropins() { find /run/systemd/generator* -name 45-hardening.conf; }
files() { find / -xdev -path '/var/l*' -prune -o -path /tmp -prune -o -path '/root/*' -prune -o -print | sort; }
value() { systemctl show --value --property="$1" "$2"; }

# One service that is bound to the mirror of resolv.conf, and one that waits for a file.
lookup() {
    cat >/etc/systemd/system/lookup.service <<'UNIT'
[Service]
Type=exec
TemporaryFileSystem=/
BindReadOnlyPaths=/usr -/bin -/lib -/lib64
ExecStart=/usr/bin/sleep infinity
UNIT
    cp /etc/systemd/system/lookup.service /etc/systemd/system/late.service
    printf '[Match]\nUnit=late.service\n\n[Wait]\nPathExists=/etc/late\n' >/etc/hardening.d/60-late.conf
    ln -s /usr/share/hardening/policies/20-chroot-network.conf /etc/hardening.d/
    systemctl daemon-reload
    systemctl start lookup.service late.service
}

our_package() { # TOOL, and the STATE that hardening-verify.service has then
    after install_ours
    equal "$1: nothing is hardened by installing" "$(dropins)" ""
    equal "$1: hardening-verify.service" "$(systemctl is-enabled hardening-verify.service)" "$2"
    equal "$1: hardening-reload.path" "$(systemctl is-enabled hardening-reload.path)" disabled
    equal "$1: reloads by installing" "$count" 1
    equal "$1: hardenctl runs" "$(hardenctl list --json=short | head -c 1)" "["
}

third_package() {       # TOOL, and how many RELOADS an update takes
    after install_third 1
    equal "$1: a package's policy is in force without a script" "$(value UMask third.service)" 0077
    equal "$1: reloads for it" "$count" 1
    systemctl start third.service
    after install_third 2
    equal "$1: its update is in force" "$(value NoNewPrivileges third.service)" yes
    has "$1: what an update arms is said" "$out" \
        "Policies take effect at the next restart of third.service (hardenctl status --pending)"
    equal "$1: reloads for an update" "$count" "$2"
    systemctl stop third.service
    after remove_third
    equal "$1: nothing is left in force of a package that went" "$(dropins)" ""
    equal "$1: reloads for that" "$count" 1
}

removal() {     # TOOL
    lookup
    equal "$1: a mirror runs" "$(systemctl is-active 'hardening-mirror-*.service')" active
    equal "$1: a service waits" "$(systemctl is-active 'hardening-wait-*@late.service.target')" active
    after remove_ours
    has "$1: the mirror's end is said" "$out" \
        "Services with a root of their own that run do not see changes of /etc/resolv.conf any more."
    has "$1: who waits in vain is said" "$(grep -o 'late.service waits for /etc/late' <<<"$out")" \
        "late.service waits for /etc/late"
    systemctl daemon-reload     # as the trigger of systemd's own package does, which is not here
    equal "$1: units of ours that are left" "$(systemctl list-units --all --plain --no-legend 'hardening-*')" ""
    equal "$1: the service that the mirror served runs on" "$(systemctl is-active lookup.service)" active
    equal "$1: nothing of it is in force" "$(find /run/systemd/generator -name '*hardening*')" ""
}

all_checks() {  # TOOL STATE RELOADS
    local before; before=$(files)
    our_package "$1" "$2"
    third_package "$1" "$3"
    removal "$1"
    rm /etc/systemd/system/{lookup,late}.service /etc/hardening.d/*.conf
    rmdir --ignore-fail-on-non-empty /etc/hardening.d
    equal "$1: files that are left" "$(files)" "$before"
}
