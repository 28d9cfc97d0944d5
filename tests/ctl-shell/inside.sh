# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# shellcheck disable=SC2015,SC2016,SC2091 # scripts in quotes, commands that were printed
# In a booted system: nginx, redis and postgresql with shipped policies, one with a dynamic user, two under other roots.

DYNAMIC='ExecStart=/bin/sh -c "echo live >/run/dynamic/file; echo kept >/var/lib/dynamic/file; echo mine >/tmp/mine; exec sleep infinity"'

prepare() {
    service dynamic.service Type=exec DynamicUser=yes StateDirectory=dynamic RuntimeDirectory=dynamic PrivateNetwork=yes "$DYNAMIC"
    lines '[Match]' 'Unit=dynamic.service' '[Service]' ProtectHome=yes 'SystemCallFilter=~@mount @clock' \
        'CapabilityBoundingSet=CAP_CHOWN' PrivateDevices=yes | put /etc/hardening.d/60-dynamic.conf
    service jail.service Type=exec RootDirectory=/srv/jail MountAPIVFS=yes RuntimeDirectory=jail PrivateTmp=yes \
        User=nobody NoNewPrivileges=yes 'ExecStart=/bin/sleep infinity'
    mkdir -p "$LAYER/srv/root"
    service chrooted.service Type=exec RootDirectory=/srv/root TemporaryFileSystem=/:ro MountAPIVFS=yes PrivateTmp=yes \
        'BindReadOnlyPaths=/usr -/bin -/sbin -/lib -/lib64' 'ExecStart=/usr/bin/redis-server --port 7777 --save ""'
    lines '[Match]' 'Unit=chrooted.service' '[Chroot]' '[Service]' NoNewPrivileges=yes | put /etc/hardening.d/60-chrooted.conf
    sleeper ipv4.service 'RestrictAddressFamilies=AF_INET'
    sleeper disconnected.service PrivateTmp=yes PrivateTmp=disconnected
    service template@.service Type=exec RuntimeDirectory=t-%i 'Environment="WHO=%i %p %n 100%%"' 'ExecStart=/bin/sleep infinity'
    sleeper plus.service NoNewPrivileges=yes
    sed -i 's/ExecStart=/&+/' "$LAYER/usr/lib/systemd/system/plus.service"
    # what all services get is not to come twice
    lines '[Service]' CapabilityBoundingSet= 'CapabilityBoundingSet=CAP_CHOWN CAP_KILL CAP_NET_RAW' |
        put /etc/systemd/system/plain.service.d/10-x.conf
    sleeper plain.service 'CapabilityBoundingSet=~CAP_KILL'
    lines nameserver\ 127.0.0.1 | put /etc/resolv.conf
}

make_jail() {
    local library
    mkdir -p /srv/jail/{bin,lib,lib64,usr,proc,sys,dev,run,tmp,var/tmp}
    cp /bin/sleep /srv/jail/bin/
    for library in $(ldd /bin/sleep | grep -o '/[^ ]*'); do install -D "$library" "/srv/jail$library"; done
}

same_sandbox() {        # UNIT [FIELD...]: the fields that the daemon itself changes are not compared
    local unit=$1 pid before; shift
    pid=$(pid_of "$unit") before=$(cut -d' ' -f22 "/proc/$pid/stat")
    cp "/proc/$pid/status" /run/its-status; cp "/proc/$pid/mountinfo" /run/its-mounts
    hardenctl shell "$unit" -- /bin/cat /proc/self/status >/run/our-status 2>/run/said
    cat /run/said >&2
    diff <(identity /run/its-status "$@") <(identity /run/our-status "$@") >&2 || fail "another identity"
    hardenctl shell "$unit" -- /bin/cat /proc/self/mountinfo >/run/our-mounts 2>/dev/null
    diff <(mounts /run/its-mounts "$unit" NONE "$WITHOUT") <(mounts /run/our-mounts "$unit" 'hardenctl-[0-9]+-1.service' "$WITHOUT") >&2 ||
        fail "other mounts"
    [ "$(pid_of "$unit")" = "$pid" ] && [ "$(cut -d' ' -f22 "/proc/$pid/stat")" = "$before" ] || fail "$unit was restarted"
    is "$unit" ActiveState active
}

same_tmp() {            # UNIT
    local pid; pid=$(pid_of "$1")
    rm -f "/proc/$pid/root/tmp/"{theirs,ours}
    echo theirs >"/proc/$pid/root/tmp/theirs"
    [ "$(in_shell "$1" 'read -r line </tmp/theirs; echo $line; echo ours >/tmp/ours')" = theirs ] || fail "not its /tmp"
    [ "$(cat "/proc/$pid/root/tmp/ours")" = ours ] || fail "it does not see what is in /tmp"
}

keeps() {               # UNIT DIRECTORY...: they are as before, with their owners, after shells of all kinds
    local unit=$1 before; shift
    before=$(stat -c '%n %u:%g %a %i' "$@"; ls -lAn "$@")
    in_shell "$unit" true
    hardenctl shell "$unit" -- /bin/false 2>/dev/null && fail "the exit status is lost"
    [ "$(stat -c '%n %u:%g %a %i' "$@"; ls -lAn "$@")" = "$before" ] || fail "$* changed: $before"
    nothing_is_left
}

sees_runtime_directory() {      # UNIT FILE TEXT
    [ "$(in_shell "$1" "read -r line <$2; echo \$line; echo \$RUNTIME_DIRECTORY")" = "$3"$'\n'"$(dirname "$2")" ] || fail "no $2"
}

dynamic_not_running() {
    local owner
    systemctl stop dynamic
    hardenctl shell dynamic -- /bin/sh -c 'id -u; cat /var/lib/dynamic/file; [ ! -e /run/dynamic ]' >/run/said 2>&1 || fail "$(cat /run/said)"
    grep -qE '^6[0-9]{4}$' /run/said && grep -qx kept /run/said || fail "$(cat /run/said)"
    grep -q 'not running); differs: /run/dynamic is not there' /run/said || fail "$(cat /run/said)"
    systemctl start dynamic
    owner=$(stat -c %u "/proc/$(pid_of dynamic)")
    [ "$(stat -Lc %u /var/lib/dynamic/file)" = "$owner" ] || fail "/var/lib/dynamic is not its own any more"
}

same_network() {
    local pid; pid=$(pid_of dynamic)
    [ "$(in_shell dynamic 'readlink /proc/self/ns/net')" = "$(readlink "/proc/$pid/ns/net")" ] || fail "another network"
}

# The way of the user: a terminal, a prompt, commands.
on_a_terminal() {
    local pid; pid=$(pid_of nginx)
    terminal hardenctl shell nginx
    see 'in the sandbox of nginx.service (running'
    see '[nginx.service]'
    type_ 'tty; stty size; touch /usr/x; echo $((6 * 7))-'
    see '/dev/pts/'; see '30 100'; see 'Read-only file system'; see '42-'
    type_ 'grep NoNewPrivs /proc/self/status | tr -s "\t" ":"'
    see 'NoNewPrivs:1'
    "${T[@]}" resize-window -x 90 -y 20
    type_ 'stty size'
    see '20 90'
    type_ 'exit 5'
    ends 5
    close
    [ "$(pid_of nginx)" = "$pid" ] || fail "nginx was restarted"
    nothing_is_left
}

ctrl_c_is_the_shells() {
    terminal hardenctl shell nginx
    see '[nginx.service]'
    type_ 'echo begun; sleep infinity'
    see $'\nbegun'
    "${T[@]}" send-keys C-c
    type_ 'echo still-$((1 + 1))'
    see 'still-2'
    close
    nothing_is_left
}

killed() {
    local name
    terminal hardenctl shell redis-server
    see '[redis-server.service]'
    name=$(systemctl list-units --plain --no-legend 'hardenctl-*' | cut -d' ' -f1)
    [ -n "$name" ] || fail "no unit"
    kill -9 "$("${T[@]}" display-message -p '#{pane_pid}')"
    gone systemctl is-active "$name"
    close
    nothing_is_left
    is redis-server ActiveState active
}

# tmux inside, attached to from outside by the command that is printed.
tmux_inside() {         # UNIT
    local attach pid; pid=$(pid_of "$1")
    hardenctl shell "$1" --tmux >/run/said || fail "exit status $?"
    attach=$(sed -n 's/^Attach with: *//p' /run/said)
    # shellcheck disable=SC2086 # a command line
    terminal env TMUX= $attach
    see "[$1.service]"
    type_ 'echo "$((6 * 7))-"; while read -r name value; do case $name in NoNewPrivs:|CapBnd:) echo "$name$value";; esac; done </proc/self/status'
    see '42-'
    see "NoNewPrivs:$(status "$1" NoNewPrivs)"; see "CapBnd:$(status "$1" CapBnd)"
    # detached, and attached once more
    "${T[@]}" send-keys C-b d
    ends 0
    close
    # shellcheck disable=SC2086
    terminal env TMUX= $attach
    see '42-'
    type_ exit
    ends
    close
    nothing_is_left
    [ "$(pid_of "$1")" = "$pid" ] || fail "$1 was restarted"
}

tmux_ends_by_systemctl() {
    hardenctl shell nginx --tmux >/run/said 2>/dev/null
    $(sed -n 's/^End it with: *//p' /run/said)
    nothing_is_left
}

tmux_json() {
    hardenctl shell nginx --tmux --json=short >/run/said 2>/dev/null
    local unit; unit=$(sed -n 's/.*"unit":"\([^"]*\)".*/\1/p' /run/said)
    is "$unit" ActiveState active
    systemctl stop "$unit"
    nothing_is_left
}

jail() {
    local output
    output=$(hardenctl shell jail -- /bin/sh -c 'id -u; ls -d /srv /etc/passwd 2>/dev/null || :' 2>/run/said)
    grep -q 'of the host are bound in' /run/said || fail "$(cat /run/said)"
    [ "$output" = 65534 ] || fail "not user nobody in the jail: $output"
    in_shell jail 'echo ours >/run/jail/ours'
    [ "$(cat /run/jail/ours)" = ours ] || fail "not its runtime directory"
}

chrooted() {
    [ "$(in_shell chrooted 'read -r line </etc/resolv.conf; echo $line; [ ! -e /srv ] && [ ! -e /etc/shadow ]')" = 'nameserver 127.0.0.1' ] ||
        fail "not its root"
}

names_stay() {
    systemctl start template@x-y
    [ "$(in_shell template@x-y 'echo "$WHO"')" = "x-y template template@x-y.service 100%" ] || fail "$(in_shell template@x-y 'echo "$WHO"')"
    keeps template@x-y.service /run/t-x-y
}

plus() {
    hardenctl shell plus -- /bin/grep NoNewPrivs /proc/self/status >/run/said 2>&1
    grep -q 'NoNewPrivs:.0' /run/said || fail "the service has no sandbox, but $(cat /run/said)"
    grep -q 'ExecStart=+ runs outside of the sandbox' /run/said || fail "$(cat /run/said)"
}

# It is in the mount namespace of the service alone; DynamicUser= implies it from 257 on.
says_disconnected() {   # UNIT
    hardenctl shell "$1" -- /bin/true 2>/run/said
    local its; its=$(sed -n "s|.*/tmp is another one (PrivateTmp=disconnected), the service's is \(/proc/[0-9]*/root/tmp\) outside.*|\1|p" /run/said)
    [ "$its" = "/proc/$(pid_of "$1")/root/tmp" ] || fail "$(cat /run/said)"
}

tmp_of_dynamic() {
    if [ "$(value dynamic PrivateTmpEx)" = disconnected ]; then says_disconnected dynamic; else same_tmp dynamic; fi
}

disconnected() {
    if [ "$(value disconnected PrivateTmpEx)" = disconnected ]; then says_disconnected disconnected; else same_tmp disconnected; fi
}

says_older() {
    lines '[Match]' Unit=plain.service '[Service]' NoNewPrivileges=yes ProtectHome=yes | put /etc/hardening.d/60-plain.conf
    systemctl daemon-reload
    hardenctl shell plain -- /bin/true 2>/run/said
    grep -q 'the service itself lacks NoNewPrivileges, ProtectHome of its plan' /run/said || fail "$(cat /run/said)"
}

streams() {
    [ "$(printf 'a\0b' | hardenctl shell nginx -- /bin/cat 2>/dev/null | od -An -tx1)" = ' 61 00 62' ] || fail "stdin or stdout"
    hardenctl shell nginx -- /bin/sh -c 'printf "%s\n" "$1" >&2' '%n $HOME' 'a "b" \c %n $HOME' 2>/run/said
    grep -qxF 'a "b" \c %n $HOME' /run/said || fail "the words of the command changed: $(cat /run/said)"
    hardenctl shell nginx -- sh -c 'kill -9 $$' 2>/dev/null && fail "no status"
    local status=0; hardenctl shell nginx -- sh -c 'kill -9 $$' 2>/dev/null || status=$?
    [ $status = 137 ] || fail "status $status of one that was killed"
}

secrets_stay() {        # lines of a file for root alone are for nobody else
    hardenctl shell nginx --tmux >/run/said 2>/dev/null
    [ "$(stat -c %a /run/systemd/transient/hardenctl-*.d)" = 700 ] || fail "others can read the copied lines"
    $(sed -n 's/^End it with: *//p' /run/said)
}

refuses() {             # STATUS TEXT ARGUMENT...
    local status=0 output
    output=$("${@:3}" 2>&1 </dev/null) || status=$?
    [ "$status" = "$1" ] && [[ $output == *"$2"* ]] || fail "${*:3}: status $status, $output"
    [ "$(wc -l <<<"$output")" = 1 ] || fail "more than one line: $output"
}

no_tmux() {
    mv /usr/bin/tmux /usr/bin/tmux.away
    refuses 3 'tmux is not installed' hardenctl shell nginx --tmux || { mv /usr/bin/tmux.away /usr/bin/tmux; return 1; }
    mv /usr/bin/tmux.away /usr/bin/tmux
}

inside() {
    hardenctl enable nginx redis >/dev/null 2>&1
    lines '[Match]' 'Unit=postgresql@*.service' '[Service]' NoNewPrivileges=yes ProtectHome=yes PrivateTmp=yes \
        'CapabilityBoundingSet=CAP_CHOWN CAP_SETUID CAP_SETGID CAP_DAC_OVERRIDE CAP_FOWNER' RestrictRealtime=yes |
        put /etc/hardening.d/60-postgresql.conf
    make_jail
    systemctl daemon-reload
    local postgresql; postgresql=postgresql@$(cd /etc/postgresql && echo *)-main.service
    systemctl restart nginx redis-server "$postgresql" dynamic jail chrooted disconnected ipv4 plus plain
    WITHOUT='' check same-nginx same_sandbox nginx.service
    WITHOUT='^/usr/(lib64|bin/cat)$' check same-redis same_sandbox redis-server.service
    WITHOUT='' check same-postgresql same_sandbox "$postgresql" Uid Gid Groups CapInh CapPrm CapEff
    WITHOUT='^/(run/)?dynamic$' check same-dynamic same_sandbox dynamic.service
    WITHOUT='' check same-chrooted same_sandbox chrooted.service
    WITHOUT='' check same-plain same_sandbox plain.service
    check same-tmp-nginx same_tmp nginx
    check same-tmp-redis same_tmp redis-server
    check tmp-dynamic tmp_of_dynamic
    check same-tmp-chrooted same_tmp chrooted
    check same-network same_network
    check keeps-dynamic keeps dynamic /run/dynamic /var/lib/dynamic/
    check keeps-redis keeps redis-server /run/redis /var/lib/redis
    check keeps-jail keeps jail /run/jail
    check runtime-directory sees_runtime_directory dynamic /run/dynamic/file live
    check not-running dynamic_not_running
    check terminal on_a_terminal
    check interrupt ctrl_c_is_the_shells
    check killed killed
    check tmux-nginx tmux_inside nginx
    check tmux-redis tmux_inside redis-server
    check tmux-chrooted tmux_inside chrooted
    check tmux-dynamic tmux_inside dynamic
    check tmux-stop tmux_ends_by_systemctl
    check tmux-json tmux_json
    check jail jail
    check chrooted chrooted
    check names-stay names_stay
    check plus plus
    check tmp-disconnected disconnected
    check says-older says_older
    check streams streams
    check secrets secrets_stay
    check refuses-unprivileged refuses 3 'for root alone' setpriv --reuid=65534 --regid=65534 --clear-groups hardenctl shell nginx
    check refuses-unknown refuses 3 'there is no unit nginz.service. Did you mean nginx?' hardenctl shell nginz
    check refuses-template refuses 3 'is a template' hardenctl shell template@
    check refuses-old refuses 3 'needs systemd 247' hardenctl shell nginx --systemd-version=246
    check refuses-no-tmux no_tmux
    check refuses-no-unix refuses 3 'tmux needs AF_UNIX' hardenctl shell ipv4 --tmux
    check refuses-image refuses 3 'on the running system only' hardenctl --root=/srv/jail shell nginx
}
