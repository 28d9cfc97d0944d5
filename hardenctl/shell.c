/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "base/text.h"
#include "bus-transient.h"
#include "json.h"
#include "option/nameset.h"
#include "program.h"
#include "pty.h"
#include "sandbox.h"
#include "say.h"
#include "status.h"
#include "unit-argument.h"
#include "verbs.h"

#define TMUX "/usr/bin/tmux"

/* The first line: where one is, and in what that is not the service. */
static void say_differences(const Sandbox *s) {
        Context *c = s->context;
        Text t = { .arena = &c->arena };

        vec_foreach(d, &s->differences)
                text_join(&t, "; ", *d);
        say(EXIT_FINE, "in the sandbox of %s (%s); %s%s", s->unit,
            s->pid > 0 ? arena_printf(&c->arena, "running, PID %d", (int) s->pid) : "not running",
            s->differences.n > 0 ? "differs: " : "nothing differs", text_get(&t));
}

/* What the process itself lacks of the plan, the shell may have. */
static void add_missing(Sandbox *s) {
        Context *c = s->context;
        Text t = { .arena = &c->arena };
        StatusUnits units;
        bool unreadable;

        if (s->pid == 0 || context_load_policies(c) != EXIT_FINE || context_load_units(c) != EXIT_FINE)
                return;
        status_units(c, &units);
        vec_foreach(u, &units) {
                Strv missing = {}, unseen = {};

                if (!streq(u->name, s->unit) || u->state == STATE_PLAN)
                        continue;
                started_without(c, u, s->pid, &missing, &unseen, &unreadable);
                vec_foreach(m, &missing)
                        text_join(&t, ", ", *m);
        }
        if (*text_get(&t))
                strv_add(&c->arena, &s->differences,
                         arena_printf(&c->arena, "the service itself lacks %s of its plan", text_get(&t)));
}

static void add_environment(Sandbox *s, const char *name, const char *value) {
        sandbox_add(s, "Environment", sandbox_expand(&s->context->arena, s->unit, "Environment",
                                                     arena_printf(&s->context->arena, "\"%s=%s\"", name, value)));
}

static void add_terminal(Sandbox *s, const char *term) {
        add_environment(s, "TERM", term);
        add_environment(s, "PS1", "[%n] \\\\w \\\\$ ");
        add_environment(s, "HISTFILE", "");
}

static bool allows_unix(Sandbox *s) {
        Arena *a = &s->context->arena;
        unsigned version = s->context->target.version;
        NameSet set;
        Strv lines;

        sandbox_values(s, "RestrictAddressFamilies", &lines);
        set = nameset_merge(a, OPT(RestrictAddressFamilies), &lines, version);
        return !set.restricted || (set.allowed & UINT64_C(1) << name_index(family_names, "AF_UNIX", version));
}

/* How it has ended, as a shell would put it. */
static int exit_status(const Sandbox *s) {
        const BusExit *e = bus_transient_exit(s->transient);

        return e->code == CLD_EXITED ? e->status : 128 + e->status;
}

static int run_on_terminal(Sandbox *s, SandboxRun *run) {
        Context *c = s->context;
        Pty pty;
        int r;

        r = pty_open(&c->arena, &pty);
        if (r < 0)
                return say(EXIT_FAILED, "no terminal can be made: %s", strerror(-r));
        run->tty = pty.path;
        add_terminal(s, getenv("TERM") ?: "dumb");
        say_differences(s);
        r = sandbox_start(s, run);
        if (r == EXIT_FINE) {
                if (pty_forward(&pty, s->transient) < 0)
                        (void) bus_stop(context_bus(c), s->clone);
                r = exit_status(s);
        }
        pty_close(&pty);
        return r;
}

static int run_on_streams(Sandbox *s, SandboxRun *run) {
        int r;

        for (int i = 0; i < 3; i++)
                run->fds[i] = i;
        say_differences(s);
        r = sandbox_start(s, run);
        if (r != EXIT_FINE)
                return r;
        bus_transient_wait(s->transient);
        return exit_status(s);
}

static int leave_session(Sandbox *s, SandboxRun *run) {
        Context *c = s->context;
        const char *socket = arena_printf(&c->arena, "/run/%.*s/tmux", (int) strcspn(s->clone, "."), s->clone);
        const char *attach = arena_printf(&c->arena, "tmux -S %s attach", socket);
        const char *const command[] = { TMUX, "-f", "/dev/null", "-S", socket, "new-session", "-d", run->command[0],
                                        run->command[1], NULL };
        Json j = json_new(&c->arena, c->options->json);
        int r;

        run->command = command;
        add_terminal(s, "screen");
        say_differences(s);
        r = sandbox_start(s, run);
        if (r != EXIT_FINE)
                return r;
        if (c->options->json == JSON_OFF) {
                printf("Attach with:  %s\nEnd it with:  systemctl stop %s\n", attach, s->clone);
                return EXIT_FINE;
        }
        json_begin(&j, '{');
        json_key(&j, "unit");
        json_string(&j, s->clone);
        json_key(&j, "attach");
        json_string(&j, attach);
        json_end(&j);
        json_print(&j);
        return EXIT_FINE;
}

static int check_tmux(Sandbox *s, size_t n) {
        struct stat st;

        if (n > 1)
                return say(EXIT_USAGE, "shell --tmux takes no command");
        if (root_lstat(&s->context->root, TMUX, &st) < 0)
                return say(EXIT_FAILED, "tmux is not installed");
        if (!allows_unix(s))
                return say(EXIT_FAILED, "tmux needs AF_UNIX, which RestrictAddressFamilies= of %s forbids; outside it "
                           "works: tmux new-session hardenctl shell %s", s->unit, s->unit);
        return EXIT_FINE;
}

static int take_command(Sandbox *s, size_t n, char **arguments, SandboxRun *run) {
        static const char *const bash[] = { "/bin/bash", "--norc", NULL }, *const sh[] = { "/bin/sh", NULL };
        const char **command = arena_alloc(&s->context->arena, (n + 1) * sizeof(*command));

        if (n == 1) {
                run->command = access(bash[0], X_OK) >= 0 ? bash : sh;
                run->interactive = true;
                return EXIT_FINE;
        }
        for (size_t i = 1; i < n; i++)
                command[i - 1] = arguments[i];
        command[0] = program_find(s->context, command[0]);
        if (!command[0])
                return say(EXIT_FAILED, "there is no program %s", arguments[1]);
        if (*command[0] != '/')
                return say(EXIT_USAGE, "%s is no absolute path", command[0]);
        run->command = command;
        return EXIT_FINE;
}

static int run(Sandbox *s, size_t n, char **arguments) {
        SandboxRun run = { .tmux = s->context->options->tmux };
        int r;

        r = take_command(s, n, arguments, &run);
        if (r == EXIT_FINE && run.tmux)
                r = check_tmux(s, n);
        if (r != EXIT_FINE)
                return r;
        sandbox_fit(s, &run);
        add_missing(s);
        if (run.tmux)
                return leave_session(s, &run);
        r = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) ? run_on_terminal(s, &run) : run_on_streams(s, &run);
        return r;
}

int verb_shell(Context *c, size_t n, char **arguments) {
        const char *unit;
        Sandbox s;
        int r;

        r = sandbox_check(c, "shell");
        if (r == EXIT_FINE)
                r = unit_argument(c, arguments[0], &unit);
        if (r == EXIT_FINE)
                r = sandbox_open(c, unit, &s);
        if (r != EXIT_FINE)
                return r;
        r = run(&s, n, arguments);
        if (!c->options->tmux || r != EXIT_FINE)
                sandbox_done(&s);
        return r;
}
