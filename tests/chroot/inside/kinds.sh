# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# A probe in each kind of root: it waits at boot, is started once when the file is there, and reaches a
# server by name and TLS. What must not be seen in a root is not, and what stays behind can be found.

roots=(runtime tmpfs full skeleton dangling etc files-etc none instance@one)
trees=(/srv/full /srv/skeleton /srv/dangling)

skeleton() {    # DIRECTORY: a tree that has of its own only what it cannot do without
    mkdir -p "$LAYER$1"/{usr,bin,sbin,lib,lib64,etc,dev,proc,sys,run,tmp,var}
}

prepare() {
    # hard links, as long as it is one file system; what is written to goes to the overlay
    mkdir -p "$LAYER/srv/full"
    # shellcheck disable=SC2153 # set by run
    cp -alT "$ROOT" "$LAYER/srv/full" 2>/dev/null || cp -aT "$ROOT" "$LAYER/srv/full"
    # an own CA in it: it does not get the host's
    cp -a --remove-destination -T "$CERTIFICATES/etc/ssl/certs" "$LAYER/srv/full/etc/ssl/certs"
    install -m 755 "$LAYER$PROBE" "$LAYER/srv/full$PROBE"
    skeleton /srv/skeleton
    skeleton /srv/dangling
    link ../run/systemd/resolve/stub-resolv.conf /srv/dangling/etc/resolv.conf

    empty k-runtime | enabled_lines k-runtime.service
    # 247 has no MountAPIVFS= there
    enabled_probe k-tmpfs.service TemporaryFileSystem=/:ro "$PROGRAMS" 'BindReadOnlyPaths=/dev /proc /sys'
    enabled_probe k-full.service RootDirectory=/srv/full
    enabled_probe k-skeleton.service RootDirectory=/srv/skeleton "$PROGRAMS"
    enabled_probe k-dangling.service RootDirectory=/srv/dangling "$PROGRAMS"
    empty k-etc | enabled_lines k-etc.service BindReadOnlyPaths=/etc
    empty k-files-etc | enabled_lines k-files-etc.service
    named k-files-etc.service Files=etc
    empty k-none | enabled_lines k-none.service
    named k-none.service OnChange=none
    empty k-instance | probe_lines k-instance@.service
    enable_at_boot k-instance@one.service k-instance@.service
}

at_boot() {
    local root have
    healthy
    no_file
    no_file "$MIRROR"
    for root in "${roots[@]}"; do waits "k-$root.service"; done
    have=$(waiting | wc -l)
    [ "$have" = ${#roots[@]} ] || fail "$have wait instead of ${#roots[@]}: $(waiting | paste -sd' ')"
}

reaches_the_server() {  # UNIT
    started_once "$1"
    answers "$1" 1
    not_waiting "$1"
}

# the files of a root without its programs; /run/NAME is all of it once more
files() {       # ROOT
    find "$1/" \( -path "$1/proc" -o -path "$1/sys" -o -path "$1/dev" -o -path "$1/run/k-*" -o -path "$1/usr" \
        -o -path "$1/*bin" -o -path "$1/lib*" \) -prune -o -type f -print 2>/dev/null || true
}

# by name, and the host's own by its content
no_private_key() {      # UNIT
    local root key
    root=/proc/$(pid "$1")/root
    files "$root" >/tmp/files
    grep -qxF "$root/etc/ssl/certs/ca-certificates.crt" /tmp/files || fail "this is not its root"
    ! grep private /tmp/files || fail "it sees a private file"
    key=$(sed -n 2p /etc/ssl/private/ca.key)
    ! tr '\n' '\0' </tmp/files | xargs -0 grep -lsF -e "$key" || fail "it sees the key of the host's CA"
}

none_on_the_host() {
    local root
    rm "$RESOLV"
    for root in "${roots[@]}"; do
        # what mirrors it goes on with the last content
        systemctl restart "k-$root.service"
    done
    settled
    no_file
    active k-runtime.service
    healthy
}

content() { find "${trees[@]}" -xdev ! -type d | sort; }

# the command that hardening-chroot(7) names
left_behind() {
    local root new
    for root in "${roots[@]}"; do systemctl stop "k-$root.service"; done
    new=$(comm -13 /tmp/trees <(content))
    [ -n "$new" ] || fail "nothing was left: this shows nothing"
    find "${trees[@]}" -xdev -type f -empty | sort >/tmp/listed
    new=$(comm -23 <(echo "$new") /tmp/listed)
    [ -z "$new" ] || fail "these are not listed: $new"
}

inside() {
    local root
    booted
    content >/tmp/trees
    check kinds-wait-at-boot at_boot
    rename 1
    for root in "${roots[@]}"; do
        check "kinds-$root" reaches_the_server "k-$root.service"
        # whoever asks for the whole of /etc gets it
        case $root in *etc) ;; *) check "kinds-$root-no-private-key" no_private_key "k-$root.service" ;; esac
    done
    check kinds-healthy healthy
    check kinds-none-on-the-host none_on_the_host
    check kinds-left-in-trees left_behind
}
