#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds /hg/dist as a packager's machine does: no network, no right to write but below the build and DESTDIR, each
# directory another than is usual.
set -euo pipefail
# shellcheck source=tests/packaging/checks.sh
. /hg/source/tests/packaging/checks.sh

useradd --create-home builder
mkdir /tmp/source
tar --strip-components=1 -C /tmp/source -xf /hg/dist/hardening-generator-*.tar.xz

cat >/tmp/build <<'END'
meson setup --wrap-mode=nofallback --auto-features=enabled --prefix=/opt/p --bindir=programs --libexecdir=helpers \
    --datadir=data --mandir=pages --sysconfdir=/opt/settings \
    -Dsystemdsystemgeneratordir=/opt/systemd/generators -Dsystemdsystemunitdir=/opt/systemd/units \
    -Dsystemdsystempresetdir=/opt/systemd/presets -Dbashcompletiondir=/opt/complete/bash \
    -Dzshcompletiondir=/opt/complete/zsh -Dfishcompletiondir=no \
    ~/build /tmp/source
meson compile -C ~/build
DESTDIR=~/destdir meson install -C ~/build --no-rebuild --strip
END
done_or_end "meson with other directories, into DESTDIR" unshare --net su builder -c 'set -e; . /tmp/build'
equal "where things go" \
    "$(cd ~builder/destdir && find . ! -type d -o -empty | grep -v -e /policies/ -e /profiles/ | sort)" "\
./opt/complete/bash/hardenctl
./opt/complete/zsh/_hardenctl
./opt/p/helpers/hardening-generator/before-removal
./opt/p/helpers/hardening-generator/mirror
./opt/p/helpers/hardening-generator/policies-changed
./opt/p/helpers/hardening-generator/probe
./opt/p/pages/man1/hardenctl.1
./opt/p/pages/man5/hardening.d.5
./opt/p/pages/man7/hardening-chroot.7
./opt/p/pages/man8/hardening-generator.8
./opt/p/programs/hardenctl
./opt/settings/hardening.d
./opt/systemd/generators/hardening-generator
./opt/systemd/presets/90-hardening-generator.preset
./opt/systemd/units/hardening-reload.path
./opt/systemd/units/hardening-reload.service
./opt/systemd/units/hardening-verify.service"
equal "the programs that units start" "$(cd ~builder/destdir/opt/systemd && grep -h '^ExecStart=/' units/*;
    grep -ao '^ExecStart=/[^ ]*' generators/hardening-generator)" "\
ExecStart=/opt/p/programs/hardenctl verify --loaded
ExecStart=/opt/p/helpers/hardening-generator/mirror"
equal "policies and profiles" "$(cd ~builder/destdir/opt/p && find . -name '*.conf' | wc -l)" \
    "$(find /tmp/source/conf.d -name '*.conf' | wc -l)"

# They find what was installed, each where it is.
cd ~builder/destdir
mkdir -p etc/hardening.d usr/lib/systemd/system /tmp/dropins
ln -s /opt/p/data/hardening/policies/30-nginx.conf etc/hardening.d/
printf '[Service]\nExecStart=/usr/sbin/nginx\n' >usr/lib/systemd/system/nginx.service
opt/systemd/generators/hardening-generator --root=. --systemd-version=257 /tmp/dropins
equal "a policy with its profile" "$(grep -o '^# /opt/[^:]*' /tmp/dropins/nginx.service.d/45-hardening.conf | sort -u)" "\
# /opt/p/lib/hardening.d/profiles/baseline.conf
# /opt/p/lib/hardening.d/profiles/network-server.conf"
equal "the policy is that of hardenctl" \
    "$(opt/p/programs/hardenctl --root=. list --no-legend | grep -w enabled | sed 's/ .*//')" nginx
cd /

equal "a build directory in the programs" "$(grep -rlaF /home/builder ~builder/destdir || true)" ""
equal "subprojects" "$(ls -d /tmp/source/subprojects 2>/dev/null)" ""
equal "options without a description" "$(python3 - <<'END'
import json, subprocess
options = json.loads(subprocess.check_output(["meson", "introspect", "--buildoptions", "/tmp/source/meson.build"]))
own = [option for option in options if option["section"] == "user"]
print(len(own) > 5, *(option["name"] for option in own if len(option["description"]) < 10))
END
)" True

# Of a systemd that has been built with other directories, each by its variable.
mkdir /tmp/pc
sed -E 's,^(systemdsystem[a-z]*(dir|path))=.*,\1=/elsewhere/\1,' \
    "$(pkg-config --variable=pcfiledir systemd)/systemd.pc" >/tmp/pc/systemd.pc
done_or_end "meson with another systemd.pc" env PKG_CONFIG_PATH=/tmp/pc meson setup /tmp/others /tmp/source
equal "directories of systemd.pc" "$(meson introspect --installed /tmp/others | grep -o '/elsewhere/[^/"]*' | sort -u)" "\
/elsewhere/systemdsystemgeneratordir
/elsewhere/systemdsystempresetdir
/elsewhere/systemdsystemunitdir"
equal "the search path of units" "$(grep -o 'SYSTEM_UNIT_PATH="[^"]*"' /tmp/others/build.ninja | sort -u)" \
    'SYSTEM_UNIT_PATH="/elsewhere/systemdsystemunitpath"'
