/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds the guilty lines of a plan by restarting the service with parts of it. */
#include <errno.h>
#include <stdio.h>

#include "bisect.h"
#include "changes.h"
#include "parts.h"
#include "plan/paths.h"
#include "say.h"
#include "unit/conf.h"
#include "watch.h"
#include "why.h"

#define RESTARTS_MAX 25U
#define DEPTH_MAX 12U      /* of directories in directories */
#define GUILTY_MAX 8U      /* options that are looked for */
#define SECONDS 10U        /* without --for= */

/* One option, with all its lines. */
typedef struct Group {
        const Option *option;
        Strv values;
} Group;

typedef struct Experiment {
        const Explanation *explanation;
        Context *context;
        Arena *arena;
        Trial trial;
        Watch watch;
        Strv fixed;             /* options that stay though they may be guilty */
        Text always;            /* the lines that only open, and those that have left their traces already */
        VEC(Group) groups;      /* the rest */
        bool *in, *guilty;      /* of the groups: those that are in doubt, and that are found */
        const bool *with;       /* groups that stand beside the parts of one that is looked into; NULL: none */
        Parts parts;
        unsigned restarts, seconds_to_start;
        Suspects found;
        Case first;             /* what the journal said when it failed with all of it */
        Failure failure;
} Experiment;

static void progress(const Experiment *x, const char *what) {
        if (isatty(STDERR_FILENO))
                fprintf(stderr, "restart %u: %s\n", x->restarts, what);
}

/* Without tries of systemd's own, and with no more time than a start that goes well takes. */
static const char *text_with(const Experiment *x, const char *lines) {
        return arena_printf(x->arena, "# made by hardenctl why --experiment, for a moment\n[Unit]\nStartLimitIntervalSec=0\nFailureAction=none\n"
                                      "[Service]\nRestart=no\n%s%s%s",
                            x->seconds_to_start > 0 ? arena_printf(x->arena, "TimeoutStartSec=%u\n", x->seconds_to_start) : "",
                            text_get(&x->always), lines);
}

/* 1: it fails with these lines; 0: it works; or a negative errno. */
static int restart_with(Experiment *x, const char *lines) {
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

static int test_groups(void *userdata, const bool *in) {
        Experiment *x = userdata;
        Text t = { .arena = x->arena };

        for (size_t i = 0; i < x->groups.n; i++)
                if (in[i])
                        add_group(x, i, &t);
        return restart_with(x, text_get(&t));
}

static int test_parts(void *userdata, const bool *in) {
        Experiment *x = userdata;
        Text t = { .arena = x->arena };

        for (size_t i = 0; i < x->groups.n; i++)
                if (x->with[i])
                        add_group(x, i, &t);
        text_addf(&t, "%s\n", parts_line(x->arena, &x->parts, in));
        return restart_with(x, text_get(&t));
}

static bool *marks(const Experiment *x, size_t n, bool value) {
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

/* The lines as they are loaded: the policies may say something else by now. */
static void take_loaded(Experiment *x) {
        ConfLines lines = {};
        unsigned last;

        x->always.arena = x->arena;
        if (conf_parse(x->arena, arena_strdup(x->arena, x->trial.before), strlen(x->trial.before), &lines, &last) < 0)
                return;
        vec_foreach(l, &lines)
                if (l->key && streq(l->section, "Service"))
                        take_line(x, l->key, l->value);
        x->in = marks(x, x->groups.n, true);
        x->guilty = marks(x, x->groups.n, false);
}

/* Places of groups that the journal points at, the surest first. */
static size_t guesses_of(const Experiment *x, size_t *ret) {
        size_t n = 0;

        vec_foreach(s, &x->first.suspects)
                for (size_t i = 0; i < x->groups.n && n < 2; i++)
                        if (x->groups.v[i].option == s->option && x->in[i])
                                ret[n++] = i;
        return n;
}

/* The part that a suspect of the same option points at. */
static size_t guesses_of_parts(const Experiment *x, const Option *o, size_t *ret) {
        vec_foreach(s, &x->first.suspects)
                for (size_t i = 0; i < x->parts.names.n; i++)
                        if (s->option == o && ((s->element && streq(s->element, x->parts.names.v[i])) ||
                                               (s->path && x->parts.paths && path_is_below(s->path, x->parts.names.v[i])))) {
                                ret[0] = i;
                                return 1;
                        }
        return 0;
}

static void add_found(Experiment *x, const Group *g, const char *element, const char *path, bool together) {
        const PlanLine *line = suspect_line(&x->first, g->option, element);
        Suspect s = { .option = g->option, .line = line, .element = element, .path = path, .certainty = CERTAIN };

        if (!line) { /* the policies say something else by now */
                PlanLine *loaded = arena_new(x->arena, PlanLine);

                *loaded = (PlanLine) { .option = g->option, .value = g->values.v[0] };
                s.line = loaded;
        }
        s.writes = x->parts.key && streq(x->parts.key, "ReadOnlyPaths");
        s.because = arena_printf(x->arena, "the service works without it%s%s%s", element || path ? ": it needs " : "",
                                 element ?: path ?: "", together ? " (it fails only together with the others)" : "");
        vec_push(x->arena, &x->found, s);
}

/* From a guilty directory down to the file. */
static int look_below(Experiment *x, const Option *o, const char **path) {
        for (unsigned depth = 0; depth < DEPTH_MAX; depth++) {
                size_t guess, n;
                bool *ret, *all;
                int r;

                if (!parts_below(x->context, &x->parts, *path, &x->parts))
                        return 0;
                all = marks(x, x->parts.names.n, true);
                ret = marks(x, x->parts.names.n, false);
                r = test_parts(x, all);
                if (r <= 0)
                        return r; /* it makes something new there */
                n = guesses_of_parts(x, o, &guess);
                r = bisect(x->arena, all, x->parts.names.n, &guess, n, test_parts, x, ret);
                if (r < 0)
                        return r;
                for (size_t i = 0; i < x->parts.names.n; i++)
                        if (ret[i])
                                *path = x->parts.names.v[i];
        }
        return 0;
}

/* Finds one part that is guilty among those @in, and takes it out of them. */
static int find_part(Experiment *x, const Group *g, bool *in, bool together) {
        size_t guess, n = guesses_of_parts(x, g->option, &guess);
        bool *ret = marks(x, x->parts.names.n, false);
        int r = bisect(x->arena, in, x->parts.names.n, &guess, n, test_parts, x, ret);
        Parts parts = x->parts;

        for (size_t i = 0; i < parts.names.n && r >= 0; i++) {
                const char *name = parts.names.v[i];

                if (!ret[i])
                        continue;
                in[i] = false;
                if (parts.paths)
                        r = look_below(x, g->option, &name);
                x->parts = parts;
                add_found(x, g, parts.paths ? NULL : name, parts.paths ? name : NULL, together);
        }
        return r;
}

/* What of the option it is, one part after the other until it works without them. */
static int look_into(Experiment *x, size_t group, bool together) {
        const Group *g = x->groups.v + group;
        bool *with = marks(x, x->groups.n, false), *in;
        size_t before = x->found.n;
        int r = 1;

        for (size_t i = 0; i < x->groups.n; i++)
                with[i] = together && x->guilty[i] && i != group;
        x->with = with;
        x->parts = (Parts) {};
        if (parts_of(x->explanation, g->option, &g->values, &x->parts)) {
                in = marks(x, x->parts.names.n, true);
                r = test_parts(x, in); /* the parts must be as bad as the whole */
                while (r > 0) {
                        r = find_part(x, g, in, together);
                        if (r >= 0)
                                r = x->parts.names.n > 1 ? test_parts(x, in) : 0;
                }
        }
        if (x->found.n == before)
                add_found(x, g, NULL, NULL, together);
        return r < 0 ? r : 0;
}

static int find_guilty(Experiment *x) {
        bool *ret = marks(x, x->groups.n, false);
        size_t guesses[2], n = guesses_of(x, guesses), count = 0;
        int r = bisect(x->arena, x->in, x->groups.n, guesses, n, test_groups, x, ret);

        for (size_t i = 0; r >= 0 && i < x->groups.n; i++) {
                x->guilty[i] = ret[i];
                count += ret[i];
        }
        for (size_t i = 0; r >= 0 && i < x->groups.n; i++)
                if (ret[i]) {
                        r = look_into(x, i, count > 1);
                        x->in[i] = false;
                }
        return r;
}

/* Until it works with all that is left. */
static int search(Experiment *x) {
        int r = 1;

        for (unsigned i = 0; r > 0 && i < GUILTY_MAX; i++) {
                r = find_guilty(x);
                if (r >= 0)
                        r = test_groups(x, x->in);
        }
        return r;
}

static uint64_t shorter(uint64_t a, uint64_t b) {
        return a < b ? a : b;
}

/* What stayed all the time, and may be guilty yet. */
static const char *fixed_text(const Experiment *x) {
        Strv names = {};

        vec_foreach(name, &x->fixed)
                strv_add(x->arena, &names, *name);
        return names.n == 0 ? "" : arena_printf(x->arena, ", but for these, which leave traces and stay without --irreversible: %s",
                                                strv_join(x->arena, ", ", &names));
}

/* It works without the plan, and fails with it. Returns EXIT_FINE, or another status after a message. */
static int both_ends(Experiment *x) {
        const char *unit = x->trial.unit;
        int r = restart_with(x, "");

        if (r > 0)
                return say(EXIT_FINDINGS, "%s fails without the lines of its plan, too%s", unit, fixed_text(x));
        x->seconds_to_start = (unsigned) (x->watch.took / 1000000) * 3 + 3;
        if (r == 0)
                r = test_groups(x, x->in);
        if (r == 0)
                return say(EXIT_FINDINGS, "%s works with all of its plan, as far as can be seen%s", unit,
                           x->watch.probe ? "" : ": --probe= tells what else it must do");
        if (r < 0)
                return say(EXIT_FAILED, "the experiment was given up");
        x->watch.time = shorter(x->watch.time, 2 * x->watch.took + 1000000);
        if (failure_find(x->context, unit, 0, &x->failure) != EXIT_FINE)
                return EXIT_FAILED;
        suspects_find(&x->first);
        return EXIT_FINE;
}

static void print(Experiment *x, bool complete) {
        Context *c = x->context;
        Json j = json_new(x->arena, c->options->json);

        x->first.suspects = x->found;
        if (c->options->json == JSON_OFF) {
                why_print(&x->first);
                printf("\n%u restarts%s\n", x->restarts, complete ? "; without these lines it works" : "; there may be more");
                return;
        }
        json_begin(&j, '{');
        why_json(&x->first, &j);
        json_key(&j, "restarts"), json_integer(&j, x->restarts);
        json_key(&j, "complete"), json_bool(&j, complete);
        json_end(&j);
        json_print(&j);
}

static int prepare(const Explanation *e, Experiment *x) {
        Context *c = e->context;

        if (!carries_ours(c, e->unit->name))
                return say(EXIT_FAILED, "%s has no drop-in of hardening-generator loaded%s%s", e->unit->name, e->unhardened ? ": " : "",
                           e->unhardened ?: "");
        x->watch = (Watch) { .probe = c->options->probe, .time = (uint64_t) (c->options->seconds ?: SECONDS) * 1000000 };
        return trial_begin(c, e->unit->name, NULL, &x->trial);
}

int experiment(const Explanation *e) {
        Experiment x = { .explanation = e, .context = e->context, .arena = e->arena };
        int r, undone;

        r = prepare(e, &x);
        if (r != EXIT_FINE)
                return r;
        x.first = (Case) { .context = x.context, .arena = x.arena, .explanation = e, .failure = &x.failure };
        take_loaded(&x);
        r = both_ends(&x);
        if (r == EXIT_FINE) {
                int found = search(&x);

                r = EXIT_FINDINGS;
                if (found == -EINTR)
                        r = say(EXIT_FAILED, "the experiment was given up");
                undone = trial_undo(&x.trial);
                print(&x, found == 0);
                return undone == EXIT_FINE ? r : undone;
        }
        undone = trial_undo(&x.trial);
        return undone == EXIT_FINE ? r : undone;
}
