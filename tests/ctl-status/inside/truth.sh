# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# The states of nginx, one after the other.

SHIPPED=/usr/share/hardening/policies/30-nginx.conf
ACTIVE=/etc/hardening.d/30-nginx.conf
DESCRIPTION=/usr/lib/systemd/system/nginx.service.d/20-description.conf
ADMIN=/etc/systemd/system/nginx.service.d

prepare() {
    sleeper wait.service
    lines '[Unit]' Description=one | put $DESCRIPTION
    # what the generator cannot see: another one's drop-in that sorts after ours
    script /usr/local/lib/systemd/system-generators/other <<'X'
#!/bin/sh
[ ! -e /run/other ] || { mkdir -p "$1/nginx.service.d"; printf '[Service]\nProtectKernelLogs=no\n' >"$1/nginx.service.d/99-other.conf"; }
X
}

not_reloaded() {
    bare=$(exposure nginx.service)
    ln -s $SHIPPED $ACTIVE
    says nginx.service reload-needed
    as_nobody nginx.service reload-needed
    exposures nginx.service "$bare" "$bare"
    pending nginx.service NoNewPrivileges ProtectSystem
    echo "$bare" >/run/bare
}

reloaded() {
    reload
    says nginx.service restart-needed
    as_nobody nginx.service restart-needed
    exposures nginx.service "$(cat /run/bare)" "$(exposure nginx.service)"
    [ "$(exposure nginx.service)" != "$(cat /run/bare)" ] || fail "the policy changes no exposure"
    pending nginx.service NoNewPrivileges ProtectSystem RestrictNamespaces PrivateDevices
}

restarted() {
    systemctl restart nginx.service
    says nginx.service enforced
    exposures nginx.service "$(cat /run/bare)" "$(exposure nginx.service)"
    nothing_pending
    as_nobody nginx.service unknown     # it has a namespace that nobody can look at
}

crashed() {     # and the process keeps what it has
    local seen
    mv "$GENERATOR" /root/generator
    printf '#!/bin/sh\nkill -SEGV $$\n' | script "$GENERATOR"
    reload
    seen=$(said 'row["state"], row["exposure_before"], row["exposure_after"]' nginx.service)
    mv /root/generator "$GENERATOR"
    reload
    [ "$seen" = "('reload-needed', $(cat /run/bare), $(cat /run/bare))" ] || fail "$seen"
    says nginx.service enforced
}

removed() {
    local now; now=$(exposure nginx.service)
    rm "$(dropin nginx.service)"
    says nginx.service reload-needed
    exposures nginx.service "$(cat /run/bare)" "$now"
    reload
    says nginx.service enforced
}

switched_off() {        # all of it: no reload brings it back
    local mask=/etc/systemd/system-generators/hardening-generator
    mkdir -p ${mask%/*}
    ln -s /dev/null $mask
    says nginx.service reload-needed
    reload
    says nginx.service plan
    hardenctl status | grep "^No policy is in force: the generator is masked by $mask\.$"
    nothing_pending
    rm $mask
    says nginx.service reload-needed
    reload
    says nginx.service enforced
}

changed() {     # something else of the unit
    lines '[Unit]' Description=another | put $DESCRIPTION
    says nginx.service reload-needed
    reload
    says nginx.service enforced
}

masked() {
    ln -sfn /dev/null $ACTIVE
    says nginx.service reload-needed
    hardenctl status --no-legend | grep -q '^nginx' || fail "nginx is not listed while its drop-in is loaded"
    reload
    says nginx.service no-policy
    ! hardenctl status --no-legend | grep '^nginx' || fail "nginx is listed"
    ln -sfn $SHIPPED $ACTIVE
    restart nginx.service
    says nginx.service enforced
}

exempt() {      # LINE: of [Policy]
    lines '[Match]' Unit=nginx.service '[Policy]' "$1" | put /etc/hardening.d/90-exempt.conf
    says nginx.service reload-needed
    reload
    says nginx.service exempt
    [ "$(said 'row["exposure_after"]' nginx.service)" = "$(cat /run/bare)" ] || fail "another exposure"
    rm /etc/hardening.d/90-exempt.conf
    restart nginx.service
    says nginx.service enforced
}

exempt_in_part() {
    lines '[Match]' Unit=nginx.service '[Policy]' Except=ProtectHome | put /etc/hardening.d/90-exempt.conf
    restart nginx.service
    says nginx.service enforced
    rm /etc/hardening.d/90-exempt.conf
    restart nginx.service
}

overridden_late() {
    lines '[Service]' ProtectHome=no | put $ADMIN/override.conf
    says nginx.service reload-needed
    restart nginx.service
    says nginx.service overridden "$ADMIN/override.conf ProtectHome"
    rm -r $ADMIN
    restart nginx.service
    says nginx.service enforced
}

overridden_by_null() {
    mkdir -p $ADMIN
    ln -s /dev/null $ADMIN/45-hardening.conf
    says nginx.service reload-needed
    restart nginx.service
    says nginx.service overridden $ADMIN/45-hardening.conf
    exposures nginx.service "$(cat /run/bare)" "$(cat /run/bare)"
    rm -r $ADMIN
    restart nginx.service
    says nginx.service enforced
}

overridden_unseen() {
    touch /run/other
    restart nginx.service
    says nginx.service overridden "99-other.conf ProtectKernelLogs"
    rm /run/other
    restart nginx.service
    says nginx.service enforced
}

waits() {
    lines '[Match]' Unit=wait.service '[Wait]' 'PathExists=/srv/a file' | put /etc/hardening.d/60-wait.conf
    restart wait.service
    [ "$(systemctl is-active wait.service)" = inactive ] || fail "it does not wait"
    says wait.service waiting '/srv/a file'
    as_nobody wait.service waiting '/srv/a file'
    touch '/srv/a file'
    until systemctl is-active -q wait.service; do sleep 0.05; done
    says wait.service enforced
    systemctl stop wait.service
    says wait.service enforced
    [ "$(said 'row["active"]' wait.service)" = False ] || fail "it is said to run"
    rm /etc/hardening.d/60-wait.conf
    reload
}

planned() {     # what is said to come is what comes
    local promised
    rm $ACTIVE
    restart nginx.service
    sed '/^\[Policy\]/a Mode=plan' $SHIPPED >$ACTIVE
    says nginx.service plan
    reload
    says nginx.service plan
    promised=$(said 'row["exposure_after"]' nginx.service)
    exposures nginx.service "$(cat /run/bare)" "$promised"
    nothing_pending
    ln -sfn $SHIPPED $ACTIVE
    restart nginx.service
    exposures nginx.service "$(cat /run/bare)" "$promised"
}

inside() {
    local name
    for name in not-reloaded reloaded restarted crashed removed switched-off changed masked; do
        check $name ${name//-/_}
    done
    check exempt-except exempt 'Except=*'
    check exempt-off exempt Mode=off
    for name in exempt-in-part overridden-late overridden-by-null overridden-unseen waits planned; do
        check $name ${name//-/_}
    done
}
