/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* verify: names and places of policies, and links to them. */
#include <fcntl.h>

#include "policy/place.h"
#include "shipped.h"
#include "verify.h"

typedef struct Place {
        const char *dir, *path;
        const DirEntry *entry;
} Place;

static bool is_policy_name(const char *name) {
        return *name != '.' && endswith(name, ".conf");
}

/* What package managers and editors leave, which nobody takes for a policy. */
static bool is_leftover(const char *name) {
        static const char *const infixes[] = { ".conf.dpkg-", ".conf.ucf-" };
        static const char *const suffixes[] = { "~", ".rpmnew", ".rpmsave", ".rpmorig" };

        for (size_t i = 0; i < ELEMENTSOF(infixes); i++)
                if (strstr(name, infixes[i]))
                        return true;
        for (size_t i = 0; i < ELEMENTSOF(suffixes); i++)
                if (endswith(name, suffixes[i]))
                        return true;
        return *name == '.';
}

static void check_suffix(Verify *v, const Place *p) {
        struct stat st;

        if (endswith(p->entry->name, ".conf") || is_leftover(p->entry->name) ||
            root_lstat(&v->context->root, p->path, &st) < 0 ||
            S_ISDIR(st.st_mode))
                return;
        verify_add(v, LOG_WARNING, p->path, 0, "its name does not end in .conf, so it is not read");
}

/* The file of the same name that comes first; NULL: this one does. */
static const char *hider_of(Verify *v, const Place *p) {
        const char *subdirectory = endswith(p->dir, "/profiles") ? "/profiles" : "";

        for (size_t i = 0; policy_dirs[i]; i++) {
                const char *dir = arena_printf(v->arena, "%s%s", policy_dirs[i], subdirectory);
                const char *path = arena_printf(v->arena, "%s/%s", dir, p->entry->name);
                struct stat st;

                if (streq(dir, p->dir))
                        return NULL;
                if (root_lstat(&v->context->root, path, &st) >= 0)
                        return path;
        }
        return NULL;
}

/* What is read there, "" for a mask; NULL: nothing that can be read. */
static const char *text_of(Verify *v, const char *path) {
        Messages nobody = {};
        char *data = NULL;
        size_t size;
        int r = policy_file_read(&v->context->root, v->arena, &nobody, path, &data, &size);

        messages_done(&nobody);
        return r > 0 ? data : r == 0 ? "" : NULL;
}

static bool differ(Verify *v, const char *a, const char *b) {
        const char *x = text_of(v, a), *y = text_of(v, b);

        return x && y && *x && !streq(x, y); /* a mask is meant */
}

/* The shipped policy of that name, if there is one. */
static const char *shipped_of(Verify *v, const Place *p) {
        const char *path = arena_printf(v->arena, SHIPPED_DIRECTORY "/%s", p->entry->name);
        struct stat st;

        return !endswith(p->dir, "/profiles") && root_lstat(&v->context->root, path, &st) >= 0 ? path : NULL;
}

static void check_hidden(Verify *v, const Place *p) {
        const char *hider = is_policy_name(p->entry->name) ? hider_of(v, p) : NULL, *shipped = shipped_of(v, p);

        if (!hider || !differ(v, hider, p->path))
                return;
        if (shipped && !differ(v, p->path, shipped)) /* then the hider is an edited copy */
                return;
        verify_add(v, LOG_WARNING, p->path, 0, "is hidden by %s and has no effect", hider);
}

static void check_edited(Verify *v, const Place *p) {
        const char *shipped = shipped_of(v, p);

        if (shipped && is_policy_name(p->entry->name) && !hider_of(v, p) && differ(v, p->path, shipped))
                verify_add(v, LOG_WARNING, p->path, 0,
                           "differs from %s, whose name it has: updates of that one do not reach it. "
                           "What differs belongs into a policy of its own, beside a link to that one", shipped);
}

/* The reader speaks of those with the right name that are not hidden. */
static void check_dangling(Verify *v, const Place *p) {
        _cleanup_close_ int fd = -1;
        struct stat st;
        char *target;

        if (root_lstat(&v->context->root, p->path, &st) < 0 || !S_ISLNK(st.st_mode) || !hider_of(v, p) ||
            root_readlink(&v->context->root, v->arena, p->path, &target) < 0 || streq(target, "/dev/null"))
                return;
        fd = root_openat(&v->context->root, p->path, O_PATH);
        if (fd < 0)
                verify_add(v, LOG_WARNING, p->path, 0, "is a link to %s, which does not exist", target);
}

static const struct {
        const char *name;
        void (*check)(Verify *v, const Place *p);
} checks[] = {
        { "suffix", check_suffix },
        { "hidden", check_hidden },
        { "edited", check_edited },
        { "dangling", check_dangling },
};

static void check_directory(Verify *v, const char *dir) {
        DirEntries entries = {};

        (void) root_list(&v->context->root, v->arena, dir, &entries); /* what cannot be listed was said */
        vec_foreach(e, &entries) {
                Place p = { dir, arena_printf(v->arena, "%s/%s", dir, e->name), e };

                for (size_t i = 0; i < ELEMENTSOF(checks); i++) {
                        v->check = checks[i].name;
                        checks[i].check(v, &p);
                }
        }
}

void verify_files(Verify *v) {
        v->check = "suffix";
        vec_foreach(t, &v->files)
                if (v->given && !is_policy_name(base_name(t->path)))
                        verify_add(v, LOG_WARNING, t->path, 0,
                                   "its name does not end in .conf, so it would not be read");
        for (size_t i = 0; !v->given && policy_dirs[i]; i++) {
                check_directory(v, policy_dirs[i]);
                check_directory(v, arena_printf(v->arena, "%s/profiles", policy_dirs[i]));
        }
}
