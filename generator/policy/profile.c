/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "policy/profile.h"

#include <errno.h>

#include "policy/lines.h"
#include "policy/place.h"
#include "unit/conf.h"
#include "unit/word.h"

#define DEPTH_MAX 16
#define LINES_MAX 8192

typedef struct Loader {
        Arena *arena;
        const Target *target;
        Messages *messages;
        Profiles *profiles;
        Strv stack;      /* the profiles that are being read, outermost first */
        bool incomplete; /* something was left out on the way: what is read meanwhile is not for others */
        bool too_long;   /* that was said */
} Loader;

static void load(Loader *l, const char *name, const char *file, unsigned line, Policy *into);

static void load_bases(Loader *l, const char *path, const ConfLines *lines, Policy *into) {
        vec_foreach(i, lines) {
                const char *value = i->value, *word;
                int r;

                if (!i->key || !streq(i->section, "Profile") || !streq(i->key, "Profile"))
                        continue;
                while ((r = word_next(l->arena, &value, 0, &word)) > 0)
                        load(l, word, path, i->line, into);
                if (r < 0)
                        message_add(l->messages, LOG_ERR, path, i->line,
                                    "Profile=: quotes or backslashes do not match, line ignored");
        }
}

static void load_lines(Loader *l, const char *path, const ConfLines *lines, Policy *into) {
        vec_foreach(i, lines) {
                if (!i->key)
                        message_add(l->messages, LOG_ERR, path, i->line, "%s, line ignored", i->value);
                else if (streq(i->section, "Service"))
                        policy_add_option(l->arena, l->messages, path, i, into);
                else if (streq(i->section, "Profile")) {
                        if (!streq(i->key, "Profile") && !streq(i->key, "Description") &&
                            !streq(i->key, "Documentation") && !startswith(i->key, "X-"))
                                policy_unknown_key(l->messages, path, i);
                } else if (!startswith(i->section, "X-"))
                        message_add(l->messages, LOG_ERR, path, i->line,
                                    "section [%s] does not belong into a profile, line ignored", i->section);
        }
}

static void read_profile(Loader *l, const char *path, const char *file, unsigned line, Policy *into) {
        ConfLines lines = {};
        unsigned last;
        char *data;
        size_t size;
        int r;

        r = policy_file_read(l->target->root, l->arena, l->messages, path, &data, &size);
        if (r == 0)
                message_add(l->messages, LOG_ERR, file, line, "profile %s is masked, left out", path);
        if (r <= 0)
                return;
        r = conf_parse(l->arena, data, size, &lines, &last);
        if (r < 0)
                message_add(l->messages, LOG_ERR, path, last, "%s, rest of the file ignored",
                            r == -ENOBUFS ? "line over 1 MiB" : "broken section header");
        load_bases(l, path, &lines, into);
        load_lines(l, path, &lines, into);
}

/* The file of a profile in the first directory that has it; NULL if none has. */
static const char *find_file(const Loader *l, const char *name) {
        for (size_t i = 0; policy_dirs[i]; i++) {
                const char *path = arena_printf(l->arena, "%s/profiles/%s.conf", policy_dirs[i], name);
                struct stat st;

                if (root_lstat(l->target->root, path, &st) >= 0)
                        return path;
        }
        return NULL;
}

static const Profile *find_read(const Loader *l, const char *name) {
        vec_foreach(p, &l->profiles->list)
                if (streq(p->name, name))
                        return p;
        return NULL;
}

static void complain(Loader *l, const char *file, unsigned line, const char *what) {
        message_add(l->messages, LOG_ERR, file, line, "%s, left out here", what);
        l->incomplete = true;
}

static void append(Loader *l, const Profile *from, const char *file, unsigned line, Policy *into) {
        if (into->lines.n + from->lines.n > LINES_MAX) {
                if (!l->too_long)
                        message_add(l->messages, LOG_ERR, file, line,
                                    "profile %s makes more than %d lines, left out here", from->name, LINES_MAX);
                l->too_long = true;
                return;
        }
        vec_foreach(i, &from->lines)
                vec_push(l->arena, &into->lines, *i);
        vec_foreach(i, &from->excepts)
                vec_push(l->arena, &into->excepts, *i);
}

static void load(Loader *l, const char *name, const char *file, unsigned line, Policy *into) {
        const Profile *read = find_read(l, name);
        const char *path;
        Policy flat = {};
        Profile profile;

        if (read) {
                append(l, read, file, line, into);
                return;
        }
        if (strv_contains(&l->stack, name)) {
                complain(l, file, line, arena_printf(l->arena, "profile %s builds on itself", name));
                return;
        }
        if (l->stack.n >= DEPTH_MAX) {
                complain(l, file, line, arena_printf(l->arena, "profile %s stands %d deep", name, DEPTH_MAX));
                return;
        }
        if (strchr(name, '/') || !*name) {
                message_add(l->messages, LOG_ERR, file, line, "\"%s\" is no name of a profile, left out", name);
                return;
        }
        path = find_file(l, name);
        if (!path) {
                message_add(l->messages, LOG_ERR, file, line, "there is no profile %s, left out", name);
                return;
        }
        vec_push(l->arena, &l->stack, name);
        read_profile(l, path, file, line, &flat);
        l->stack.n--;
        profile = (Profile) { name, flat.lines, flat.excepts };
        if (!l->incomplete)
                vec_push(l->arena, &l->profiles->list, profile);
        append(l, &profile, file, line, into);
}

void profile_add(Arena *a, const Target *t, Messages *m, Profiles *profiles, const char *name, const char *file,
                 unsigned line, Policy *p) {
        Loader l = { .arena = a, .target = t, .messages = m, .profiles = profiles };

        load(&l, name, file, line, p);
}
