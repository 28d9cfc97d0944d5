# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# One service for each contradiction: it runs before its policy comes, which forbids all of this at once.

BASE_LINES=(ProtectSystem=strict ProtectHome=yes PrivateTmp=yes PrivateDevices=yes MemoryDenyWriteExecute=yes RestrictRealtime=yes
    RestrictNamespaces=yes 'RestrictAddressFamilies=AF_UNIX AF_INET' NoNewPrivileges=yes ProtectKernelTunables=yes
    ProtectKernelLogs=yes ProtectControlGroups=yes NoExecPaths=/opt 'SystemCallFilter=~@swap @clock' LimitNOFILE=100
    'CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_NET_BIND_SERVICE CAP_NET_RAW CAP_SYS_NICE CAP_SYS_CHROOT CAP_IPC_LOCK CAP_SYS_ADMIN')

# name | more lines of the policy | option | exemption (as of "hardenctl exempt UNIT" where it begins with +) | what it does |
# lines of the unit
table() {
    cat <<'T'
database||ProtectSystem|ReadWritePaths=/data/db|seed holds /data/db/table open for writing|User=seed1
logger||ProtectSystem|ReadWritePaths=/opt/seed-log|seed is of the user who has written /opt/seed-log/log since the service started|User=seed2
home||ProtectHome|+ProtectHome|seed holds open /home/secret|
shared||PrivateTmp|+PrivateTmp|seed shares /tmp/lock with process * which is not of the service|
device-policy|DevicePolicy=closed|DevicePolicy|DeviceAllow=/dev/net/tun|seed holds the device /dev/net/tun open|
device||PrivateDevices|+PrivateDevices|seed holds the device /dev/net/tun open|
code||MemoryDenyWriteExecute|+MemoryDenyWriteExecute|seed has memory that is both writable and executable (of no file)|
jit||MemoryDenyWriteExecute|+MemoryDenyWriteExecute|seed has memory of no file that is executable, so it makes code at run time|
raw|CapabilityBoundingSet=~CAP_NET_RAW|CapabilityBoundingSet|+CapabilityBoundingSet=CAP_NET_RAW|seed has a socket of AF_INET (raw), which needs CAP_NET_RAW|
netlink||RestrictAddressFamilies|+RestrictAddressFamilies=AF_NETLINK|seed has a socket of AF_NETLINK (route)|
packet||RestrictAddressFamilies|+RestrictAddressFamilies=AF_PACKET|seed has a socket of AF_PACKET|
inet6||RestrictAddressFamilies|+RestrictAddressFamilies=AF_INET6|seed has a socket of AF_INET6 (tcp)|
port|CapabilityBoundingSet=~CAP_NET_BIND_SERVICE|CapabilityBoundingSet|+CapabilityBoundingSet=CAP_NET_BIND_SERVICE|seed listens on tcp port 81 of 0.0.0.0, which needs CAP_NET_BIND_SERVICE|
server|PrivateNetwork=yes|PrivateNetwork|+PrivateNetwork|seed listens on tcp port 8081 of 0.0.0.0, outside of a network of its own|
bind|SocketBindDeny=tcp:8083|SocketBindDeny|SocketBindAllow=tcp:8083|seed listens on tcp port 8083 of 0.0.0.0|
unix||PrivateTmp|+PrivateTmp|seed listens on /tmp/seed.socket, which others could not reach|
realtime||RestrictRealtime|+RestrictRealtime|seed is scheduled in real time (SCHED_RR)|
priority|CapabilityBoundingSet=~CAP_SYS_NICE|CapabilityBoundingSet|+CapabilityBoundingSet=CAP_SYS_NICE|seed has given itself the priority -7 (nice), which needs CAP_SYS_NICE|
root|CapabilityBoundingSet=~CAP_SYS_CHROOT|CapabilityBoundingSet|+CapabilityBoundingSet=CAP_SYS_CHROOT|seed has changed its root to /opt, which needs CAP_SYS_CHROOT|
lock|CapabilityBoundingSet=~CAP_IPC_LOCK|CapabilityBoundingSet|+CapabilityBoundingSet=CAP_IPC_LOCK|seed has locked 16384 KiB of memory, more than its limit of 8192 KiB, which needs CAP_IPC_LOCK|LimitMEMLOCK=8M
descriptors||LimitNOFILE|+LimitNOFILE|seed uses 201 file descriptors|
user|CapabilityBoundingSet=~CAP_SETUID|CapabilityBoundingSet|+CapabilityBoundingSet=CAP_SETUID|seed was started as user 0 and is user 65534, which needs CAP_SETUID|
user-call|SystemCallFilter=~@setuid|SystemCallFilter|+SystemCallFilter=@setuid|seed was started as user 0 and is user 65534 (setuid())|
users||RestrictNamespaces|+RestrictNamespaces=user|seed has a namespace of its own (user)|
mounts|CapabilityBoundingSet=~CAP_SYS_ADMIN|CapabilityBoundingSet|+CapabilityBoundingSet=CAP_SYS_ADMIN|seed has a namespace of its own (mnt), which needs CAP_SYS_ADMIN; seed has mounted tmpfs on /mnt, which needs CAP_SYS_ADMIN|
mounts-call|SystemCallFilter=~@mount|SystemCallFilter|+SystemCallFilter=@mount|seed has mounted tmpfs on /mnt (mount())|
helper||NoNewPrivileges|+NoNewPrivileges|helper runs /usr/local/bin/helper, which is set-uid|User=seed3
capable||NoNewPrivileges|+NoNewPrivileges|capable runs /usr/local/bin/capable, whose file gives it capabilities|User=seed4
program||NoExecPaths|ExecPaths=/opt/seed|seed runs code of /opt/seed|
private||||seed|
nothing||||seed|
nothing-socket|CapabilityBoundingSet=~CAP_NET_BIND_SERVICE||||
T
}

unit() { echo "seed-$1.service"; }

prepare() {
    local name lines option exemption what more base=()
    for name in seed{1..4}; do
        lines "u $name - - /" >>"$LAYER/usr-sysusers.tmp"
    done
    put /usr/lib/sysusers.d/seed.conf <"$LAYER/usr-sysusers.tmp"
    rm "$LAYER/usr-sysusers.tmp"
    lines 'd /data/db 0755 seed1 - -' 'd /opt/seed-log 0755 seed2 - -' 'f /home/secret 0600 root root - x' |
        put /usr/lib/tmpfiles.d/seed.conf
    install -D "$SEED" "$LAYER/usr/local/bin/seed"
    install -D -m 4755 "$SEED" "$LAYER/usr/local/bin/helper"
    install -D "$SEED" "$LAYER/usr/local/bin/capable"
    install -D "$SEED" "$LAYER/opt/seed"
    while IFS='|' read -r name lines option exemption what more; do
        mapfile -t base < <([ -z "$more" ] || lines "$more")
        service "$(unit "$name")" Type=notify "ExecStart=/usr/local/bin/seed ${name%%-*}" "${base[@]}"
    done < <(table)
    # its port is systemd's
    lines '[Socket]' ListenStream=82 | put /usr/lib/systemd/system/seed-nothing-socket.socket
    service seed-many.service Type=notify 'ExecStart=/usr/local/bin/seed many'
    # holds /tmp/lock, too, and is no service of ours
    service seed-other.service Type=exec "ExecStart=/bin/sh -c 'exec 3>>/tmp/lock; exec sleep infinity'"
}

forbid() {      # NAME LINES OPTION...: the policy; where OPTION is not of it, without those lines of the base that it needs
    local name=$1 more=$2 option=$3 line base=()
    for line in "${BASE_LINES[@]}"; do
        # these would be found, too, where another option is what the seed is about
        case $name:$line in
            mounts*:RestrictNamespaces=* | device-policy:PrivateDevices=*) ;;
            program:ProtectSystem=*) ;;         # beside it NoExecPaths= of a single directory is withheld
            *) base+=("$line") ;;
        esac
    done
    lines '[Match]' "Unit=$(unit "$name")" '[Policy]' Mode=plan '[Service]' "${base[@]}" "$more" |
        put "/etc/hardening.d/60-$name.conf"
    [ -z "$option" ] || grep -n "^$option=" "/etc/hardening.d/60-$name.conf" | tail -1 | cut -d: -f1 >"/run/$name.line"
}

found() {       # NAME LINES OPTION EXEMPTION WHAT
    local name=$1 option=$3 exemption=$4 what=$5 unit have
    unit=$(unit "$name")
    forbid "$name" "$2" "$option"
    have=$(findings "$unit")
    [[ $exemption != +* ]] || exemption="hardenctl exempt $unit ${exemption#+}"
    if [ -z "$option" ]; then
        [ -z "$have" ] || fail "found: $have"
        return
    fi
    # shellcheck disable=SC2053 # a pattern
    [[ $have = "$option|$exemption|"*"/etc/hardening.d/60-$name.conf:"*"|"${what//[()]/?} ]] || fail "found: $have"
    [[ $have = *"60-$name.conf:$(cat "/run/$name.line")"[\ \|]* ]] || fail "another line: $have"
}

# It says the same as a text, on a terminal of any width.
text() {
    local out status=0
    out=$(hardenctl preflight seed-home) || status=$?
    [ $status = 1 ] || fail "exits with $status"
    grep -q 'ProtectHome=yes' <<<"$out"
    grep -q "seed ([0-9]*) holds open /home/secret" <<<"$out"
    grep -q 'from /etc/hardening.d/60-home.conf:' <<<"$out"
    grep -q 'to allow it: hardenctl exempt seed-home.service ProtectHome' <<<"$out"
    ! COLUMNS=60 hardenctl preflight seed-home | grep '.\{61\}'
}

# What is exempted as it says is found no more, and nothing else is.
exempted() {
    local have
    hardenctl exempt seed-home.service ProtectHome >/dev/null
    have=$(findings seed-home.service)
    [ -z "$have" ] || fail "still found: $have"
    hardenctl exempt --undo seed-home.service ProtectHome >/dev/null
    lines '[Match]' Unit=seed-database.service '[Service]' ReadWritePaths=/data/db | put /etc/hardening.d/95-data.conf
    have=$(findings seed-database.service)
    [ -z "$have" ] || fail "still found: $have"
    rm /etc/hardening.d/95-data.conf
}

many() {        # 100 processes: one finding
    local have before after
    forbid many '' MemoryDenyWriteExecute
    before=$(date +%s%N)
    have=$(findings seed-many.service)
    after=$(date +%s%N)
    echo "$(((after - before) / 1000000)) ms" >/run/many
    [ "$(wc -l <<<"$have")" = 1 ] || fail "found: $have"
    [[ $have = MemoryDenyWriteExecute* ]] || fail "found: $have"
    [ "$(grep -o 'seed has memory' <<<"$have" | wc -l)" = 99 ] || fail "found: $have"
}

all() {         # without a unit: all that run and have a plan
    local out status=0
    out=$(hardenctl preflight) || status=$?
    [ $status = 1 ] || fail "exits with $status"
    for name in home code database; do grep -q "^seed-$name.service: 1 finding" <<<"$out"; done
    grep -q '^seed-nothing.service: 0 findings' <<<"$out"
}

refuses() {     # STATUS TEXT COMMAND...
    local have status=0
    have=$("${@:3}" 2>&1) || status=$?
    [[ $status = "$1" && $have = *"$2"* ]] || fail "exits with $status: $have"
}

# enable and diff mention it.
mentioned() {
    local out
    lines '[Match]' Unit=seed-code.service '[Service]' MemoryDenyWriteExecute=yes | put /usr/share/hardening/policies/30-seed.conf
    rm /etc/hardening.d/60-code.conf
    out=$(hardenctl enable 30-seed)
    grep -qx 'preflight: 1 finding for seed-code.service; hardenctl preflight seed-code.service shows it' <<<"$out" || fail "$out"
    out=$(hardenctl diff seed-code)
    grep -qx 'preflight: 1 finding for seed-code.service; hardenctl preflight seed-code.service shows it' <<<"$out" || fail "$out"
    hardenctl disable 30-seed >/dev/null
}

inside() {
    local name lines option exemption what more units=()
    while IFS='|' read -r name _; do units+=("$(unit "$name")"); done < <(table)
    # struct vfs_cap_data: CAP_NET_RAW, effective; python3-minimal has what setcap is not here for
    python3 -c 'import os, struct
os.setxattr("/usr/local/bin/capable", "security.capability", struct.pack("<5I", 0x02000001, 1 << 13, 0, 0, 0))'
    systemctl start seed-nothing-socket.socket seed-other.service "${units[@]}" seed-many.service || systemctl --failed --no-legend
    while IFS='|' read -r name lines option exemption what more; do
        check "seed-$name" found "$name" "$lines" "$option" "$exemption" "$what"
    done < <(table)
    check text text
    check exempted exempted
    check many many
    echo "100 processes: $(cat /run/many)"
    check all all
    check not-root refuses 3 'needs CAP_SYS_PTRACE' setpriv --reuid=65534 --clear-groups hardenctl preflight seed-home
    check no-such-unit refuses 3 'there is no unit' hardenctl preflight seed-hone
    systemctl stop seed-nothing.service
    check not-running refuses 3 'seed-nothing.service is not running' hardenctl preflight seed-nothing
    check no-plan refuses 3 'nothing is planned for seed-other.service' hardenctl preflight seed-other
    check mentioned mentioned
}
