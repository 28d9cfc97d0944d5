# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2154
# What the packages themselves are held against. build_root, built (the layer in which they were built) and packages are
# those of suite.

builds() {
    build_in "$build_root" "$built" /build/source dpkg-buildpackage --no-sign --build=full
    mkdir -p "$packages/new"
    cp "$built/build/"{hardenctl,hardening-generator}_*.deb "$packages/new/"
}

# The build runs them, with whatever cmocka is there.
unit_tests() {
    local log; log=$(echo "$built"/build/source/obj-*/meson-logs/testlog.txt)
    grep -E '^(Ok|Fail|Timeout):' "$log"
    [ "$(sed -n 's/^Ok: *//p' "$log")" -gt 20 ]
    ! grep -E '^(Fail|Unexpected Pass|Timeout): *[1-9]' "$log" || fail "some failed"
}

# In another place, another year, with another user, language, time zone and umask, and without the unit tests (profile
# nocheck). And no day is in there save that of the changelog.
same_bytes() {
    local deb n=0 place=/srv/a/longer/path/of/another/name day
    # shellcheck disable=SC2016 # expanded by the inner shell
    build_in "$build_root" "$work/again" $place env USER=somebody TZ=Asia/Tokyo LC_ALL=C sh -c 'umask 077
        find . -exec touch --no-dereference {} +
        export FAKETIME=+500d LD_PRELOAD="$(echo /usr/lib/*/faketime/libfaketime.so.1)"
        exec dpkg-buildpackage --no-sign --build=binary --build-profiles=nocheck'
    ! grep "^Build-Date: .* $(date +%Y) " "$work/again${place%/*}"/*.buildinfo || fail "the clock was that of today"
    for deb in "$built"/build/*.deb; do
        cmp "$deb" "$work/again${place%/*}/${deb##*/}"
        n=$((n + 1))
    done
    [ $n = 4 ] || fail "$n packages instead of 4 (two, and their debugging symbols)"
    day=$(date --utc --date="$(sed -n '0,/^ -- /s/^ -- .*>  //p' "$source/debian/changelog")" +%F)
    for deb in "$packages"/new/*.deb; do dpkg-deb --fsys-tarfile "$deb" | tar --list --verbose; done >"$work/days"
    zcat "$work"/extracted/usr/share/man/man*/* | sed -n '/^\.TH/ { s/\\//g; p }' >>"$work/days"
    ! grep -v "$day" "$work/days" || fail "another day than that of the changelog"
}

# What it is not told by an override it may not say: not even for information in trixie, for which the package is made;
# bookworm's knows an older policy.
lintian_is_content() {
    local levels=error,warning
    [ "$suite" != trixie ] || levels+=,info
    # shellcheck disable=SC2016 # expanded by the inner shell
    in_layer "$build_root" "$built" setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent \
        sh -c 'cd /build && lintian --display-info --fail-on="$1" --suppress-tags="$2" *.changes' - \
        $levels newer-standards-version
}

# needrestart's alone; policies and profiles are none.
no_conffiles() {
    local deb
    for deb in "$packages"/new/*.deb; do dpkg-deb --info "$deb" conffiles 2>/dev/null || true; done >"$work/conffiles"
    diff "$work/conffiles" - <<<'/etc/needrestart/conf.d/hardening.conf'
}

man_pages() {
    local deb page n=0
    for deb in "$packages"/new/*.deb; do dpkg-deb --extract "$deb" "$work/extracted"; done
    for page in "$work"/extracted/usr/share/man/man*/*; do
        LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings --local-file "$page" >/dev/null 2>"$work/warnings"
        [ ! -s "$work/warnings" ] || { cat "$work/warnings"; fail "man warns of ${page##*/}"; }
        n=$((n + 1))
    done
    [ $n = 4 ] || fail "$n pages instead of 4"
}

# Each directory where it is asked for, without anything being built.
directories() {
    local options=() name outside
    while read -r name; do options+=("-D$name=/elsewhere/$name"); done < \
        <(sed -n "s/^option('\([a-z]*dir\)'.*/\1/p" "$source/meson_options.txt")
    meson setup --prefix=/opt/hardening --sysconfdir=/opt/hardening/etc "${options[@]}" "$work/directories" "$source" >&2
    meson introspect --installed "$work/directories" |
        python3 -c 'import json, sys; print(*sorted(json.load(sys.stdin).values()), sep="\n")' >"$work/installed"
    outside=$(grep -v -e '^/opt/hardening/' -e '^/elsewhere/' "$work/installed" || true)
    [ -z "$outside" ] || fail "not where it is asked for: $outside"
    for name in "${options[@]}"; do
        grep -q "^${name#*=}/." "$work/installed" || fail "nothing is in ${name#*=}"
    done
}

# Files move from /lib to /usr/lib, which are one directory: none may get lost.
from_previous_release() {
    new_layer
    cp -r "$previous" "$LAYER/opt/packages/previous"
    # shellcheck disable=SC2016 # expanded by the inner shell
    in_layer "$root" "$LAYER" sh -ec 'dpkg --install /opt/packages/previous/*.deb
        dpkg --install /opt/packages/new/*.deb
        dpkg --verify hardening-generator hardenctl
        for file in $(dpkg --listfiles hardening-generator; dpkg --listfiles hardenctl); do [ -e "$file" ] || exit 1; done'
    rm -rf "$LAYER"
}
