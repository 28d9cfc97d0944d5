# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# On top of ../boot/lib.sh: what preflight says.

# python3-minimal has no module json, but our JSON is Python but for three words.
JSON='def loads(s): return eval(s, dict(null=None, true=True, false=False))'

# The findings of a unit, one a line: OPTION|EXEMPTION|FILE:LINE ...|PROCESS WHAT; ...
findings() {    # UNIT
    local json status=0
    json=$(hardenctl preflight --json=short "$1") || status=$?
    [ "$status" -lt 2 ] || fail "preflight $1 exits with $status"
    python3 -c "$JSON"'
import sys
unit, = loads(sys.argv[1])
for f in unit["findings"]:
    print("|".join([f["option"], f["exemption"], " ".join("%s:%d" % (p["file"], p["line"]) for p in f["policy"]),
                    "; ".join("%s %s" % (e["process"], e["what"]) for e in f["evidence"])]))
sys.exit(0 if bool(unit["findings"]) == bool(int(sys.argv[2])) else "findings and exit status do not agree")' "$json" "$status"
}
