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

const char *colour_on(Colour colour) {
        static const char *const codes[] = {
                [COLOUR_NONE] = "", [COLOUR_RED] = "\033[31m", [COLOUR_YELLOW] = "\033[33m",
                [COLOUR_GREEN] = "\033[32m", [COLOUR_GREY] = "\033[90m", [COLOUR_BOLD] = "\033[1m",
        };

        return terminal_has_colours() ? codes[colour] : "";
}

const char *colour_off(Colour colour) {
        return *colour_on(colour) ? "\033[0m" : "";
}
