/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/message.h"

#include <stdarg.h>

void message_add(Messages *m, int level, const char *file, unsigned line, const char *format, ...) {
        const char *text;
        va_list args;

        va_start(args, format);
        text = arena_vprintf(&m->arena, format, args);
        va_end(args);
        if (file && line > 0)
                text = arena_printf(&m->arena, "%s:%u: %s", file, line, text);
        else if (file)
                text = arena_printf(&m->arena, "%s: %s", file, text);
        if (level <= LOG_ERR)
                m->errors++;
        vec_push(&m->arena, &m->list, (Message) { level, text });
}

void messages_done(Messages *m) {
        arena_done(&m->arena);
        *m = (Messages) {};
}
