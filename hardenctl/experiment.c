/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "experiment.h"

#include <errno.h>
#include <stdio.h>

#include "changes.h"
#include "journal.h"
#include "say.h"

#define SECONDS 10U  /* without --for= */

static uint64_t shorter(uint64_t a, uint64_t b) {
        return a < b ? a : b;
}

/* What stayed all the time, and may be guilty yet. */
static const char *fixed_text(const Experiment *x) {
        Strv names = {};

        vec_foreach(name, &x->fixed)
                strv_add(x->arena, &names, *name);
        if (names.n == 0)
                return "";
        return arena_printf(x->arena, ", but for these, which leave traces and stay without --irreversible: %s",
                            strv_join(x->arena, ", ", &names));
}

/* It works without the plan, and fails with it. Returns EXIT_FINE, or another status after a message. */
static int both_ends(Experiment *x) {
        const char *unit = x->trial.unit;
        int r = experiment_restart(x, "");

        if (r > 0)
                return say(EXIT_FINDINGS, "%s fails without the lines of its plan, too%s", unit, fixed_text(x));
        x->seconds_to_start = (unsigned) (x->watch.took / 1000000) * 3 + 3;
        if (r == 0)
                r = experiment_groups(x, x->in);
        if (r == 0)
                return say(EXIT_FINDINGS, "%s works with all of its plan, as far as can be seen%s", unit,
                           x->watch.probe ? "" : ": --probe= tells what else it must do");
        if (r < 0)
                return say(EXIT_FAILED, "the experiment was given up");
        x->watch.time = shorter(x->watch.time, 2 * x->watch.took + 1000000);
        journal_sync();
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
                printf("\n%u restarts; %s\n", x->restarts,
                       complete ? "without these lines it works" : "there may be more");
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
                return say(EXIT_FAILED, "%s has no drop-in of hardening-generator loaded%s%s", e->unit->name,
                           e->unhardened ? ": " : "", e->unhardened ?: "");
        x->watch = (Watch) { .probe = c->options->probe,
                             .time = (uint64_t) (c->options->seconds ?: SECONDS) * 1000000 };
        return trial_begin(c, e->unit->name, NULL, &x->trial);
}

int experiment(const Explanation *e) {
        Experiment x = { .explanation = e, .context = e->context, .arena = e->arena };
        int r, undone;

        r = prepare(e, &x);
        if (r != EXIT_FINE)
                return r;
        x.first = (Case) { .context = x.context, .arena = x.arena, .explanation = e, .failure = &x.failure };
        experiment_take_loaded(&x);
        r = both_ends(&x);
        if (r == EXIT_FINE) {
                int found = experiment_search(&x);

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
