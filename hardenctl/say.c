/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "say.h"

#include <stdarg.h>
#include <stdio.h>

#include "unit/conf.h"

/* Neither ASCII's control characters nor those of Unicode (U+0080 to U+009F) may pass. */
char *make_printable(char *s) {
        bool text = utf8_is_valid(s);

        for (char *p = s; *p; p++) {
                unsigned char c = (unsigned char) *p, next = (unsigned char) p[1];

                if (c < ' ' || c == 0x7f || (c >= 0x80 && !text))
                        *p = '?';
                else if (c == 0xc2 && next < 0xa0)
                        p[0] = p[1] = '?';
        }
        return s;
}

int say(int status, const char *format, ...) {
        _cleanup_arena_ Arena a = {};
        va_list args;

        va_start(args, format);
        fprintf(stderr, "hardenctl: %s\n", make_printable(arena_vprintf(&a, format, args)));
        va_end(args);
        return status;
}

size_t say_messages(const Messages *m, size_t from) {
        _cleanup_arena_ Arena a = {};

        for (size_t i = from; i < m->list.n; i++)
                if (m->list.v[i].level < LOG_DEBUG)
                        fprintf(stderr, "%s\n", make_printable(arena_strdup(&a, m->list.v[i].text)));
        return m->list.n;
}
