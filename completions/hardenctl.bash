# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# bash completion for hardenctl(1), which itself says what may follow.

# Puts together again what bash takes apart, at = and :
_hardenctl_words() {
    local i word apart='^[=:]+$'

    words=()
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((i > 1)) && [[ $word =~ $apart || ${COMP_WORDS[i - 1]} =~ $apart ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
    done
    # readline replaces the last part only
    [[ ! $word =~ $apart ]] || word=
    prefix=${words[-1]%"$word"}
}

_hardenctl() {
    local words prefix lines status=0 word

    _hardenctl_words
    COMPREPLY=()
    lines=$(hardenctl --complete "${words[@]//\\\\/\\}" 2>/dev/null) || status=$?
    if ((status == 1)); then
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "${words[-1]#"$prefix"}")
    elif [[ $lines ]]; then
        while IFS=$'\t' read -r word _; do
            printf -v word %q "$word"
            COMPREPLY+=("${word#"$prefix"}")
        done <<<"$lines"
    fi
    [[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace
}

complete -F _hardenctl hardenctl
