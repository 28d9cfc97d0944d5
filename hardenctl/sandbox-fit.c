/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a program needs in the sandbox of a service that the service itself does not, and what both cannot share. */
#include "base/text.h"
#include "option/nameset.h"
#include "sandbox.h"
#include "unit/word.h"

static void differs(Sandbox *s, const char *text) {
        strv_add(&s->context->arena, &s->differences, text);
}

/* Its RuntimeDirectory= is bound in: as one of the copy it would be removed below the service. */
static void fit_runtime_directories(Sandbox *s) {
        Arena *a = &s->context->arena;
        Text paths = { .arena = a };
        bool bind = sandbox_last(s, "RootDirectory") || sandbox_last(s, "RootImage");
        const char *system = sandbox_last(s, "ProtectSystem");
        Strv values, words = {};
        size_t n = 0;

        sandbox_values(s, "RuntimeDirectory", &values);
        vec_foreach(v, &values)
                (void) words_split(a, *v, 0, &words);
        vec_foreach(l, &s->lines)
                if (!streq(l->key, "RuntimeDirectory"))
                        s->lines.v[n++] = *l;
        s->lines.n = n;
        vec_foreach(w, &words) {
                const char *path = arena_printf(a, "/run/%.*s", (int) strcspn(*w, ":"), *w);

                if (bind)
                        sandbox_add(s, "BindPaths", arena_printf(a, "-%s", path));
                else if (system && streq(system, "strict"))
                        sandbox_add(s, "ReadWritePaths", arena_printf(a, "-%s", path));
                text_join(&paths, ":", path);
        }
        if (words.n > 0)
                sandbox_add(s, "Environment", arena_printf(a, "\"RUNTIME_DIRECTORY=%s\"", text_get(&paths)));
        if (words.n > 0 && s->pid == 0)
                differs(s, arena_printf(a, "%s is not there while it does not run", text_get(&paths)));
}

/* An interactive shell calls what a daemon does not: it is refused, and lives on. */
static void fit_filter(Sandbox *s, const SandboxRun *run) {
        if (!run->interactive || !sandbox_last(s, "SystemCallFilter") || sandbox_last(s, "SystemCallErrorNumber"))
                return;
        sandbox_add(s, "SystemCallErrorNumber", "EPERM");
        differs(s, "a forbidden system call fails with EPERM instead of killing");
}

static void fit_exec_paths(Sandbox *s, const SandboxRun *run) {
        if (!sandbox_last(s, "NoExecPaths"))
                return;
        sandbox_add(s, "ExecPaths", arena_printf(&s->context->arena, "-%s", run->command[0]));
        if (run->alone)
                return;
        sandbox_add(s, "ExecPaths", "-/usr/lib -/lib -/lib64");
        if (run->tmux)
                sandbox_add(s, "ExecPaths", "-/usr/bin/tmux");
        differs(s, arena_printf(&s->context->arena, "%s and the libraries may be executed", run->command[0]));
}

/* Whether something is bound to @path or above it in the root. */
static bool is_bound(const Sandbox *s, const char *path) {
        static const char *const keys[] = { "BindPaths", "BindReadOnlyPaths" };
        Arena *a = &s->context->arena;

        for (size_t i = 0; i < ELEMENTSOF(keys); i++) {
                Strv values;

                sandbox_values(s, keys[i], &values);
                vec_foreach(v, &values) {
                        Strv words = {};

                        (void) words_split(a, *v, 0, &words);
                        vec_foreach(w, &words) {
                                const char *source = **w == '-' ? *w + 1 : *w, *colon = strchr(source, ':');
                                const char *to = colon ? arena_strndup(a, colon + 1, strcspn(colon + 1, ":")) : source;

                                if (streq(to, path))
                                        return true;
                        }
                }
        }
        return false;
}

/* A root that holds no shell of its own gets the host's programs. */
static void fit_root(Sandbox *s, const SandboxRun *run) {
        static const char *const trees[] = { "/usr", "/bin", "/sbin", "/lib", "/lib64" };
        const char *root = sandbox_last(s, "RootDirectory");
        struct stat st;
        Text bound = { .arena = &s->context->arena };

        if (!root || sandbox_last(s, "RootImage"))
                return;
        if (sandbox_last(s, "MountAPIVFS") && !sandbox_says_yes(s, "MountAPIVFS")) {
                sandbox_add(s, "MountAPIVFS", "yes");
                differs(s, "/proc, /sys and /dev are mounted");
        }
        if (root_lstat(&s->context->root, arena_printf(&s->context->arena, "%s%s", root, run->command[0]), &st) >= 0)
                return;
        if (run->alone) {
                if (!is_bound(s, "/usr"))
                        sandbox_add(s, "BindReadOnlyPaths", run->command[0]);
                return;
        }
        for (size_t i = 0; i < ELEMENTSOF(trees); i++)
                if (!is_bound(s, trees[i])) {
                        sandbox_add(s, "BindReadOnlyPaths", arena_printf(&s->context->arena, "-%s", trees[i]));
                        text_join(&bound, " ", trees[i]);
                }
        if (*text_get(&bound))
                differs(s, arena_printf(&s->context->arena, "%s of the host are bound in", text_get(&bound)));
}

/* It is in the mount namespace of the service alone, and the kernel binds nothing out of another namespace. */
static void fit_tmp(Sandbox *s) {
        Context *c = s->context;
        const char *tmp;

        /* DynamicUser= implies it from 257 on */
        if (s->pid > 0 && bus_unit_string(context_bus(c), &c->arena, s->unit, "PrivateTmpEx", &tmp) >= 0 &&
            streq(tmp, "disconnected"))
                differs(s, arena_printf(&c->arena, "/tmp is another one (PrivateTmp=disconnected), the service's is "
                                                   "/proc/%d/root/tmp outside", (int) s->pid));
}

static void fit_prefix(Sandbox *s) {
        if (streq(s->prefix, "+")) /* not a difference, but who sees no sandbox shall know why */
                differs(s, "its ExecStart=+ runs outside of the sandbox, and so does this");
}

void sandbox_fit(Sandbox *s, const SandboxRun *run) {
        bool has_runtime_directory = sandbox_last(s, "RuntimeDirectory");

        fit_runtime_directories(s);
        fit_filter(s, run);
        fit_exec_paths(s, run);
        fit_root(s, run);
        fit_tmp(s);
        fit_prefix(s);
        if (run->tmux) {
                if (!has_runtime_directory)
                        sandbox_add(s, "UnsetEnvironment", "RUNTIME_DIRECTORY");
                sandbox_add(s, "RuntimeDirectory", arena_strndup(&s->context->arena, s->clone, strcspn(s->clone, ".")));
                sandbox_add(s, "RuntimeDirectoryMode", "0700");
        }
}
