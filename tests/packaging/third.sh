#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# third.sh DIR VERSION: the files of a package that ships a service and a policy for it, a stricter one from version 2 on.
set -e
mkdir -p "$1/usr/lib/systemd/system" "$1/usr/lib/hardening.d"
cat >"$1/usr/lib/systemd/system/third.service" <<'UNIT'
[Service]
ExecStart=sleep infinity
UNIT
cat >"$1/usr/lib/hardening.d/40-third.conf" <<POLICY
[Match]
Unit=third.service

[Service]
UMask=0077
$([ "$2" = 1 ] || echo NoNewPrivileges=yes)
POLICY
