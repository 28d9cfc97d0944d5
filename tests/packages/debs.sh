# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2154
# Packages for the scenarios: an older version of ours, and others that ship policies.

# Its policy for nginx has one option alone, and that for redis has another name.
make_older() {  # DIRECTORY-OF-NEW DIRECTORY
    local deb tree
    mkdir -p "$2"
    for deb in "$1"/*.deb; do
        tree=$(mktemp -d "$work/deb.XXXXXX")
        dpkg-deb --raw-extract "$deb" "$tree"
        sed -i -E 's/^(Version: ).*/\10.0.9-1/; s/\(= [^)]*\)/(= 0.0.9-1)/g' "$tree/DEBIAN/control"
        if [ -d "$tree/usr/share/hardening" ]; then
            lines '[Match]' Unit=nginx.service '[Service]' NoNewPrivileges=yes \
                >"$tree/usr/share/hardening/policies/30-nginx.conf"
            mv "$tree/usr/share/hardening/policies/30-redis"{,-server}.conf
        fi
        dpkg-deb --root-owner-group --build "$tree" "$2" >/dev/null
    done
}

# A package with the text on stdin as its only FILE, and a script for when it was installed.
one_file() {    # DIRECTORY NAME FILE [LINE...]
    local tree; tree=$(mktemp -d "$work/deb.XXXXXX")
    chmod 755 "$tree"
    mkdir -p "$1" "$tree/DEBIAN" "$tree${3%/*}"
    cat >"$tree$3"
    lines "Package: $2" Version:\ 1 Architecture:\ all 'Maintainer: Test <test@localhost>' "Description: a policy" \
        >"$tree/DEBIAN/control"
    [ $# = 3 ] || { lines '#!/bin/sh' "${@:4}" >"$tree/DEBIAN/postinst"; chmod 755 "$tree/DEBIAN/postinst"; }
    dpkg-deb --root-owner-group --build "$tree" "$1" >/dev/null
}

make_third() {  # DIRECTORY
    lines '[Match]' Unit=lookout.service '[Service]' NoNewPrivileges=yes |
        one_file "$1" lookout /usr/lib/hardening.d/30-lookout.conf
    lines '[Match]' Unit=watchman.service '[Policy]' 'Description=Keeps watch' '[Service]' NoNewPrivileges=yes |
        one_file "$1" watchman /usr/share/hardening/policies/30-watchman.conf
    lines '[Match]' Unit=lookout.service '[Service]' NoNewPrivileges=yes |
        one_file "$1" reloader /usr/lib/hardening.d/30-reloader.conf 'systemctl daemon-reload'
}
