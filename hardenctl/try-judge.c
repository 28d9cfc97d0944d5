/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether what was tried works, and what is said of it. */
#include <stdio.h>

#include "journal.h"
#include "say.h"
#include "try.h"

/* Numbers differ from one start to the next. */
static bool same_words(const char *a, const char *b) {
        for (;; a++, b++) {
                a += strspn(a, "0123456789");
                b += strspn(b, "0123456789");
                if (*a != *b)
                        return false;
                if (!*a)
                        return true;
        }
}

static bool is_news(const Try *t, const Suspect *s) {
        if (!s->evidence)
                return false;
        vec_foreach(l, &t->before)
                if (same_words(l->message, s->evidence))
                        return false;
        return true;
}

/* A service may go on without what it is refused: its journal says so. */
static bool complains(const Try *t, Case *k) {
        Suspects news = {};

        vec_foreach(s, &k->suspects)
                if (s->certainty != POSSIBLE && is_news(t, s))
                        vec_push(k->arena, &news, *s);
        k->suspects = news;
        return news.n > 0;
}

static void report(Try *t, Case *k) {
        Context *c = t->context;
        Json j = json_new(&c->arena, c->options->json);

        if (try_in_text(t)) {
                printf("%s: %s.\n", t->trial.unit, t->text);
                if (!t->worked && t->outcome != OUTCOME_INTERRUPTED)
                        why_print(k);
                fflush(stdout);
                return;
        }
        json_begin(&j, '{');
        why_json(k, &j);
        json_key(&j, "worked"), json_bool(&j, t->worked);
        json_key(&j, "text"), json_string(&j, t->text);
        json_end(&j);
        json_print(&j);
}

int try_judge(const Explanation *e, void *userdata) {
        Try *t = userdata;
        Failure failure;
        Case k = { .context = e->context, .arena = e->arena, .explanation = e, .failure = &failure };
        int r;

        journal_sync();
        r = failure_find(e->context, e->unit->name, t->begun, &failure);
        if (r != EXIT_FINE)
                return r;
        suspects_find(&k);
        t->text = outcome_text(e->arena, t->outcome, &t->watch);
        t->worked = t->outcome == OUTCOME_FINE && !complains(t, &k);
        if (t->outcome == OUTCOME_FINE && !t->worked)
                t->text = "it runs, but its journal complains as it did not before";
        report(t, &k);
        return EXIT_FINE;
}
