# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2015,SC2016,SC2086,SC2317 # functions are called by name, words have no blanks
# Runs in the booted systems of booted.py, which puts SCENARIO=good, =mute or =off in front. Prints ok and not ok lines.
set -uo pipefail

check() {       # NAME COMMAND...
    local out
    if out=$("${@:2}" 2>&1); then
        echo "ok $SCENARIO-$1"
    else
        echo "not ok $SCENARIO-$1: ${*:2}"
        printf '%s\n' "$out" | sed 's/^/  /'
    fi
}

equal() { [ "$1" = "$2" ] || { printf 'have: %s\nwant: %s\n' "$1" "$2"; return 1; }; }
is() { equal "$(systemctl show --value -p "$2" "$1")" "$3"; }           # UNIT PROPERTY VALUE
said() { journalctl -b -u hardening-verify.service -o cat | grep -qF "$1" || { journalctl -b -u hardening-verify.service; return 1; }; }

# finds STATUS TEXT: what verify --loaded exits with and prints, by globs
finds() {
    local out status=0
    # shellcheck disable=SC2086 # the options of verify
    out=$("${as[@]}" hardenctl verify ${options---loaded} 2>&1) || status=$?
    # shellcheck disable=SC2053
    [ "$status" = "$1" ] && [[ $out == $2 ]] || { printf 'status %s:\n%s\n' "$status" "$out"; return 1; }
}
as=() nl=$'\n' G=/run/systemd/generator W=web.service.d/45-hardening.conf
waiting="warning: late.service waits for /run/never"

reload() { systemctl daemon-reload; }

good() {
    check boot is hardening-verify.service Result success
    check ran test -n "$(systemctl show --value -p ExecMainExitTimestamp hardening-verify.service)"
    check nothing-failed equal "$(systemctl --failed --no-legend --plain | grep -c hardening)" 0
    check names-who-waits said "late.service waits for /run/never"
    check says-no-more equal "$(journalctl -b -u hardening-verify.service -o cat | grep -cE '(warning|error): ')" 1
    check no-cycle equal "$(journalctl -b -o cat | grep -ci 'ordering cycle')" 0
    check hardened is web.service NoNewPrivileges yes
    check loaded finds 0 "$waiting"
    as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    check loaded-as-nobody finds 0 "$waiting"
    as=()
    options=
    check all finds 0 ""
    unset options

    echo 'ProtectHome=yes' >>/etc/hardening.d/60-web.conf
    check changed finds 1 "$G/$W: error: is not what is planned: policies or units have changed*$nl$waiting"
    check changed-service equal "$(systemctl start hardening-verify.service 2>/dev/null; systemctl --failed --no-legend --plain | grep -o '^hardening[^ ]*')" hardening-verify.service
    reload
    check reloaded finds 0 "$waiting"
    check reloaded-service systemctl start hardening-verify.service
    echo '# only a comment' >>/etc/hardening.d/60-web.conf
    check comment finds 0 "$waiting"

    printf '%s\n' '[Match]' Unit=other.service '[Service]' PrivateTmp=yes >/etc/hardening.d/70-other.conf
    check added finds 1 "$G/other.service.d/45-hardening.conf: error: is planned and not there; to load the plan: systemctl daemon-reload$nl$waiting"
    reload
    check added-reloaded finds 0 "$waiting"
    rm /etc/hardening.d/70-other.conf
    check removed finds 1 "$G/other.service.d/45-hardening.conf: error: is loaded, and no policy asks for it any more*$nl$waiting"
    reload
    check removed-reloaded finds 0 "$waiting"

    rm $G/$W
    check by-hand finds 1 "$G/$W: error: is planned and not there*$nl$waiting"
    reload
    cp $G/$W /run/saved
    reload_without_generator
    cp /run/saved $G/$W
    check not-loaded finds 1 "*$nl$G/$W: error: is not loaded for web.service; to load it: systemctl daemon-reload$nl$waiting"
    rm /usr/local/lib/systemd/system-generators/hardening-generator
    cp /opt/hardening-generator /usr/local/lib/systemd/system-generators/
    reload
    check again finds 0 "$waiting"

    mkdir -p /etc/systemd/system/web.service.d
    printf '%s\n' '[Service]' NoNewPrivileges=no >/etc/systemd/system/web.service.d/override.conf
    reload
    check override finds 0 "$waiting"
    check override-holds is web.service NoNewPrivileges no
    options=
    check override-all finds 0 ""
    unset options
    ln -s /dev/null /etc/systemd/system/$W
    reload
    check masked-drop-in finds 0 "$waiting"
    rm -r /etc/systemd/system/web.service.d
    systemctl mask web.service 2>/dev/null
    reload
    check masked-unit finds 0 "$waiting"
    systemctl unmask web.service 2>/dev/null
    reload
    check unmasked finds 0 "$waiting"

    systemctl restart jail.service web.service
    check restarted finds 0 "$waiting"
    reload
    check restarted-reloaded finds 0 "$waiting"
    echo nameserver 192.0.2.1 >/run/new; mv /run/new /etc/resolv.conf
    touch /run/never
    check late-starts timeout 60 bash -c 'until systemctl -q is-active late.service; do sleep 0.1; done'
    check nobody-waits finds 0 ""

    systemctl enable --now hardening-reload.path 2>/dev/null
    printf '%s\n' '[Match]' Unit=other.service '[Service]' PrivateTmp=yes >/etc/hardening.d/70-other.conf
    check reload-path timeout 60 bash -c 'until [ "$(systemctl show --value -p PrivateTmp other.service)" = yes ]; do sleep 0.1; done'
    for i in {1..30}; do echo "# $i" >>/etc/hardening.d/70-other.conf; done
    printf '%s\n' 'ProtectHome=yes' >>/etc/hardening.d/70-other.conf
    check reload-path-many timeout 60 bash -c 'until [ "$(systemctl show --value -p ProtectHome other.service)" = yes ]; do sleep 0.1; done'
    mkdir -p /run/systemd/system/hardening-reload.service.d
    printf '%s\n' '[Service]' 'ExecStartPost=sh -c "[ -e /run/late ] || echo ProtectClock=yes >>/etc/hardening.d/70-other.conf; touch /run/late"' \
        >/run/systemd/system/hardening-reload.service.d/late.conf
    systemctl daemon-reload
    echo "# once more" >>/etc/hardening.d/70-other.conf
    check reload-path-late timeout 60 bash -c 'until [ "$(systemctl show --value -p ProtectClock other.service)" = yes ]; do sleep 0.1; done'
    check reload-path-alive is hardening-reload.path ActiveState active
    systemctl disable --now hardening-reload.path 2>/dev/null

    mkdir -p /etc/systemd/system-generators
    ln -s /dev/null /etc/systemd/system-generators/hardening-generator
    reload
    check masked-generator finds 0 "warning: the generator is masked by /etc/systemd/system-generators/hardening-generator: no policy is in force"
}

# Then the file can be put there, and yet the manager has not loaded it.
reload_without_generator() {
    printf '#!/bin/sh\n' >/usr/local/lib/systemd/system-generators/hardening-generator
    reload
    mkdir -p $G/web.service.d
}

mute() {
    check boot is hardening-verify.service Result exit-code
    check failed equal "$(systemctl --failed --no-legend --plain | grep -o '^hardening[^ ]*')" hardening-verify.service
    check names said "$G/$W: error: is planned and not there"
    check says-why said "the generator has failed, or has not run since there are policies"
    check found finds 1 "*nothing of what is planned is there*"
}

off() {
    check boot is hardening-verify.service Result success
    check says-why said "hardening.mode=off on the kernel's command line: no policy is in force"
}

systemctl is-system-running --wait >/dev/null 2>&1
$SCENARIO
exit 0
