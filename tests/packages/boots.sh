# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2154
# The scenarios of inside/, each in a system booted from a layer of its own. root and packages are those of the suite.

# LAYER, with the packages and what the scenarios need.
new_layer() {
    local place
    LAYER=$(mktemp -d "$work/layer.XXXXXX")
    chmod 755 "$LAYER"
    place=$LAYER/opt/packages
    mkdir -p "$place" "$LAYER/opt/boot"
    cp -r "$packages"/* "$place/"
    cp "$source/debian/tests/main-path" "$place/"
    cp -r "$here/inside" "$LAYER/opt/boot/"
    cat "$source/tests/boot/lib.sh" "$here/inside.sh" >"$LAYER/opt/boot/lib.sh"
}

# Boots root with LAYER over it and runs what is inside of the scenario.
boot_scenario() {       # NAME [NSPAWN-OPTION...]
    lines '. /opt/boot/lib.sh' "scenario $1" >"$LAYER.script"
    BOOT_TIMEOUT=300 BOOT_LAYER=$LAYER "$source/tests/lab/boot" "$root" "$LAYER.script" "${@:2}" 2>&1 ||
        echo "not ok $1: the system did not come to the end of the checks"
    rm -rf "$LAYER" "$LAYER.script"
}

scenario_alone() {      # NAME
    new_layer
    # shellcheck source=/dev/null
    . "$here/inside/$1.sh"
    prepare
    boot_scenario "$1"
}
