/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "trial-note.h"

#include "say.h"
#include "unit/conf.h"
#include "unit/unit.h"
#include "write.h"

#define STATE_DIRECTORY "/run/hardenctl"

static const char *file_name(const Trial *t, const char *suffix) {
        return arena_printf(&t->context->arena, "%s%s", t->unit, suffix);
}

static const char *file_path(const Trial *t, const char *suffix) {
        return arena_printf(&t->context->arena, STATE_DIRECTORY "/%s", file_name(t, suffix));
}

bool trial_is_noted(const Trial *t) {
        struct stat st;

        return root_lstat(&t->context->root, file_path(t, ".trial"), &st) >= 0;
}

/* The file that says that there is a trial comes last. */
int trial_note(Trial *t) {
        Context *c = t->context;
        const char *text = arena_printf(&c->arena, "[Trial]\nActive=%s\nPolicy=%s\n", t->was_active ? "yes" : "no",
                                        t->policy ?: "");
        int r = 0;

        if (t->before)
                r = write_file(c, STATE_DIRECTORY, file_name(t, ".before"), t->before);
        if (r >= 0)
                r = write_file(c, STATE_DIRECTORY, file_name(t, ".trial"), text);
        if (r < 0)
                (void) write_failed(STATE_DIRECTORY, file_name(t, ".trial"), r);
        return r;
}

static const char *read_text(const Trial *t, const char *suffix) {
        char *text;
        size_t size;
        int r = root_read(&t->context->root, &t->context->arena, file_path(t, suffix), UNIT_FILE_MAX, &text, &size,
                          NULL);

        return r < 0 ? NULL : text;
}

static void take_line(Trial *t, const ConfLine *l) {
        if (l->key && streq(l->key, "Active"))
                t->was_active = streq(l->value, "yes");
        else if (l->key && streq(l->key, "Policy") && *l->value && !strchr(l->value, '/'))
                t->policy = arena_strdup(&t->context->arena, l->value);
}

bool trial_read_note(Trial *t) {
        Arena *a = &t->context->arena;
        const char *text = read_text(t, ".trial");
        ConfLines lines = {};
        unsigned last;

        if (!text)
                return false;
        if (conf_parse(a, arena_strdup(a, text), strlen(text), &lines, &last) >= 0)
                vec_foreach(l, &lines)
                        take_line(t, l);
        t->before = read_text(t, ".before");
        return true;
}

void trial_remove_note(Trial *t) {
        (void) write_remove(t->context, STATE_DIRECTORY, file_name(t, ".before"));
        (void) write_remove(t->context, STATE_DIRECTORY, file_name(t, ".trial"));
        (void) rmdir(STATE_DIRECTORY);
}
