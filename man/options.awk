# SPDX-License-Identifier: LGPL-2.1-or-later
# awk -f options.awk rows.h PAGE.scd: the page, each @KIND@ in it replaced by the options of that kind,
# with the version of systemd that brought them where that is not the oldest supported.
FNR == NR && /^ROW\(/ {
        split(substr($0, 5), column, /, */)
        kind = column[3]
        if (kind in options)
                options[kind] = options[kind] ", "
        options[kind] = options[kind] "*" column[1] "=*" (column[4] > 247 ? " (" column[4] ")" : "")
}
FNR < NR {
        while (match($0, /@[A-Z]+@/)) {
                kind = substr($0, RSTART + 1, RLENGTH - 2)
                if (!(kind in options)) {
                        print FILENAME ":" FNR ": no option is of the kind " kind > "/dev/stderr"
                        exit 1
                }
                $0 = substr($0, 1, RSTART - 1) options[kind] substr($0, RSTART + RLENGTH)
        }
        print
}
