# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2317 # called by all_checks
# shellcheck source=tests/packaging/boot.sh
. /hg/source/tests/packaging/boot.sh

cd /hg/rpm || exit
# Debian's rpm knows no package of Debian
rpm_() { rpm --nodeps "$@"; }
# in an order that rpm turns round, if nothing of the packages says that the preset comes first
install_ours() { rpm_ -i hardening-generator-[0-9]*.rpm hardenctl-*.rpm; }
update_ours() { rpm_ -U newer/*.rpm; }
remove_ours() { rpm_ -e hardening-generator hardenctl; }
install_third() { rpm_ -U "third-$1-1.noarch.rpm"; }
remove_third() { rpm_ -e third; }
# as in Fedora: folders of the package `filesystem`, and units that are disabled where no preset enables them
mkdir -p /usr/share/licenses /usr/share/zsh/site-functions
echo 'disable *' >/usr/lib/systemd/system-preset/99-default-disable.preset
all_checks rpm enabled
