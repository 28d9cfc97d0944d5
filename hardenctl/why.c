/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "why.h"

#include <stdio.h>

#include "pager.h"
#include "say.h"
#include "unit-argument.h"
#include "verbs.h"

static int no_failure(Context *c, Case *k) {
        Json j = json_new(&c->arena, c->options->json);

        if (c->options->json == JSON_OFF) {
                printf("%s has not failed.\n", k->failure->unit);
                return EXIT_FINE;
        }
        json_begin(&j, '{');
        why_json(k, &j);
        json_end(&j);
        json_print(&j);
        return EXIT_FINE;
}

static int answer(const Explanation *e, void *userdata) {
        Context *c = e->context;
        Json j = json_new(&c->arena, c->options->json);
        Failure failure;
        Case k = { .context = c, .arena = &c->arena, .explanation = e, .failure = &failure };
        int r;

        (void) userdata;
        journal_sync();
        r = failure_find(c, e->unit->name, 0, &failure);
        if (r != EXIT_FINE)
                return r;
        if (!failure_is_one(&failure))
                return no_failure(c, &k);
        if (failure.carries)
                suspects_find(&k);
        if (c->options->json != JSON_OFF) {
                json_begin(&j, '{');
                why_json(&k, &j);
                json_end(&j);
                json_print(&j);
        } else
                why_print(&k);
        return EXIT_FINDINGS;
}

int why_explain(Context *c, const char *unit) {
        return explanation_make(c, unit, answer, NULL);
}

static int find_out(const Explanation *e, void *userdata) {
        (void) userdata;
        return experiment(e);
}

static int check(Context *c, size_t n) {
        const Options *o = c->options;

        if (n == 0 && o->experiment)
                return say(EXIT_USAGE, "--experiment needs a unit");
        if ((o->probe || o->given & TAKES_FOR) && !o->experiment)
                return say(EXIT_USAGE, "why takes --probe= and --for= with --experiment only");
        if (!c->running)
                return say(EXIT_FAILED, "why is for the running system");
        return EXIT_FINE;
}

int verb_why(Context *c, size_t n, char **arguments) {
        const char *unit;
        int r;

        r = check(c, n);
        if (r == EXIT_FINE && n > 0)
                r = unit_argument(c, arguments[0], &unit);
        if (r != EXIT_FINE)
                return r;
        if (c->options->experiment)
                return explanation_make(c, unit, find_out, NULL);
        if (n == 0)
                return why_list(c);
        pager_open(c->options);
        return why_explain(c, unit);
}
