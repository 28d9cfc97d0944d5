#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Runs the example "An image" of packaging/README.md as an ordinary user, command by command.
set -euo pipefail
# shellcheck source=tests/packaging/checks.sh
. /hg/source/tests/packaging/checks.sh

useradd --create-home builder       # with subordinate users, by useradd of Debian
cd /home/builder
tar --strip-components=1 -xf /hg/dist/hardening-generator-*.tar.xz
chown -R builder .

sed -n '/^## An image/,/^## /s/^    //p' packaging/README.md >/tmp/commands
sed -i '1i set -e' /tmp/commands
equal "commands of the example" "$(grep -c -E '^(meson|DESTDIR|mmdebstrap|tar|hardenctl|out/|cat) ?' /tmp/commands)" 10
done_or_end "the example" su builder -c 'bash -x /tmp/commands'

inside() { su builder -c "$1"; }
ctl=out/usr/bin/hardenctl
equal "the policy is enabled in the image" "$(readlink image/etc/hardening.d/30-nginx.conf)" \
    /usr/share/hardening/policies/30-nginx.conf
equal "drop-ins of the generator" "$(find dropins -type f)" dropins/nginx.service.d/45-hardening.conf
equal "they say what the policy says" "$(grep -c '^ProtectSystem=strict$' dropins/nginx.service.d/45-hardening.conf)" 1
equal "hardenctl plans the same" \
    "$(inside "$ctl --root=image diff" | sed -n 's/^ *+ *\([A-Za-z]*=.*\)/\1/p' | sort)" \
    "$(grep -v -e '^#' -e '^\[' -e '^$' dropins/nginx.service.d/45-hardening.conf | sort)"
status=0; inside "$ctl --root=image verify" >/tmp/verify || status=$?
equal "hardenctl verify finds nothing" "$status $(cat /tmp/verify)" "0 "
