/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "program.h"

#include <stdlib.h>
#include <unistd.h>

const char *program_find(Context *c, const char *name) {
        const char *path = getenv("PATH") ?: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

        if (strchr(name, '/'))
                return name;
        while (*path) {
                size_t n = strcspn(path, ":");
                const char *program = arena_printf(&c->arena, "%.*s/%s", (int) n, path, name);

                if (*program == '/' && access(program, X_OK) >= 0)
                        return program;
                path += n + (path[n] == ':');
        }
        return NULL;
}
