/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What verify looks at: the policies and profiles in force, or the files that are named. */
#include <errno.h>
#include <fcntl.h>

#include "policy/lines.h"
#include "policy/place.h"
#include "policy/profile.h"
#include "say.h"
#include "shipped.h"
#include "unit/word.h"
#include "verify.h"

static const Policy *find_policy(const PolicySet *set, const char *path) {
        vec_foreach(p, &set->policies)
                if (streq((*p)->file, path))
                        return *p;
        return NULL;
}

static bool has_section(const PolicyText *t, const char *section) {
        vec_foreach(l, &t->lines)
                if (streq(l->section, section))
                        return true;
        return false;
}

static PolicyText *add(Verify *v, const char *path, const char *data, size_t size) {
        char *copy = arena_alloc(v->arena, size + 1);
        PolicyText t = { .path = path, .text = data };

        memcpy(copy, data, size);
        (void) conf_parse(v->arena, copy, size, &t.lines, NULL);
        vec_push(v->arena, &v->files, t);
        return v->files.v + v->files.n - 1;
}

/* A profile's lines, those of the profiles that it builds on first. */
static void read_profile(Verify *v, PolicyText *t) {
        Context *c = v->context;
        Policy *p = arena_new(v->arena, Policy);
        Profiles profiles = {};

        *p = (Policy) { .file = t->path, .chrooted = UNSET, .networked = UNSET };
        t->is_profile = true;
        t->policy = p;
        vec_foreach(l, &t->lines) {
                const char *value = l->value, *word;

                if (l->key && streq(l->section, "Profile") && streq(l->key, "Profile"))
                        while (word_next(v->arena, &value, 0, &word) > 0)
                                profile_add(v->arena, &c->target, &c->messages, &profiles, word, t->path, l->line, p);
        }
        vec_foreach(l, &t->lines) {
                if (!l->key)
                        message_add(&c->messages, LOG_ERR, t->path, l->line, "%s, line ignored", l->value);
                else if (streq(l->section, "Service"))
                        policy_add_option(v->arena, &c->messages, t->path, l, p);
                else if (!streq(l->section, "Profile") && !startswith(l->section, "X-"))
                        message_add(&c->messages, LOG_ERR, t->path, l->line,
                                    "section [%s] does not belong into a profile, line ignored", l->section);
                else if (streq(l->section, "Profile") && !streq(l->key, "Profile") && !streq(l->key, "Description") &&
                         !streq(l->key, "Documentation") && !startswith(l->key, "X-"))
                        policy_unknown_key(&c->messages, t->path, l);
        }
}

/* What a package brings, or a copy of it, may be for services that are not here. */
static bool is_shipped(Verify *v, const char *path, const char *data) {
        const Root *root = &v->context->root;
        _cleanup_close_ int fd = root_openat(root, path, O_PATH);
        const char *real;
        size_t size;
        char *copy;

        if (root_read(root, v->arena, arena_printf(v->arena, SHIPPED_DIRECTORY "/%s", base_name(path)), POLICY_FILE_MAX,
                      &copy, &size, NULL) >= 0 && streq(copy, data))
                return true;
        return fd >= 0 && root_real_path(root, v->arena, fd, &real) >= 0 &&
               (startswith(real, "/usr/") || startswith(real, "/nix/store/")) && !startswith(real, "/usr/local/");
}

static int read_directories(Verify *v, const char *subdirectory, bool profiles) {
        Messages said_already = {};
        PolicyFiles files = {};
        Context *c = v->context;
        int r = policy_files_list(&c->root, v->arena, subdirectory, &files);

        if (r < 0)
                return say(EXIT_FAILED, "policies cannot be listed: %s", strerror(-r));
        vec_foreach(f, &files) {
                Messages *m = profiles ? &c->messages : &said_already;
                PolicyText *t;
                size_t size;
                char *data;

                if (policy_file_read(&c->root, v->arena, m, f->path, &data, &size) <= 0)
                        continue;
                t = add(v, f->path, data, size);
                t->shipped = is_shipped(v, f->path, data);
                if (profiles)
                        read_profile(v, t);
                else
                        t->policy = find_policy(&c->policies, f->path);
        }
        messages_done(&said_already);
        return EXIT_FINE;
}

int verify_read_active(Verify *v) {
        int r = context_load_policies(v->context);

        if (r == EXIT_FINE)
                r = read_directories(v, "", false);
        if (r == EXIT_FINE)
                r = read_directories(v, "/profiles", true);
        return r;
}

/* A file of the command line, which need not lie below the root. */
static int read_file(Verify *v, const char *path, char **ret, size_t *ret_size) {
        _cleanup_close_ int dir = open(*path == '/' ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
        Root here = { .fd = dir, .is_host = true };
        int r = root_read(&here, v->arena, path, POLICY_FILE_MAX, ret, ret_size, NULL);

        if (r < 0)
                return say(EXIT_FAILED, "%s cannot be read: %s", path,
                           r == -ENOTSUP ? "is no regular file" : r == -EFBIG ? "is over 1 MiB" : strerror(-r));
        return EXIT_FINE;
}

static void read_policy(Verify *v, PolicyText *t, Profiles *profiles, const char *data, size_t size) {
        Context *c = v->context;
        Policy *p = arena_new(v->arena, Policy);
        char *copy = arena_alloc(v->arena, size + 1);

        memcpy(copy, data, size);
        if (policy_parse(v->arena, &c->target, &c->messages, profiles, t->path, copy, size, p) < 0)
                return;
        t->policy = p;
        vec_push(v->arena, &v->set->policies, p);
}

int verify_read_files(Verify *v, char **files) {
        Profiles profiles = {};
        PolicyText *t;

        v->set = arena_new(v->arena, PolicySet);
        for (; *files; files++) {
                char *data;
                size_t size;
                int r = read_file(v, *files, &data, &size);

                if (r != EXIT_FINE)
                        return r;
                t = add(v, *files, data, size);
                t->shipped = strstr(*files, SHIPPED_DIRECTORY "/");
                if (has_section(t, "Profile") && !has_section(t, "Match"))
                        read_profile(v, t);
                else
                        read_policy(v, t, &profiles, data, size);
        }
        return EXIT_FINE;
}
