/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syscalls.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "unit/word.h"

#define DEPTH_MAX 8 /* of groups in groups */

typedef struct Group {
        const char *name;
        Strv words;
} Group;

/* Read once for all questions; it lives as long as the process. */
static struct {
        Arena arena;
        bool read;
        VEC(Group) list;
} groups;

/* "@mount", then what is in it, each indented. */
static void read_groups(void) {
        FILE *f;
        char *line = NULL;
        size_t size = 0;

        groups.read = true;
        f = popen("SYSTEMD_COLORS=0 SYSTEMD_PAGER= systemd-analyze syscall-filter 2>/dev/null", "re");
        while (f && getline(&line, &size, f) > 0) {
                size_t skip = strspn(line, " \t");
                const char *word = arena_strndup(&groups.arena, line + skip, strcspn(line + skip, " \t\n"));

                if (skip == 0 && *word == '@')
                        vec_push(&groups.arena, &groups.list, (Group) { .name = word });
                else if (skip > 0 && *word && *word != '#' && groups.list.n > 0)
                        vec_push(&groups.arena, &groups.list.v[groups.list.n - 1].words, word);
        }
        free(line);
        if (f)
                (void) pclose(f);
}

static void expand(Arena *a, const char *name, int depth, Strv *ret) {
        if (*name != '@') {
                strv_add(a, ret, name);
                return;
        }
        vec_foreach(g, &groups.list)
                if (streq(g->name, name) && depth < DEPTH_MAX)
                        vec_foreach(w, &g->words)
                                expand(a, *w, depth + 1, ret);
}

void syscalls_expand(Arena *a, const char *group, Strv *ret) {
        if (*group == '@' && !groups.read)
                read_groups();
        expand(a, group, 0, ret);
}

bool syscalls_has(Arena *a, const char *group, const char *name) {
        Strv calls = {};

        syscalls_expand(a, arena_strndup(a, group, strcspn(group, ":")), &calls);
        return strv_contains(&calls, name);
}

bool syscalls_deny(Arena *a, const Strv *lines, const char *name) {
        bool allows = lines->n > 0 && *lines->v[0] != '~', denied = allows;

        if (allows && syscalls_has(a, "@default", name))
                denied = false;
        vec_foreach(l, lines) {
                bool invert = **l == '~';
                const char *rest = *l + invert, *word;

                while (word_next(a, &rest, 0, &word) > 0)
                        if (syscalls_has(a, word, name))
                                denied = invert;
        }
        return denied;
}

/* libseccomp knows all architectures, and systemd brings it along. */
const char *syscall_name(Arena *a, unsigned architecture, int number) {
        void *library = dlopen("libseccomp.so.2", RTLD_NOW);
        static const char function[] = "seccomp_syscall_resolve_num_arch";
        char *(*resolve)(uint32_t, int) = library ? (char *(*)(uint32_t, int)) dlsym(library, function) : NULL;
        char *name = resolve ? resolve(architecture, number) : NULL;
        const char *copy = name ? arena_strdup(a, name) : NULL;

        free(name);
        if (library)
                dlclose(library);
        return copy;
}
