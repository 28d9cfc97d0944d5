/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit/service.h"

#include <fnmatch.h>

#include "unit/word.h"

const UnitLine *lines_after_reset(const UnitLine *l) {
        const UnitLine *first = l;

        for (; l; l = l->next)
                if (!*l->value)
                        first = l->next;
        return first;
}

const char *service_type(const Unit *u) {
        static const char *const types[] = {
                "simple", "exec", "forking", "oneshot", "dbus", "notify", "notify-reload", "idle",
        };
        const char *type = NULL;

        for (const UnitLine *l = unit_fact(u, FACT_TYPE); l; l = l->next)
                for (size_t i = 0; i < ELEMENTSOF(types); i++)
                        if (streq(l->value, types[i]))
                                type = types[i];
        if (type)
                return type;
        if (unit_last(u, FACT_BUS_NAME))
                return "dbus";
        return lines_after_reset(unit_fact(u, FACT_EXEC_START)) ? "simple" : "oneshot";
}

bool service_says_yes(const Unit *u, const Option *o) {
        bool yes = false;

        for (const UnitLine *l = unit_option(u, o); l; l = l->next) {
                int b = boolean_parse(l->value);

                if (b >= 0)
                        yes = b;
        }
        return yes;
}

bool service_is_dynamic(const Unit *u) {
        return service_says_yes(u, OPT(DynamicUser));
}

bool service_is_root(const Unit *u) {
        const char *user = unit_last_option(u, OPT(User));

        return user ? streq(user, "root") || streq(user, "0") : !service_is_dynamic(u);
}

const char *service_user(Arena *a, const Unit *u) {
        const char *user = unit_last_option(u, OPT(User));

        if (service_is_root(u))
                return "root";
        return user ?: arena_strndup(a, u->name, strcspn(u->name, "@."));
}

/* Behind env(1): options, assignments, then the program. */
static int look_through_env(Arena *a, const char **value, const char **ret) {
        int r;

        while ((r = word_next(a, value, WORD_CUNESCAPE, ret)) > 0) {
                if (streq(*ret, "-u") || streq(*ret, "-C")) {
                        r = word_next(a, value, WORD_CUNESCAPE, ret);
                        if (r <= 0)
                                return r;
                } else if (**ret != '-' && !strchr(*ret, '='))
                        return 1;
        }
        return r;
}

int exec_program(Arena *a, const char *value, Program *ret) {
        const char *word;
        int r;

        *ret = (Program) {};
        value += strspn(value, " \t");
        for (; *value && strchr("@-:+!|", *value); value++)
                ret->privileged = ret->privileged || *value == '+';
        r = word_next(a, &value, WORD_CUNESCAPE, &word);
        if (r > 0 && streq(base_name(word), "env"))
                r = look_through_env(a, &value, &word);
        if (r <= 0)
                return 0;
        ret->path = word;
        return 1;
}

const char *service_program(Arena *a, const Unit *u) {
        const UnitLine *l = lines_after_reset(unit_fact(u, FACT_EXEC_START));
        Program p;

        return l && exec_program(a, l->value, &p) > 0 ? p.path : NULL;
}

bool program_is_interpreter(const char *path) {
        static const char *const globs[] = {
                "sh", "bash", "dash", "ash", "zsh", "ksh*", "mksh", "csh", "tcsh", "fish", "rc", "busybox",
                "python*", "pypy*", "perl*", "ruby*", "node", "nodejs", "deno", "bun", "java", "php", "php[0-9]*",
                "php-cgi*", "lua*", "tclsh*", "expect", "guile*", "racket", "Rscript", "julia", "mono*", "dotnet",
                "erl", "beam*", "gawk", "mawk", "awk", "env", "sudo", "su", "runuser", "setpriv", "chroot",
                "start-stop-daemon", "daemon", "daemonize", "nice", "ionice", "chrt", "taskset", "timeout",
                "nohup", "setsid", "stdbuf", "flock", "tini", "dumb-init", "xvfb-run", "screen", "tmux",
                "systemd-run", "systemd-inhibit", "unshare", "nsenter", "bwrap", "numactl",
        };

        for (size_t i = 0; i < ELEMENTSOF(globs); i++)
                if (fnmatch(globs[i], base_name(path), 0) == 0)
                        return true;
        return false;
}
