# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2154
# The packages, built by each Debian's own tools from the tarball of `meson dist`.

# Of the files of the working tree, as a commit of their own.
make_tarball() {
    local clone=$work/clone
    mkdir "$clone"
    if [ -e "$source/.git" ]; then
        git -C "$source" -c safe.directory='*' ls-files -z --cached --others --exclude-standard
    else
        (cd "$source" && find . -path './build*' -prune -o ! -type d -print0)
    fi | tar -C "$source" --null --no-recursion --ignore-failed-read --files-from=- -c | tar -C "$clone" -x
    git -C "$clone" init --quiet
    git -C "$clone" add --all
    git -C "$clone" -c user.name=test -c user.email=test@localhost commit --quiet --message=all
    meson setup "$clone/build" "$clone" >&2
    meson dist -C "$clone/build" --no-tests --formats=xztar >&2
}

# Builds in PLACE of the root; the packages come to be in its parent.
build_in() {    # ROOT LAYER PLACE COMMAND...
    local layer=$2 place=$3 name
    name=$(basename "$tarball" .tar.xz)
    mkdir -p "$layer$place"
    tar -C "$layer$place" --strip-components=1 -xf "$tarball"
    cp "$tarball" "$layer${place%/*}/${name%-*}_${name##*-}.orig.tar.xz"
    find "$layer${place%/*}" -exec chown --no-dereference 65534:65534 {} +
    # shellcheck disable=SC2016 # expanded by the inner shell
    in_layer "$1" "$layer" setpriv --reuid=65534 --regid=65534 --clear-groups \
        sh -c 'cd "$1"; shift; exec env HOME=/nonexistent "$@"' - "$place" "${@:4}"
}
