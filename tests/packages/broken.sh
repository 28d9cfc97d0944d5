# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2154
# Systems in which something of ours is broken, or half there. Each has an enabled policy, so that there is work to do.

# NAME COMMAND...: COMMAND breaks what is in LAYER, over root
broken() {
    new_layer
    echo "$1" >"$LAYER/opt/packages/broken"
    mkdir -p "$LAYER/etc/hardening.d"
    ln -s /usr/share/hardening/policies/30-nginx.conf "$LAYER/etc/hardening.d/"
    nspawn=()
    "${@:2}" >&2
    boot_scenario reaches "${nspawn[@]}"
}

install_in_layer() { in_layer "$root" "$LAYER" sh -c 'exec dpkg --install /opt/packages/new/*.deb'; }

unpacked() { in_layer "$root" "$LAYER" sh -c 'exec dpkg --unpack /opt/packages/new/*.deb'; }

# dpkg under strace, with further options of that
traced_dpkg() {
    export work
    export -f in_layer
    # shellcheck disable=SC2016 # expanded by the inner shell
    strace -qq -f -e signal=none -e trace='?rename,?renameat' "$@" -o "$work/strace" bash -c 'in_layer "$@"' - "$root" "$LAYER" \
        sh -c 'exec dpkg --unpack /opt/packages/new/hardening-generator_*.deb'
}

# dpkg unpacks each file beside its place; then it renames what is in that place (1), and the new file into it (2).
killed() {      # FILE 1|2
    local whole=$LAYER number
    LAYER=$(mktemp -d "$work/layer.XXXXXX")
    cp -a "$whole/." "$LAYER"
    traced_dpkg
    rm -rf "$LAYER"
    LAYER=$whole
    number=$(awk -v file="\"$1\")" -v want="$2" '{ n[$1]++ } index($0, file) && ++seen == want { print n[$1] }' "$work/strace")
    [ -n "$number" ] || return 1
    ! traced_dpkg -e inject='?rename,?renameat':signal=KILL:when="$number" || return 1
}

truncated() {   # BYTES
    install_in_layer
    touch "$LAYER/opt/packages/told"
    truncate --size="$1" "$LAYER/usr/lib/systemd/system-generators/hardening-generator"
}

read_only_usr() {
    install_in_layer
    touch "$LAYER/opt/packages/hardened"
    mount --mkdir -t overlay overlay -o "lowerdir=$LAYER:$root" "$LAYER.merged"
    nspawn=(--bind-ro="$LAYER.merged/usr:/usr")
}

broken_systems() {
    local bytes generator nginx=/usr/share/hardening/policies/30-nginx.conf
    # as the package has it: below /lib in bookworm
    generator=$(dpkg-deb --fsys-tarfile "$packages"/new/hardening-generator_*.deb | tar -t | sed -n 's/^\.//; /system-generators\/./p')
    broken "dpkg ended after unpacking" unpacked
    broken "dpkg was killed before the generator was there" killed "$generator" 1
    broken "dpkg was killed when it put the generator in place" killed "$generator" 2
    broken "dpkg was killed when it put a policy in place" killed $nginx 2
    for bytes in 0 64 100000; do broken "a generator cut to $bytes bytes" truncated "$bytes"; done
    broken "/usr is read-only" read_only_usr
}
