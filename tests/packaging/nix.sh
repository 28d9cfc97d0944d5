#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds the package of packaging/nixos, evaluates its module, and lets what it says be read by the generator.
set -euo pipefail
here=/hg/source/tests/packaging
# shellcheck source=tests/packaging/checks.sh
. "$here/checks.sh"

mkdir -p /etc/nix
printf 'build-users-group =\nsandbox = false\n' >/etc/nix/nix.conf
done_or_end "nix-build" nix-build --out-link /tmp/package "$here/nix/package.nix"
package=$(realpath /tmp/package)
equal "where its programs are" "$(cd "$package" && find . -type f -perm -100 | sort)" "\
./bin/hardenctl
./lib/systemd/system-generators/hardening-generator
./libexec/hardening-generator/before-removal
./libexec/hardening-generator/mirror
./libexec/hardening-generator/policies-changed
./libexec/hardening-generator/probe"
equal "units where NixOS looks for those of packages" "$(ls "$package/lib/systemd/system")" \
    "$(find /hg/source/units -maxdepth 1 -name '*.service*' -o -name '*.path' | sed 's|.*/||; s/\.in$//' | sort)"
equal "default.nix" "$(nix-instantiate --eval "/hg/source/packaging/nixos" --arg pkgs '{ callPackage = file: _: baseNameOf file; }')" \
    '"package.nix"'

evaluate() { nix-instantiate --eval --strict --json "$here/nix/module.nix" --argstr package "$package" -A "$1"; }
equal "module, not enabled" "$(evaluate off)" \
    '{"environment":{"etc":{},"systemPackages":[]},"systemd":{"packages":[],"services":{}}}'
evaluate on >/tmp/on
"$here/etc.py" /tmp/on / >/tmp/rest
equal "module, enabled: packages and services" "$(cat /tmp/rest)" "\
environment.systemPackages $package
systemd.packages $package
hardening-verify.service wantedBy multi-user.target"
has "hardenctl in the store" "$(cat "$package/lib/systemd/system/hardening-verify.service")" \
    "ExecStart=$package/bin/hardenctl verify --loaded"
equal "files in /etc/hardening.d" "$(cd /etc/hardening.d && echo *.conf)" \
    "10-baseline.conf 30-nginx.conf 60-notes.conf"
equal "a policy's text" "$(cat /etc/hardening.d/60-notes.conf)" "\
[Match]
Unit=hedgedoc.service
Unit=etherpad-lite.service

[Policy]
Profile=network-server

[Service]
LimitNOFILE=512
NoNewPrivileges=yes
SystemCallFilter=
SystemCallFilter=@system-service"

for name in nginx hedgedoc; do
    printf '[Service]\nExecStart=/usr/bin/%s\n' $name >/tmp/$name.service
    ln -s "$(nix-store --add /tmp/$name.service)" /etc/systemd/system/$name.service
done
mkdir /tmp/dropins
SYSTEMD_LOG_LEVEL=info "$package/lib/systemd/system-generators/hardening-generator" /tmp/dropins 2>/tmp/said || true
equal "the generator has nothing to say about these policies" "$(cat /tmp/said)" ""
dropin() { cat "/tmp/dropins/$1.service.d/45-hardening.conf"; }
has "a shipped policy in force" "$(dropin nginx)" "ProtectSystem=strict"
has "one's own policy in force" "$(dropin hedgedoc)" "LimitNOFILE=512"
has "a shipped profile in force" "$(dropin hedgedoc)" "RestrictSUIDSGID=yes"

refused() {     # NAME ATTRIBUTE REASON
    local out
    if out=$(evaluate "$2" 2>&1); then not_ok "$1" "it was evaluated"; else
        has "$1" "$out" "       error: $3"
    fi
}
refused "a shipped policy that is not there" unknown-policy "services.hardening-generator.shipped: there is no policy ngin"
refused "a section that no policy has" unknown-section "a value of policies is of another type"
refused "a value that is none" no-value "a value of policies is of another type"
