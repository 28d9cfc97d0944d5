# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2154
# Debian roots with a layer of their own, in which packages are built, installed and booted.
# Needs work, a directory on a file system of its own that may hold layers.

# Of alternatives the one that the suite has: bookworm's systemd.pc is in systemd itself.
build_dependencies() {      # SUITE
    local first last
    sed -n '/^Build-Depends:/,/^[^ ]/ s/^ \(.*\),/\1/p' "$source/debian/control" |
        sed 's/ ([^)]*)//g; s/ <[^>]*>//g; s/^debhelper-compat$/debhelper/' |
        while IFS='| ' read -r first last; do
            if [ "$1" = bookworm ]; then echo "${last:-$first}"; else echo "$first"; fi
        done
}

# COMMAND is run as root in ROOT; what it changes goes into LAYER.
in_layer() {    # ROOT LAYER COMMAND...
    local root=$1 layer=$2; shift 2
    mkdir -p "$layer" "$work/overlay"
    # shellcheck disable=SC2016 # expanded by the inner shell
    unshare --mount --propagation private --pid --fork --kill-child bash -c '
        set -e
        overlay=$0/overlay work=$(mktemp -d "$0/overlay-work.XXXXXX")
        mount -t overlay overlay -o "lowerdir=$1,upperdir=$2,workdir=$work" "$overlay"
        mount -t proc proc "$overlay/proc"
        mount -t tmpfs tmpfs "$overlay/run"
        shift 2
        exec chroot "$overlay" "$@"
    ' "$work" "$root" "$layer" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@" </dev/null
}
