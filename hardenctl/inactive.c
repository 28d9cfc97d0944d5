/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "inactive.h"

#include "policy/switch.h"

#define GENERATOR "hardening-generator"

/* systemd.generator(7): the first of these decides. */
static const char *const generator_dirs[] = {
        "/run/systemd/system-generators", "/etc/systemd/system-generators", "/usr/local/lib/systemd/system-generators",
        "/usr/lib/systemd/system-generators", GENERATORDIR,
};
static const size_t admins_dirs = 2;

static bool is_mask(Context *c, const char *path, const struct stat *st) {
        char *target;

        if (S_ISLNK(st->st_mode))
                return root_readlink(&c->root, &c->arena, path, &target) >= 0 && streq(target, "/dev/null");
        return S_ISREG(st->st_mode) && st->st_size == 0;
}

/* The file that decides, if to systemd it is a mask; else NULL. */
static const char *mask(Context *c, bool *ret_damaged) {
        *ret_damaged = false;
        for (size_t i = 0; i < ELEMENTSOF(generator_dirs); i++) {
                const char *path = arena_printf(&c->arena, "%s/" GENERATOR, generator_dirs[i]);
                struct stat st;

                if (root_lstat(&c->root, path, &st) < 0)
                        continue;
                *ret_damaged = i >= admins_dirs && S_ISREG(st.st_mode) && st.st_size == 0;
                return is_mask(c, path, &st) ? path : NULL;
        }
        return NULL;
}

const char *generator_inactive(Context *c) {
        const char *reason = machine_switched_off(&c->target), *path;
        bool damaged;

        if (reason)
                return reason;
        path = mask(c, &damaged);
        if (damaged)
                return arena_printf(&c->arena, "the generator, %s, is empty, and is to be installed again", path);
        return path ? arena_printf(&c->arena, "the generator is masked by %s", path) : NULL;
}

bool generator_is_damaged(Context *c) {
        bool damaged;

        (void) mask(c, &damaged);
        return damaged;
}
