# SPDX-License-Identifier: LGPL-2.1-or-later
# awk -v libexec=DIR -f embed.awk FILE.in...: a C file with the text of each as a string, without its licence
# line. The name is that of the file, unit_text_wait_path of wait.path.in. DIR takes the place of @LIBEXEC@.
function end() { if (open) print "        ;" }
BEGIN { print "#include \"emit/unittext.h\"" }
FNR == 1 {
        end()
        open = 1
        name = FILENAME
        sub(/.*\//, "", name)
        sub(/\.in$/, "", name)
        gsub(/[^a-z]+/, "_", name)
        print "const char unit_text_" name "[] ="
        next
}
{
        gsub(/@LIBEXEC@/, libexec)
        gsub(/\\/, "\\\\")
        gsub(/"/, "\\\"")
        print "        \"" $0 "\\n\""
}
END { end() }
