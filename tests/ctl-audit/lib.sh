# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# shellcheck disable=SC2015,SC2016,SC2091 # scripts in quotes, commands that were printed
# On top of ../boot/lib.sh: what audit says of one option.

# python3-minimal has no module json, but our JSON is Python but for three words.
said() {        # UNIT EXPRESSION: over `rows`, and `row`, those by option
    local json status=0
    json=$(hardenctl audit --json=short "$1" 2>/run/stderr) || status=$?
    python3 -c '
import sys
rows = eval(sys.argv[1], dict(null=None, true=True, false=False))
row = {str(r["option"]): r for r in rows}
print(eval(sys.argv[2]))' "$json" "$2" || fail "audit $1: status $status, $json $(cat /run/stderr)"
}

says() {        # UNIT OPTION VERDICT [WHY]: WHY stands in the reason
    local have; have=$(said "$1" "row['$2']['verdict'], row['$2']['why'] or '', row['$2']['evidence'] or ''")
    [[ $have == "('$3',"*"${4-}"* ]] || fail "$1: $2 is $have instead of $3 ${4-}"
}

nothing_missing() {     # UNIT: and the exit status says so, too
    local bad
    bad=$(said "$1" "[(r['option'], r['why']) for r in rows if r['verdict'] == 'not-enforced']")
    [ "$bad" = '[]' ] || fail "$bad"
    hardenctl audit "$1" >/dev/null || fail "exit status $?"
}

exits_with() {  # STATUS COMMAND...
    local status=0
    "${@:2}" >/dev/null 2>&1 || status=$?
    [ "$status" = "$1" ] || fail "${*:2}: status $status"
}

reload() { systemctl daemon-reload; }
restart() { systemctl daemon-reload && systemctl restart "$1"; }

refuses() {     # STATUS TEXT COMMAND...
    local status=0 output
    output=$("${@:3}" 2>&1 </dev/null) || status=$?
    [ "$status" = "$1" ] && [[ $output == *"$2"* ]] || fail "${*:3}: status $status, $output"
    [ "$(wc -l <<<"$output")" = 1 ] || fail "more than one line: $output"
}
