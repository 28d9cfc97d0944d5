/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit/search.h"

#include <errno.h>
#include <fcntl.h>

/* SYSTEM_UNIT_PATH is systemd.pc's systemdsystemunitpath. What stands in front of it, and the places of
 * portable services, systemd compiles in (lookup_paths_init()). */
static const char *const compiled_in[] = {
        "/etc/systemd/system.control",
        "/run/systemd/system.control",
        "/run/systemd/transient",
};

static bool is_admins(const char *path) {
        static const char *const admins[] = {
                "/etc/systemd/system", "/run/systemd/system", "/etc/systemd/system.control",
                "/run/systemd/system.control", "/run/systemd/transient",
        };

        for (size_t i = 0; i < ELEMENTSOF(admins); i++)
                if (streq(path, admins[i]))
                        return true;
        return false;
}

typedef struct Seen {
        dev_t dev;
        ino_t ino;
} Seen;
typedef VEC(Seen) SeenDirs;

static int add_dir(UnitIndex *x, SeenDirs *seen, const char *path) {
        _cleanup_close_ int fd = root_openat(x->root, path, O_PATH | O_DIRECTORY);
        UnitDir d = { .path = path, .admin = is_admins(path) };
        const char *real;
        struct stat st;

        if (fd < 0)
                return fd == -ENOENT || fd == -ENOTDIR ? 0 : fd;
        if (fstat(fd, &st) < 0)
                return -errno;
        vec_foreach(s, seen)
                if (s->dev == st.st_dev && s->ino == st.st_ino)
                        return 0;
        vec_push(x->arena, seen, (Seen) { st.st_dev, st.st_ino });
        d.transient = streq(path, "/run/systemd/transient");
        /* NixOS: what the system's configuration made is the vendor's word. */
        if (d.admin && root_real_path(x->root, x->arena, fd, &real) >= 0 && startswith(real, "/nix/store/"))
                d.admin = false;
        vec_push(x->arena, &x->dirs, d);
        return 0;
}

int search_path(UnitIndex *x) {
        SeenDirs seen = {};
        const char *p = SYSTEM_UNIT_PATH;
        int r;

        for (size_t i = 0; i < ELEMENTSOF(compiled_in); i++) {
                r = add_dir(x, &seen, compiled_in[i]);
                if (r < 0)
                        return r;
        }
        while (*p) {
                size_t n = strcspn(p, ":");
                const char *path = arena_strndup(x->arena, p, n);

                p += n + (p[n] == ':');
                r = add_dir(x, &seen, path);
                if (r < 0)
                        return r;
                if (streq(path, "/etc/systemd/system") || streq(path, "/run/systemd/system")) {
                        r = add_dir(x, &seen, arena_printf(x->arena, "%s.attached", path));
                        if (r < 0)
                                return r;
                }
        }
        return 0;
}

bool path_is_readable_place(const char *path) {
        static const char *const places[] = {
                "/etc", "/run", "/usr", "/lib", "/nix/store", VENDOR_POLICY_DIRECTORIES, DATADIR "/hardening",
        };

        for (size_t i = 0; i < ELEMENTSOF(places); i++) {
                const char *rest = startswith(path, places[i]);

                if (rest && (*rest == '/' || !*rest))
                        return true;
        }
        return false;
}
