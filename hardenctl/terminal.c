/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>

#include "unit/word.h"

bool terminal_is_output(void) {
        static int is = -1;

        if (is < 0)
                is = isatty(STDOUT_FILENO);
        return is;
}

size_t terminal_width(void) {
        static size_t width = 0;
        const char *columns = getenv("COLUMNS");
        struct winsize size;

        if (columns && atoi(columns) > 0)
                return (size_t) atoi(columns);
        if (terminal_is_output() && width == 0)
                width = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) >= 0 && size.ws_col > 0 ? size.ws_col : 80;
        return width;
}

/* SYSTEMD_COLORS= decides as for systemctl, then https://no-color.org. */
bool terminal_has_colours(void) {
        const char *colours = getenv("SYSTEMD_COLORS"), *no = getenv("NO_COLOR"), *term = getenv("TERM");

        if (colours)
                return boolean_parse(colours) != 0;
        return terminal_is_output() && !(no && *no) && !(term && streq(term, "dumb"));
}
