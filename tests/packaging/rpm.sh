#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds the RPM packages from /hg/dist and leaves them in /hg/rpm.
set -euo pipefail
here=/hg/source/tests/packaging
# shellcheck source=tests/packaging/checks.sh
. "$here/checks.sh"

cp "$here/macros" /usr/lib/rpm/macros.d/macros.others
build() { rpmbuild -D '_topdir /tmp/rpm' -D '_sourcedir /hg/dist' -bb "$@"; }

# Debian's rpm knows no package of Debian, so that no BuildRequires is there.
done_or_end "rpmbuild" build --nodeps --noclean /hg/source/packaging/rpm/hardening-generator.spec
mkdir -p /hg/rpm
cp /tmp/rpm/RPMS/*/*.rpm /hg/rpm
cd /hg/rpm

# what was installed less the manual pages, whose suffix is the distribution's, and what has many files
files() { rpm -qlp "$1" | grep -v -e '/\.build-id' -e '/policies/' -e '/profiles/' -e "^/usr/share/\(doc\|licenses\)/"; }
equal "files of the generator's package" "$(files hardening-generator-[0-9]*.rpm)" "\
/etc/hardening.d
/usr/lib/hardening.d
/usr/lib/hardening.d/profiles
/usr/lib/systemd/system-generators/hardening-generator
/usr/lib/systemd/system-preset/90-hardening-generator.preset
/usr/lib/systemd/system/hardening-reload.path
/usr/lib/systemd/system/hardening-reload.service
/usr/libexec/hardening-generator
/usr/libexec/hardening-generator/before-removal
/usr/libexec/hardening-generator/mirror
/usr/libexec/hardening-generator/policies-changed
/usr/share/hardening
/usr/share/hardening/policies
/usr/share/man/man5/hardening.d.5.gz
/usr/share/man/man7/hardening-chroot.7.gz
/usr/share/man/man8/hardening-generator.8.gz"
equal "files of hardenctl's package" "$(files hardenctl-*.rpm)" "\
/usr/bin/hardenctl
/usr/lib/systemd/system/hardening-verify.service
/usr/libexec/hardening-generator
/usr/libexec/hardening-generator/probe
/usr/share/bash-completion/completions/hardenctl
/usr/share/fish/vendor_completions.d/hardenctl.fish
/usr/share/man/man1/hardenctl.1.gz
/usr/share/zsh/site-functions/_hardenctl"
equal "policies in the package" "$(rpm -qlp hardening-generator-[0-9]*.rpm | sed -n 's|.*/policies/||p')" \
    "$(ls /hg/source/conf.d/policies)"
equal "configuration files" "$(rpm -qcp hardening-generator-[0-9]*.rpm hardenctl-*.rpm)" ""
equal "libraries that the generator needs" \
    "$(rpm -qp --requires hardening-generator-[0-9]*.rpm | sed -n 's/\(lib.*\.so\.[0-9]*\)().*/\1/p' | sort -u)" libc.so.6

# The next release of ours, of what is built already.
root=$(echo /tmp/rpm/BUILD/*/BUILDROOT)
policies=$root/usr/share/hardening/policies
mv "$policies"/30-redis{,-server}.conf
printf '\n[Service]\nLimitNOFILE=500\n' >>"$policies/30-nginx.conf"
# which rpmbuild makes, and does not own when they are there
rm -r /tmp/rpm/RPMS "$root/usr/lib/.build-id"
done_or_end "rpmbuild of an update" build --nodeps --short-circuit -D 'dist .2' \
    /hg/source/packaging/rpm/hardening-generator.spec
mkdir newer
cp /tmp/rpm/RPMS/*/{hardening-generator,hardenctl}-[0-9]*.rpm newer

# another project's package that ships a service and a policy for it
for version in 1 2; do
    build -D "version $version" "$here/third.spec" >/tmp/log 2>&1 || { cat /tmp/log; exit 1; }
done
cp /tmp/rpm/RPMS/*/third-*.rpm /hg/rpm
