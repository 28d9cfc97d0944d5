# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A program with a JIT, and a plan that forbids one: what each verb says, from before the reload to the way out.

prepare() {
    put /srv/web/server.js <<'JS'
require("http").createServer((request, response) => response.end("hello\n")).listen(8080, "127.0.0.1");
JS
    service web.service 'ExecStart=/usr/bin/node /srv/web/server.js' User=www-data
    lines '[Match]' Unit=web.service '[Service]' NoNewPrivileges=yes ProtectSystem=strict ProtectHome=yes \
        MemoryDenyWriteExecute=yes | put /srv/70-web.conf
}

LINE=/etc/hardening.d/70-web.conf:7

answers() {
    local answer
    exec 3<>/dev/tcp/127.0.0.1/8080 || return 1
    printf 'GET / HTTP/1.0\r\n\r\n' >&3
    answer=$(cat <&3)
    exec 3>&-
    [[ $answer = *hello ]]
}
PROBE='exec 3<>/dev/tcp/127.0.0.1/8080; printf "GET / HTTP/1.0\r\n\r\n" >&3; grep -q hello <&3'

comes_up() {
    for _ in {1..300}; do
        ! answers 2>/dev/null || return 0
        sleep 0.1
    done
    fail "it does not answer"
}

found() {
    local have
    have=$(findings web.service)
    # younger ones call their thread otherwise
    [[ $have = "MemoryDenyWriteExecute|hardenctl exempt web.service MemoryDenyWriteExecute|$LINE|"*" has memory "* ]] ||
        fail "found: $have"
}

tried() {
    local said status=0
    said=$(hardenctl try web --for=3 --probe="bash -c '$PROBE'" 2>&1) || status=$?
    [ $status = 1 ] || fail "exit status $status: $said"
    [[ $said = *"likely: MemoryDenyWriteExecute=yes"*"from $LINE"*"Taken back: web.service runs as before."* ]] || fail "$said"
    comes_up
    is web.service MemoryDenyWriteExecute no
}

said() { python3 -c "$JSON"'
import sys
row = {r["option"]: r for r in loads(sys.argv[1])}[sys.argv[2]]
print(row["verdict"], row["why"] or row["evidence"])' "$(hardenctl audit --json=short web)" "$1"; }

older() {
    local have
    systemctl daemon-reload
    have=$(said MemoryDenyWriteExecute)
    [[ $have = 'not-enforced the process is older than the drop-in: systemctl restart web.service' ]] || fail "$have"
}

explained() {
    local said status=0
    systemctl restart web
    for _ in {1..300}; do [ "$(value web ActiveState)" != failed ] || break; sleep 0.1; done
    said=$(hardenctl why web) || status=$?
    [ $status = 1 ] || fail "exit status $status: $said"
    [[ $said = *"likely: MemoryDenyWriteExecute=yes"*"from $LINE"*"to exempt it: hardenctl exempt web MemoryDenyWriteExecute"* ]] ||
        fail "$said"
    said=$(hardenctl why web --experiment --for=2) || true
    [[ $said = *"certain: MemoryDenyWriteExecute=yes"*"without these lines it works" ]] || fail "$said"
}

exempted() {
    local have
    hardenctl exempt web MemoryDenyWriteExecute
    systemctl restart web
    comes_up
    have=$(findings web.service)
    [ -z "$have" ] || fail "found: $have"
    have=$(said ProtectSystem)
    [[ $have = enforced* ]] || fail "$have"
    hardenctl audit web >/dev/null || fail "audit: exit status $?"
}

inside() {
    systemctl start web
    comes_up
    cp /srv/70-web.conf /etc/hardening.d/
    check node-preflight found
    check node-try tried
    check node-audit older
    check node-why explained
    check node-exempt exempted
}
