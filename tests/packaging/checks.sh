# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Sourced by what runs in a root: the checks, by the protocol of ../README.md.
exec 2>&1

ok() { echo "ok $1"; }
not_ok() { echo "not ok $1: $2"; }
detail() { sed 's/^/  /'; }

equal() {       # NAME GOT WANTED
    if [ "$2" = "$3" ]; then ok "$1"; else
        not_ok "$1" "not what was expected"
        diff <(echo "$3") <(echo "$2") | detail || true
    fi
}

has() {         # NAME TEXT LINE: a whole line of it
    if grep -qxF -- "$3" <<<"$2"; then ok "$1"; else
        not_ok "$1" "no line '$3'"
        detail <<<"$2"
    fi
}

done_or_end() { # NAME COMMAND...: what comes next needs it; its output only if it fails
    local name=$1 log; shift
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then ok "$name"; else
        not_ok "$name" "exit status $?"
        tail -20 "$log" | detail
        exit
    fi
}
