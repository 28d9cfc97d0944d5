/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which directory a policy names for a file. */
#include "learn-writes.h"

#include <dirent.h>
#include <stdio.h>

#include "plan/paths.h"

/* The first @n parts of a path. */
static const char *first_parts(Arena *a, const char *path, unsigned n) {
        const char *p = path;

        while (n-- > 0 && *p)
                p += 1 + strcspn(p + 1, "/");
        return arena_strndup(a, path, (size_t) (p - path));
}

static unsigned parts_of_path(const char *path) {
        unsigned n = 0;

        for (; *path; path++)
                n += *path == '/';
        return n;
}

/* Whether @path, straight below /run, is made at each boot: by tmpfiles.d(5), where it stands as a word. */
static bool is_made_at_boot(Arena *a, const char *path) {
        static const char *const dirs[] = { "/etc/tmpfiles.d", "/run/tmpfiles.d", "/usr/lib/tmpfiles.d" };

        for (size_t i = 0; i < ELEMENTSOF(dirs); i++) {
                DIR *d = opendir(dirs[i]);
                bool found = false;

                for (struct dirent *e; d && !found && (e = readdir(d));) {
                        FILE *f = fopen(arena_printf(a, "%s/%s", dirs[i], e->d_name), "re");
                        char line[4096], type[16], word[4096];

                        while (f && !found && fgets(line, sizeof(line), f))
                                found = sscanf(line, "%15s %4095s", type, word) == 2 && *type != '#' &&
                                        streq(startswith(word, "/var/run/") ? word + strlen("/var") : word, path);
                        if (f)
                                fclose(f);
                }
                if (d)
                        closedir(d);
                if (found)
                        return true;
        }
        return false;
}

/* Directories of which each service has a part. */
static const char *const great[] = {
        "/etc", "/opt", "/run", "/srv", "/var/cache", "/var/lib", "/var/log", "/var/mail", "/var/opt",
        "/var/spool", "/var/www",
};

bool writes_is_great(const char *path) {
        for (size_t i = 0; i < ELEMENTSOF(great); i++)
                if (streq(path, great[i]))
                        return true;
        return !strchr(path + 1, '/');
}

/* /var/lib/NAME, /run/NAME, and elsewhere the directory itself. Of a file that lies straight in one of the great
 * directories that one: a file alone could not be made anew. */
const char *writes_place(Arena *a, const char *path, bool is_directory) {
        const char *slash = strrchr(path, '/');
        const char *dir = is_directory ? path : arena_strndup(a, path, (size_t) (slash - path));

        for (size_t i = 0; i < ELEMENTSOF(great); i++)
                if (path_is_below(dir, great[i])) {
                        unsigned n = parts_of_path(great[i]) + 1;

                        dir = parts_of_path(dir) > n ? first_parts(a, dir, n) : dir;
                        return startswith(dir, "/run/") && !is_made_at_boot(a, dir) ? "/run" : dir;
                }
        return *dir ? dir : "/";
}
