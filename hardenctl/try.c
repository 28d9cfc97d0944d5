/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Applies a plan, looks whether the service works, and takes it back if it does not. */
#include <stdio.h>

#include "bus-trial.h"
#include "changes.h"
#include "clock.h"
#include "say.h"
#include "try.h"
#include "unit-argument.h"
#include "verbs.h"

#define SECONDS 10U          /* without --for= */
#define AFTER_RELOAD 2000000 /* µs for what acts at the reload already */
#define NEVER_SAID 2000U     /* lines of the journal before the trial that are no news */

/* What another verb shows of the unit, whatever it ends with. */
static void show(Try *t, const char *verb) {
        const Options *own = t->context->options;
        Options plain = *own;
        char *arguments[] = { arena_strdup(&t->context->arena, t->trial.unit), NULL };

        plain.no_pager = true;
        plain.exit_code = false;
        t->context->options = &plain;
        for (const Verb *v = verbs; v->name; v++)
                if (streq(v->name, verb))
                        (void) v->run(t->context, 1, arguments);
        t->context->options = own;
}

/* A reload loads all that waits for it. */
static int look_at_others(Try *t) {
        Changes all;
        Strv nobody = {}, others = {};
        int r = changes_find(t->context, &nobody, &all);

        if (r != EXIT_FINE)
                return r;
        vec_foreach(i, &all)
                if (!streq(i->unit, t->trial.unit) && i->at_reload.n + i->at_start.n > 0)
                        strv_add(&t->context->arena, &others, i->unit);
        if (others.n > 0)
                say(EXIT_FINE, "the daemon-reload also loads what is new for %s",
                    strv_join(&t->context->arena, ", ", &others));
        return EXIT_FINE;
}

static int refuse_traces(const Try *t) {
        Strv traces = {};

        vec_foreach(name, &t->at_start)
                if (option_find(*name) && option_find(*name)->flags & OPTION_TRACES)
                        strv_add(&t->context->arena, &traces, *name);
        if (traces.n == 0 || t->context->options->irreversible)
                return EXIT_FINE;
        return say(EXIT_FAILED,
                   "what these leave behind cannot be taken back: %s (--irreversible tries it all the same)",
                   strv_join(&t->context->arena, ", ", &traces));
}

/* What would change. Returns EXIT_FINE, or another status after a message. */
static int look(Try *t) {
        Context *c = t->context;
        Changes changes;
        Strv units = {};
        int r;

        vec_push(&c->arena, &units, t->trial.unit);
        r = changes_find(c, &units, &changes);
        if (r != EXIT_FINE)
                return r;
        vec_foreach(i, &changes) {
                vec_foreach(name, &i->at_reload)
                        strv_add(&c->arena, &t->at_reload, *name);
                vec_foreach(name, &i->at_start)
                        strv_add(&c->arena, &t->at_start, *name);
        }
        if (t->at_reload.n + t->at_start.n == 0)
                return say(EXIT_FAILED, "there is nothing to try: %s changes nothing of %s",
                           c->options->policy ?: "a daemon-reload", t->trial.unit);
        if (try_in_text(t)) {
                show(t, "diff");
                show(t, "preflight");
                puts("");
        }
        r = refuse_traces(t);
        return r == EXIT_FINE ? look_at_others(t) : r;
}

static void apply(Try *t) {
        uint64_t time = t->watch.time;

        (void) journal_unit(&t->context->arena, t->trial.unit, false, 0, NEVER_SAID, &t->before);
        t->begun = clock_usec(CLOCK_REALTIME);
        t->outcome = OUTCOME_INTERRUPTED;
        if (trial_reload(&t->trial) != EXIT_FINE)
                return;
        if (t->at_reload.n > 0 && t->trial.was_active) {
                if (t->at_start.n > 0 && time > AFTER_RELOAD)
                        t->watch.time = AFTER_RELOAD;
                t->outcome = watch_unit(&t->trial, &t->watch);
                t->watch.time = time;
                if (t->outcome != OUTCOME_FINE || t->at_start.n == 0)
                        return;
        }
        t->outcome = watch_restart(&t->trial, &t->watch);
}

/* Behind what was taken back. */
static const char *what_next(const Try *t) {
        if (t->worked)
                return arena_printf(&t->context->arena, " To keep it: %s", t->policy.keep);
        if (t->policy.name)
                return "";
        return " The next daemon-reload loads it again: exempt what is named, or disable the policy.";
}

static int finish(Try *t) {
        const char *unit = t->trial.unit;
        int r;

        if (t->worked && !t->policy.name) {
                trial_end(&t->trial);
                if (!t->trial.was_active)
                        (void) bus_job(context_bus(t->context), "StopUnit", unit, NULL, NULL);
                if (try_in_text(t))
                        printf("It stays so: the policies that are enabled say it, and they are loaded now.\n");
                return EXIT_FINE;
        }
        r = trial_undo(&t->trial);
        if (r != EXIT_FINE)
                return r;
        if (try_in_text(t))
                printf("Taken back: %s %s as before.%s\n", unit, t->trial.was_active ? "runs" : "is stopped",
                       what_next(t));
        return t->outcome == OUTCOME_INTERRUPTED ? EXIT_FAILED : t->worked ? EXIT_FINE : EXIT_FINDINGS;
}

static int check(Context *c) {
        if (!c->running)
                return say(EXIT_FAILED, "try is for the running system");
        if (c->options->undo && c->options->given & ~(unsigned) TAKES_UNDO)
                return say(EXIT_USAGE, "try --undo takes no other options");
        return EXIT_FINE;
}

int verb_try(Context *c, size_t n, char **arguments) {
        uint64_t time = (uint64_t) (c->options->seconds ?: SECONDS) * 1000000;
        Try t = { .context = c, .watch = { .probe = c->options->probe, .time = time } };
        const char *unit;
        int r;

        (void) n;
        r = check(c);
        if (r == EXIT_FINE)
                r = c->options->undo ? unit_argument_name(c, arguments[0], &unit) :
                        unit_argument(c, arguments[0], &unit);
        if (r != EXIT_FINE)
                return r;
        if (c->options->undo)
                return trial_undo_left(c, unit);
        if (c->options->policy)
                r = tried_policy_find(c, c->options->policy, unit, &t.policy);
        if (r == EXIT_FINE)
                r = trial_begin(c, unit, t.policy.name, &t.trial);
        if (r != EXIT_FINE)
                return r;
        if (t.policy.name)
                r = tried_policy_place(c, &t.policy);
        if (r == EXIT_FINE)
                r = look(&t);
        if (r != EXIT_FINE) {
                trial_end(&t.trial);
                return r;
        }
        apply(&t);
        r = explanation_make(c, unit, try_judge, &t);
        if (r != EXIT_FINE) {
                (void) trial_undo(&t.trial);
                return r;
        }
        return finish(&t);
}
