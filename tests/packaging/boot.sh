# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Sourced by boot-rpm.sh and boot-arch.sh in a booted system: what a package manager brings about with our packages,
# by the caller's install_ours, update_ours, remove_ours, install_third VERSION and remove_third.
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
value() { systemctl show --value --property="$1" "${@:2}"; }

# One service that is bound to the mirror of resolv.conf, one that waits for a file, and one with a shipped policy.
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
    cp /usr/bin/sleep /usr/sbin/nginx
    printf '[Service]\nType=exec\nExecStart=/usr/sbin/nginx infinity\n' >/etc/systemd/system/nginx.service
    ln -s /usr/share/hardening/policies/{20-chroot-network,30-nginx,30-redis}.conf /etc/hardening.d/
    systemctl daemon-reload
    systemctl start lookup.service late.service nginx.service
}

our_package() { # TOOL, and the STATE that hardening-verify.service has then
    after install_ours
    equal "$1: nothing is hardened by installing" "$(dropins)" ""
    equal "$1: hardening-verify.service" "$(systemctl is-enabled hardening-verify.service)" "$2"
    equal "$1: hardening-reload.path" "$(systemctl is-enabled hardening-reload.path)" disabled
    equal "$1: reloads by installing" "$count" 1
    equal "$1: hardenctl runs" "$(hardenctl list --json=short | head -c 1)" "["
}

third_package() {       # TOOL
    after install_third 1
    equal "$1: a package's policy is in force without a script" "$(value UMask third.service)" 0077
    equal "$1: reloads for it" "$count" 1
    systemctl start third.service
    after install_third 2
    equal "$1: its update is in force" "$(value NoNewPrivileges third.service)" yes
    has "$1: what an update arms is said" "$out" \
        "Policies take effect at the next restart of third.service (hardenctl status --pending)"
    equal "$1: reloads for an update" "$count" 1
    systemctl stop third.service
    after remove_third
    equal "$1: nothing is left in force of a package that went" "$(dropins)" ""
    equal "$1: reloads for that" "$count" 1
}

# To a version with more in the policy for nginx, and with another name for that for redis.
update() {      # TOOL
    local mirror=hardening-mirror-etc-resolv.conf.service pid pids links
    lookup
    equal "$1: a mirror runs" "$(systemctl is-active $mirror)" active
    equal "$1: a service waits" "$(systemctl is-active 'hardening-wait-*@late.service.target')" active
    pid=$(value MainPID $mirror) links=$(ls -l /etc/hardening.d)
    pids=$(value MainPID lookup.service nginx.service)
    after update_ours
    equal "$1: reloads for an update of ours" "$count" 1
    equal "$1: what it arms is said once" "$(grep '^Policies take effect' <<<"$out")" \
        "Policies take effect at the next restart of nginx.service (hardenctl status --pending)"
    equal "$1: it is armed" "$(value LimitNOFILE nginx.service)" 500
    equal "$1: services run on" "$(value MainPID lookup.service nginx.service)" "$pids"
    equal "$1: one waits on" "$(systemctl is-active 'hardening-wait-*@late.service.target')" active
    equal "$1: the mirror is the new one" \
        "$(systemctl is-active $mirror; readlink "/proc/$(value MainPID $mirror)/exe" | grep -c '/mirror$')" $'active\n1'
    [ "$(value MainPID $mirror)" != "$pid" ] || not_ok "$1: the mirror is another process" "it is not"
    equal "$1: what the admin has enabled stands" "$(ls -l /etc/hardening.d)" "$links"
    has "$1: verify names the policy that was renamed" "$(hardenctl verify | sed 's/, ignored.*//')" "/etc/hardening.d/\
30-redis.conf: error: is a link to /usr/share/hardening/policies/30-redis.conf, which does not exist"
}

removal() {     # TOOL
    after remove_ours
    has "$1: the mirror's end is said" "$out" \
        "Services with a root of their own that run do not see changes of /etc/resolv.conf any more."
    has "$1: who waits in vain is said" "$out" \
        "Nothing starts these services any more when the file comes that they wait for: late.service"
    systemctl daemon-reload     # as the trigger of systemd's own package does, which is not here
    equal "$1: units of ours that are left" "$(systemctl list-units --all --plain --no-legend 'hardening-*')" ""
    equal "$1: the service that the mirror served runs on" "$(systemctl is-active lookup.service)" active
    equal "$1: nothing of it is in force" "$(find /run/systemd/generator -name '*hardening*')" ""
}

all_checks() {  # TOOL STATE
    local before; before=$(files)
    our_package "$1" "$2"
    third_package "$1"
    update "$1"
    removal "$1"
    systemctl stop nginx.service
    rm /usr/sbin/nginx /etc/systemd/system/{lookup,late,nginx}.service /etc/hardening.d/*.conf
    rmdir --ignore-fail-on-non-empty /etc/hardening.d
    equal "$1: files that are left" "$(files)" "$before"
}
