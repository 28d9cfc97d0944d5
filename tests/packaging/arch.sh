#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds Arch's package from /hg/dist and leaves it in /hg/arch.
set -euo pipefail
here=/hg/source/tests/packaging
# shellcheck source=tests/packaging/checks.sh
. "$here/checks.sh"

# makepkg refuses to run as root
useradd --create-home builder
install "$here/arch-meson" /usr/local/bin
build() {       # FILES OPTION...: the files are a PKGBUILD and what it names
    # shellcheck disable=SC2086 # words
    cp $1 /hg/dist/*.xz /home/builder
    chown -R builder /home/builder
    su builder -c "cd; makepkg --nodeps ${*:2}"
}

# Debian's pacman knows no package of Debian, so that no makedepends is there.
done_or_end "makepkg" build '/hg/source/packaging/arch/*'
mkdir -p /hg/arch
cp /home/builder/*.pkg.* /hg/arch
cd /hg/arch

files() { bsdtar -tf hardening-generator-*.pkg.*; }
equal "files of Arch's package" "$(files | grep -v -e /policies/ -e /profiles/ -e '/$')" "\
.BUILDINFO
.INSTALL
.MTREE
.PKGINFO
usr/bin/hardenctl
usr/lib/hardening-generator/before-removal
usr/lib/hardening-generator/mirror
usr/lib/hardening-generator/policies-changed
usr/lib/hardening-generator/probe
usr/lib/systemd/system-generators/hardening-generator
usr/lib/systemd/system-preset/90-hardening-generator.preset
usr/lib/systemd/system/hardening-reload.path
usr/lib/systemd/system/hardening-reload.service
usr/lib/systemd/system/hardening-verify.service
usr/share/bash-completion/completions/hardenctl
usr/share/fish/vendor_completions.d/hardenctl.fish
usr/share/libalpm/hooks/hardening-generator.hook
usr/share/man/man1/hardenctl.1.gz
usr/share/man/man5/hardening.d.5.gz
usr/share/man/man7/hardening-chroot.7.gz
usr/share/man/man8/hardening-generator.8.gz
usr/share/zsh/site-functions/_hardenctl"
equal "policies in Arch's package" "$(files | sed -n 's|.*/policies/\(.\)|\1|p')" \
    "$(ls /hg/source/conf.d/policies)"
bsdtar -xf hardening-generator-*.pkg.* -C /tmp usr
equal "the probe is static, also where all programs are position-independent" \
    "$(readelf -lW /tmp/usr/lib/hardening-generator/probe | grep -c INTERP)" 0
equal "the mirror's place in the units" "$(cd /tmp/usr/lib/systemd/system-generators &&
    grep -c ExecStart=/usr/lib/hardening-generator/mirror hardening-generator)" 1

# The next release of ours, of what is built already.
cp /home/builder/PKGBUILD /tmp/PKGBUILD
# shellcheck disable=SC2016 # makepkg expands it
sed -i 's/^pkgrel=.*/pkgrel=2/; /meson install/ a\
    mv "$pkgdir"/usr/share/hardening/policies/30-redis{,-server}.conf\
    printf "\\n[Service]\\nLimitNOFILE=500\\n" >>"$pkgdir/usr/share/hardening/policies/30-nginx.conf"' /tmp/PKGBUILD
done_or_end "makepkg of an update" build /tmp/PKGBUILD --repackage
mkdir newer
cp /home/builder/hardening-generator-*-2-*.pkg.* newer

for version in 1 2; do
    sed "s/@VERSION@/$version/" "$here/third.PKGBUILD" >/tmp/PKGBUILD
    build /tmp/PKGBUILD >/tmp/log 2>&1 || { cat /tmp/log; exit 1; }
done
cp /home/builder/third-*.pkg.* /hg/arch
