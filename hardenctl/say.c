/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "say.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

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
