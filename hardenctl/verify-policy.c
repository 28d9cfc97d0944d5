/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* verify: what a policy says, whatever units there are. */
#include "option/nameset.h"
#include "option/value.h"
#include "plan/paths.h"
#include "unit/name.h"
#include "unit/word.h"
#include "verify.h"

/* The line that decides about an option of one value; NULL: there is none. */
static const PolicyLine *last_line(const Policy *p, const Option *o) {
        const PolicyLine *last = NULL;

        vec_foreach(l, &p->lines)
                if (l->option == o)
                        last = l;
        return last;
}

static bool says_more_than_default(const Policy *p, const Option *o) {
        const PolicyLine *l = last_line(p, o);
        const OptionValue *v = l ? order_find(o, l->value, (unsigned) -1) : NULL;

        return v && v->bits > 0;
}

/* Also what the reader complains about was meant to be something. */
static bool asks_for_anything(const PolicyText *t) {
        vec_foreach(l, &t->lines) {
                bool about_itself = streq(l->section, "Match") || streq(l->section, "Policy") ||
                        streq(l->section, "Profile");

                if (!about_itself || (l->key && (streq(l->key, "Profile") || streq(l->key, "Except") ||
                                                 streq(l->key, "Mode"))))
                        return true;
        }
        return false;
}

static void check_nothing(Verify *v, const PolicyText *t) {
        if (!asks_for_anything(t))
                verify_add(v, LOG_WARNING, t->path, 0, "asks for nothing%s",
                           t->is_profile ? "" : ": it has neither options nor a profile, Except=, [Chroot] or [Wait]");
}

/* A literal word of Unit= that no service can have as its name. */
static void check_unit_name(Verify *v, const PolicyText *t) {
        vec_foreach(l, &t->lines) {
                Strv words = {};

                if (!l->key || !streq(l->section, "Match") ||
                    (!streq(l->key, "Unit") && !streq(l->key, "ExceptUnit")) ||
                    words_split(v->arena, l->value, WORD_RETAIN_ESCAPE, &words) < 0)
                        continue;
                vec_foreach(w, &words) {
                        if (**w == '#') /* verify-text.c */
                                break;
                        if (is_glob(*w) || unit_name_is_valid(*w, ".service"))
                                continue;
                        if (strchr(*w, '.') &&
                            !unit_name_is_valid(arena_printf(v->arena, "%s.service", *w), ".service"))
                                verify_add(v, LOG_WARNING, t->path, l->line,
                                           "%s=%s is no name of a service", l->key, *w);
                        else
                                verify_add(v, LOG_WARNING, t->path, l->line,
                                           "%s=%s is no name of a service. Did you mean %s.service?", l->key, *w, *w);
                }
        }
}

/* A process with CAP_SYS_PTRACE sees all others whatever ProtectProc= says. What is shipped was looked at: a daemon
 * whose workers change their user keeps it for its main process alone. */
static void check_ptrace(Verify *v, const PolicyText *t) {
        const PolicyLine *proc = last_line(t->policy, OPT(ProtectProc)), *keeper = NULL;
        int ptrace = name_index(capability_names, "CAP_SYS_PTRACE", (unsigned) -1);
        Strv values = {};

        if (t->shipped || !says_more_than_default(t->policy, OPT(ProtectProc)))
                return;
        vec_foreach(l, &t->policy->lines) {
                NameSet one;

                if (l->option != OPT(CapabilityBoundingSet))
                        continue;
                vec_push(v->arena, &values, l->value);
                one = nameset_merge(v->arena, l->option, &(Strv) { .v = &l->value, .n = 1 }, (unsigned) -1);
                if (*l->value && *l->value != '~' && one.allowed >> ptrace & 1)
                        keeper = l;
        }
        if (keeper && nameset_merge(v->arena, OPT(CapabilityBoundingSet), &values, (unsigned) -1).allowed >> ptrace & 1)
                verify_add(v, LOG_WARNING, keeper->file, keeper->line,
                           "with CAP_SYS_PTRACE, ProtectProc=%s (%s:%u) hides nothing",
                           proc->value, proc->file, proc->line);
}

/* What the running systemd does not know is not denied. */
static void check_too_new(Verify *v, const PolicyText *t) {
        unsigned version = v->context->target.version;

        vec_foreach(l, &t->policy->lines) {
                const char *value = l->value, *word;

                if (l->option != OPT(SystemCallFilter) || *value != '~')
                        continue;
                value++;
                while (word_next(v->arena, &value, 0, &word) > 0) {
                        const char *name = arena_strndup(v->arena, word, strcspn(word, ":"));

                        if (*name == '@' && name_index(syscall_groups, name, version) < 0)
                                verify_add(v, LOG_WARNING, l->file, l->line,
                                           "SystemCallFilter=: systemd %u does not know %s, so it is not denied",
                                           version, name);
                }
        }
}

/* Whether the policy's ReadWritePaths= open @path. */
static bool is_meant_writable(Verify *v, const Policy *p, const char *path) {
        vec_foreach(l, &p->lines) {
                const char *value = l->value, *word;

                while (l->option == OPT(ReadWritePaths) && word_next(v->arena, &value, 0, &word) > 0)
                        if (path_is_below(path, path_skip_prefix(word)))
                                return true;
        }
        return false;
}

static void check_exec_path(Verify *v, const Policy *p, const PolicyLine *l, const PolicyLine *system) {
        const OptionValue *closed = order_find(system->option, system->value, (unsigned) -1);
        const char *value = l->value, *word;

        while (closed && word_next(v->arena, &value, 0, &word) > 0) {
                const char *path = path_tidy(v->arena, path_skip_prefix(word));

                if (!streq(path, "/") && protect_system_covers(closed->bits, path) && !is_meant_writable(v, p, path))
                        verify_add(v, LOG_WARNING, l->file, l->line,
                                   "%s=%s would make that writable again, which ProtectSystem=%s (%s:%u) closes, so "
                                   "ExecPaths= and NoExecPaths= are left out", l->option->name, path, system->value,
                                   system->file, system->line);
        }
}

/* semantics of ExecPaths= and NoExecPaths=: plan/strict.h. */
static void check_exec_lists(Verify *v, const PolicyText *t) {
        const PolicyLine *system = last_line(t->policy, OPT(ProtectSystem));

        vec_foreach(l, &t->policy->lines)
                if (system && (l->option == OPT(NoExecPaths) || l->option == OPT(ExecPaths)))
                        check_exec_path(v, t->policy, l, system);
}

static const struct {
        const char *name;
        void (*check)(Verify *v, const PolicyText *t);
} checks[] = {
        { "nothing", check_nothing },
        { "unit-name", check_unit_name },
        { "ptrace", check_ptrace },
        { "too-new", check_too_new },
        { "exec-paths", check_exec_lists },
};

void verify_policies(Verify *v) {
        vec_foreach(t, &v->files)
                for (size_t i = 0; t->policy && i < ELEMENTSOF(checks); i++) {
                        v->check = checks[i].name;
                        checks[i].check(v, t);
                }
}
