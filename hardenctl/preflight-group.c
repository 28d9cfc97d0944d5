/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The processes of a service, and what of their files they have from systemd. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "preflight-look.h"

/* The two trees that systemd may use for its own groups: in /proc/PID/cgroup. */
static const char *const trees[] = { "0::", "name=systemd:" };

static const char *group_in(Arena *a, pid_t pid, const char *tree) {
        const char *path;
        char *text;

        if (process_file(a, pid, "cgroup", &text) < 0 || !(path = strstr(text, tree)))
                return NULL;
        path += strlen(tree);
        return arena_strndup(a, path, strcspn(path, "\n"));
}

/* What lies above the manager's own tree of groups, such as a container's. */
static const char *find_tree(Arena *a, const char **ret_above) {
        for (size_t i = 0; i < ELEMENTSOF(trees); i++) {
                const char *own = group_in(a, 1, trees[i]), *end = own ? endswith(own, "/init.scope") : NULL;

                if (!end)
                        continue;
                *ret_above = arena_strndup(a, own, (size_t) (end - own));
                return trees[i];
        }
        *ret_above = "";
        return trees[1];
}

static bool is_in_group(Arena *a, pid_t pid, const char *tree, const char *above, const char *group) {
        const char *its = group_in(a, pid, tree), *rest = its ? startswith(its, above) : NULL;

        rest = rest ? startswith(rest, group) : NULL;
        return rest && (!*rest || *rest == '/');
}

static void find_main(Look *l, pid_t main) {
        l->main = l->runners.v;
        vec_foreach(r, &l->runners)
                if (r->pid == main)
                        l->main = r;
}

static bool is_same(const OpenFile *a, const OpenFile *b) {
        return a->st.st_ino == b->st.st_ino && a->st.st_dev == b->st.st_dev;
}

/* The last descriptor that the main process got; sd_listen_fds(3). */
static int last_given(const Look *l, const Runner *r) {
        FILE *f = fopen(arena_printf(l->arena, "/proc/%d/environ", (int) r->pid), "re");
        int n = 0, pid = 0;
        char *word = NULL;
        size_t size = 0;

        while (f && getdelim(&word, &size, '\0', f) >= 0) {
                const char *value;

                if ((value = startswith(word, "LISTEN_FDS=")))
                        n = atoi(value);
                else if ((value = startswith(word, "LISTEN_PID=")))
                        pid = atoi(value);
        }
        free(word);
        if (f)
                fclose(f);
        return pid == r->pid ? 2 + n : 2;
}

typedef VEC(const OpenFile *) GivenFiles;

static bool is_among(const GivenFiles *files, const OpenFile *f) {
        vec_foreach(g, files)
                if (is_same(*g, f))
                        return true;
        return false;
}

/* What systemd hands over: sockets that it holds itself, the standard streams, and what LISTEN_FDS= counts. A child
 * has the same files from its parent. A standard stream that is a file was opened by the program: where the unit names
 * one, nothing that closes it is planned. */
static void mark_given(Look *l) {
        int last = last_given(l, l->main);
        GivenFiles given = {};

        vec_foreach(f, &l->first->files)
                if (S_ISSOCK(f->st.st_mode))
                        vec_push(l->arena, &given, f);
        vec_foreach(f, &l->main->files)
                if (f->fd <= last && (f->fd > 2 || !S_ISREG(f->st.st_mode)))
                        vec_push(l->arena, &given, f);
        vec_foreach(r, &l->runners)
                vec_foreach(f, &r->files)
                        f->given = is_among(&given, f);
}

void processes_read(Look *l, const char *group, pid_t main) {
        Arena *a = l->arena;
        Runner *first = arena_new(a, Runner);
        const char *above, *tree = find_tree(a, &above);
        DIR *d = opendir("/proc");

        l->first = first;
        if (!process_look(a, 1, first))
                first->command = "";
        for (struct dirent *e; d && (e = readdir(d));) {
                pid_t pid = atoi(e->d_name);
                Runner r;

                if (pid > 1 && is_in_group(a, pid, tree, above, group) && process_look(a, pid, &r))
                        vec_push(a, &l->runners, r);
        }
        if (d)
                closedir(d);
        if (l->runners.n > 0) {
                find_main(l, main);
                mark_given(l);
        }
}
