# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# On top of ../boot/lib.sh: what status says of one unit.

NOBODY=(setpriv --reuid=65534 --regid=65534 --clear-groups)

# python3-minimal has no module json, but our JSON is Python but for three words.
JSON='def loads(s): return eval(s, dict(null=None, true=True, false=False))'

# The value of a Python expression over the unit's `row`.
said() {        # EXPRESSION UNIT [COMMAND...]: COMMAND comes before hardenctl
    local expression=$1 unit=$2 json; shift 2
    json=$("$@" hardenctl status --json=short "$unit")
    python3 -c "$JSON"'
import sys
rows = [r for r in loads(sys.argv[2]) if r["unit"] == sys.argv[3]]
row = rows[0]
print(eval(sys.argv[1]))' "$expression" "$json" "$unit"
}

says() {        # UNIT STATE [DETAIL [COMMAND...]]: DETAIL "": whatever
    local have; have=$(said 'row["state"], row["detail"], row["options"]' "$1" "${@:4}")
    have=$(python3 -c 'import sys
s, d, o = eval(sys.argv[1])
print(s, d if d is not None else "-", *o)' "$have")
    [[ $have == "$2 "*"${3-}"* ]] || fail "$1: $have instead of $2 ${3-}"
}

as_nobody() { says "$1" "$2" "${3-}" "${NOBODY[@]}"; }  # UNIT STATE [DETAIL]

# The exposure as systemd-analyze shows it to anybody.
exposure() { systemd-analyze security --no-pager "$1" | sed -n 's/.*Overall exposure level for .*: \([0-9.]*\) .*/\1/p'; }

exposures() {   # UNIT BEFORE AFTER
    local have; have=$(said '"%s %s" % (row["exposure_before"], row["exposure_after"])' "$1")
    [ "$have" = "$2 $3" ] || fail "$1 has the exposures $have instead of $2 $3"
}

reload() { systemctl daemon-reload; }
restart() { systemctl daemon-reload && systemctl restart "$1"; }

pending() {     # UNIT OPTION...: the unit is among those that change at their restart, with these options
    local text status=0
    text=$(hardenctl status --pending --json=short) || status=$?
    [ "$status" = 1 ] || fail "--pending exits with $status: $text"
    python3 -c "$JSON"'
import sys
row, = [r for r in loads(sys.argv[1]) if r["unit"] == sys.argv[2]]
missing = [o for o in sys.argv[3:] if o not in row["options"]]
sys.exit("not told: %s" % missing if missing else 0)' "$text" "$@"
}

nothing_pending() {
    local text
    text=$(hardenctl status --pending --json=short) || fail "--pending exits with $?: $text"
    [ "$text" = "[]" ] || fail "$text"
}
