# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2046,SC2086,SC2154
# debian/tests by Debian's own tool, in the booted system as its testbed.

prepare() {
    mkdir -p "$LAYER/opt/source"
    tar -C "$LAYER/opt/source" --strip-components=1 -xf "$tarball"
}

tested() {
    autopkgtest --no-built-binaries --ignore-restrictions=isolation-container $(new) /opt/source -- null >"$HERE/autopkgtest" 2>&1 || { cat "$HERE/autopkgtest"; return 1; }
    grep '^main-path  *PASS$' "$HERE/autopkgtest"
}

inside() {
    booted
    check "autopkgtest" tested
}
