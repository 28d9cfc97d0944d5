# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2317 # called by all_checks
# shellcheck source=tests/packaging/boot.sh
. /hg/source/tests/packaging/boot.sh

cd /hg/arch || exit
# Debian's pacman knows no package of Debian
install_ours() { pacman -Udd --noconfirm hardening-generator-*.pkg.*; }
update_ours() { pacman -Udd --noconfirm newer/hardening-generator-*.pkg.*; }
remove_ours() { pacman -R --noconfirm hardening-generator; }
install_third() { pacman -Udd --noconfirm third-"$1"-*.pkg.*; }
remove_third() { pacman -R --noconfirm third; }
all_checks pacman disabled
