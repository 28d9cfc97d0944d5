/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "try-policy.h"

#include <stdlib.h>

#include "policy/policy.h"
#include "say.h"
#include "shipped.h"
#include "write.h"

static int take_shipped(Context *c, const char *word, const char *unit, const char **ret_path, TriedPolicy *ret) {
        ShippedPolicies all;
        Shipped *s;
        int r = shipped_load(c, &all);

        if (r != EXIT_FINE)
                return r;
        s = shipped_find(c, &all, word);
        if (!s)
                return EXIT_FAILED;
        *ret_path = s->path;
        ret->name = s->file;
        ret->keep = arena_printf(&c->arena, "hardenctl enable %s && systemctl daemon-reload && systemctl restart %s",
                                 s->name, unit);
        return EXIT_FINE;
}

static int take_file(Context *c, const char *word, const char *unit, const char **ret_path, TriedPolicy *ret) {
        char *path = realpath(word, NULL);

        if (!path)
                return say(EXIT_FAILED, "there is no file %s", word);
        *ret_path = arena_strdup(&c->arena, path);
        free(path);
        ret->name = base_name(*ret_path);
        ret->keep = arena_printf(&c->arena,
                                 "cp %s " POLICY_DIRECTORY "/ && systemctl daemon-reload && systemctl restart %s",
                                 *ret_path, unit);
        if (endswith(ret->name, ".conf"))
                return EXIT_FINE;
        return say(EXIT_FAILED, "%s is no policy: its name does not end with .conf", word);
}

/* A file of the same name in /etc hides ours, and one below /run is not ours. */
static int check_place(Context *c, const TriedPolicy *p) {
        const char *path = policy_in_place(c, p->name);

        if (!path)
                return EXIT_FINE;
        return say(EXIT_FAILED, "%s is there already: without --policy= what is enabled is tried", path);
}

int tried_policy_find(Context *c, const char *word, const char *unit, TriedPolicy *ret) {
        bool is_path = strchr(word, '/') || (endswith(word, ".conf") && access(word, F_OK) >= 0);
        const char *path = NULL;
        size_t size;
        char *text;
        int r;

        *ret = (TriedPolicy) {};
        r = is_path ? take_file(c, word, unit, &path, ret) : take_shipped(c, word, unit, &path, ret);
        if (r == EXIT_FINE)
                r = check_place(c, ret);
        if (r != EXIT_FINE)
                return r;
        r = root_read(&c->root, &c->arena, path, POLICY_FILE_MAX, &text, &size, NULL);
        if (r < 0)
                return say(EXIT_FAILED, "%s cannot be read: %s", path, strerror(-r));
        ret->text = text;
        return EXIT_FINE;
}

int tried_policy_place(Context *c, const TriedPolicy *p) {
        int r = write_file(c, RUNTIME_DIRECTORY, p->name, p->text);

        c->has_policies = false; /* they are one more now */
        return r < 0 ? write_failed(RUNTIME_DIRECTORY, p->name, r) : EXIT_FINE;
}
