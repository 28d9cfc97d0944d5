/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The lines that are on trial, and one restart with some of them. */
#include <errno.h>
#include <stdio.h>

#include "experiment.h"
#include "say.h"
#include "unit/conf.h"

#define RESTARTS_MAX 25U

static void progress(const Experiment *x, const char *what) {
        if (isatty(STDERR_FILENO))
                fprintf(stderr, "restart %u: %s\n", x->restarts, what);
}

/* Without tries of systemd's own, and with no more time than a start that goes well takes. */
static const char *text_with(const Experiment *x, const char *lines) {
        const char *timeout = "";

        if (x->seconds_to_start > 0)
                timeout = arena_printf(x->arena, "TimeoutStartSec=%u\n", x->seconds_to_start);
        return arena_printf(x->arena, "# made by hardenctl why --experiment, for a moment\n"
                                      "[Unit]\nStartLimitIntervalSec=0\nFailureAction=none\n"
                                      "[Service]\nRestart=no\n%s%s%s", timeout, text_get(&x->always), lines);
}

int experiment_restart(Experiment *x, const char *lines) {
        Outcome o;

        if (x->restarts >= RESTARTS_MAX)
                return -E2BIG;
        x->restarts++;
        if (trial_override(&x->trial, text_with(x, lines)) != EXIT_FINE || trial_reload(&x->trial) != EXIT_FINE)
                return -EINTR;
        o = watch_restart(&x->trial, &x->watch);
        progress(x, outcome_text(x->arena, o, &x->watch));
        return o == OUTCOME_INTERRUPTED ? -EINTR : o != OUTCOME_FINE;
}

static void add_group(const Experiment *x, size_t i, Text *t) {
        vec_foreach(v, &x->groups.v[i].values)
                text_addf(t, "%s=%s\n", x->groups.v[i].option->name, *v);
}

int experiment_groups(void *userdata, const bool *in) {
        Experiment *x = userdata;
        Text t = { .arena = x->arena };

        for (size_t i = 0; i < x->groups.n; i++)
                if (in[i])
                        add_group(x, i, &t);
        return experiment_restart(x, text_get(&t));
}

int experiment_parts(void *userdata, const bool *in) {
        Experiment *x = userdata;
        Text t = { .arena = x->arena };

        for (size_t i = 0; i < x->groups.n; i++)
                if (x->with[i])
                        add_group(x, i, &t);
        text_addf(&t, "%s\n", parts_line(x->arena, &x->parts, in));
        return experiment_restart(x, text_get(&t));
}

bool *experiment_marks(const Experiment *x, size_t n, bool value) {
        bool *m = arena_alloc(x->arena, n + 1);

        memset(m, value, n);
        return m;
}

/* What only opens, or says how denials are answered, never counts as guilty by itself. */
static bool is_always(const Experiment *x, const Option *o) {
        return o->kind == OPTION_EXCEPTION || o == OPT(SystemCallErrorNumber) || o == OPT(SystemCallLog) ||
               ((o->flags & OPTION_TRACES) && !x->context->options->irreversible);
}

static void take_line(Experiment *x, const char *key, const char *value) {
        const Option *o = option_find(key);

        if (!o || is_always(x, o)) {
                text_addf(&x->always, "%s=%s\n", key, value);
                if (o && o->flags & OPTION_TRACES)
                        strv_add(x->arena, &x->fixed, o->name);
                return;
        }
        vec_foreach(g, &x->groups)
                if (g->option == o) {
                        vec_push(x->arena, &g->values, value);
                        return;
                }
        vec_push(x->arena, &x->groups, (Group) { .option = o });
        vec_push(x->arena, &x->groups.v[x->groups.n - 1].values, value);
}

void experiment_take_loaded(Experiment *x) {
        ConfLines lines = {};
        unsigned last;

        x->always.arena = x->arena;
        if (conf_parse(x->arena, arena_strdup(x->arena, x->trial.before), strlen(x->trial.before), &lines, &last) < 0)
                return;
        vec_foreach(l, &lines)
                if (l->key && streq(l->section, "Service"))
                        take_line(x, l->key, l->value);
        x->in = experiment_marks(x, x->groups.n, true);
        x->guilty = experiment_marks(x, x->groups.n, false);
}
