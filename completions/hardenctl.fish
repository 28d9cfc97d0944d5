# SPDX-License-Identifier: LGPL-2.1-or-later
# fish completion for hardenctl(1), which itself says what may follow.

function __hardenctl_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct | string unescape)
    set -l lines (hardenctl --complete $words[2..-1] "$word" 2>/dev/null)
    if test $status -eq 1
        set -l prefix (string match -r -- '^--[a-z-]+=' "$word")
        __fish_complete_path (string replace -r -- '^--[a-z-]+=' '' "$word") | string replace -r -- '^' "$prefix"
    else if test -n "$lines"
        printf '%s\n' $lines
    end
end

complete -c hardenctl -f -a '(__hardenctl_complete)'
