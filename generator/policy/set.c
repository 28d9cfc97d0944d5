/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>

#include "policy/place.h"
#include "policy/profile.h"

static void add_damaged(Arena *a, PolicySet *set, const Policy *p) {
        if (policy_exempts(p))
                vec_push(a, &set->damaged, (DamagedPolicy) { p->file, p->unit });
}

/* A file that is refused for its permissions is read for what it exempts only. */
static void read_mistrusted(Arena *a, const Target *t, const char *path, char *data, size_t size, PolicySet *ret) {
        Messages nobody = {};
        Profiles none = {};
        Policy p;

        (void) policy_parse(a, t, &nobody, &none, path, data, size, &p);
        add_damaged(a, ret, &p);
        messages_done(&nobody);
}

static void read_one(Arena *a, const Target *t, Messages *m, Profiles *profiles, const char *path, PolicySet *ret) {
        Policy *p = arena_new(a, Policy);
        char *data = NULL;
        size_t size;
        int r;

        for (const char *c = path; *c; c++)
                if ((unsigned char) *c < ' ' || *c == 0x7f) {
                        message_add(m, LOG_ERR, path, 0, "has a control character in its name, ignored");
                        return;
                }
        r = policy_file_read(t->root, a, m, path, &data, &size);
        if (r == -EPERM && data)
                read_mistrusted(a, t, path, data, size, ret);
        if (r <= 0)
                return;
        r = policy_parse(a, t, m, profiles, path, data, size, p);
        if (r < 0)
                add_damaged(a, ret, p);
        else if (p->fits_machine)
                vec_push(a, &ret->policies, p);
}

int policy_set_load(Arena *a, const Target *t, Messages *m, PolicySet *ret) {
        PolicyFiles files = {};
        Profiles profiles = {};
        int r;

        *ret = (PolicySet) {};
        r = policy_files_list(t->root, a, "", &files);
        if (r < 0)
                return r;
        if (files.n > POLICIES_MAX)
                return -E2BIG;
        vec_foreach(f, &files)
                read_one(a, t, m, &profiles, f->path, ret);
        return 0;
}
