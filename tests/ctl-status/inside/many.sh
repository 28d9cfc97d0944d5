# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Sixty services at once, all exposures right, the worst first; the log says how long it takes.

prepare() {
    local i
    for i in {1..60}; do
        case $((i % 4)) in
            0) sleeper "crowd$i.service" ;;
            1) sleeper "crowd$i.service" User=nobody NoNewPrivileges=yes ;;
            2) sleeper "crowd$i.service" PrivateMounts=yes ;;
            3) sleeper "crowd$i.service" DynamicUser=yes ProtectProc=invisible ;;
        esac
    done
}

sorted_exposures() { systemd-analyze security --no-pager | sed -nE 's/^(crowd[0-9]+\.service) +([0-9.]+) .*/\1 \2/p' | sort; }

column() { python3 -c "$JSON"'
import sys
for row in loads(sys.stdin.read()):
    if row["unit"].startswith("crowd"):
        print(row["unit"], row[sys.argv[1]])' "$1"; }

exposures_of_all() {
    local before after from
    before=$(sorted_exposures)
    # by name, and with options that give mount namespaces
    lines '[Match]' "$(printf 'Unit=crowd%d.service\n' {1..60})" '[Policy]' Profile=network-server '[Service]' ProtectSystem=full | put /etc/hardening.d/60-crowd.conf
    reload
    after=$(sorted_exposures)
    from=$(date +%s%N)
    hardenctl status --json=short >/run/all
    echo "status of 60 services: $((($(date +%s%N) - from) / 1000000)) ms" >/run/took
    [ "$(column exposure_before </run/all | sort)" = "$before" ] ||
        fail "before: $(diff <(column exposure_before </run/all | sort) <(echo "$before") | tr '\n' ' ')"
    [ "$(column exposure_after </run/all | sort)" = "$after" ] ||
        fail "after: $(diff <(column exposure_after </run/all | sort) <(echo "$after") | tr '\n' ' ')"
    [ "$before" != "$after" ] || fail "the policy changes no exposure"
}

worst_first() {
    column exposure_after </run/all | cut -d' ' -f2 >/run/order
    sort -rn /run/order | diff /run/order - || fail "not in order"
}

inside() {
    systemctl start crowd{1..60}.service
    check exposures-of-all exposures_of_all
    check worst-first worst_first
    cat /run/took
}
