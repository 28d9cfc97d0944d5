/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <strings.h>

#include "explain-text.h"
#include "pager.h"
#include "say.h"
#include "suggest.h"
#include "unit-argument.h"
#include "verbs.h"

typedef struct Question {
        Context *context;
        const Option *option; /* NULL: all */
} Question;

/* The plan as a service's own maintainers could take it over. */
static int print_upstream(const Explanation *e, const Option *only) {
        Json j = json_new(e->arena, e->context->options->json);
        Strv lines = {};

        vec_foreach(x, &e->options) {
                const PlanLineRefs *refs = x->emitted.n > 0 ? &x->emitted : &x->planned;

                for (size_t i = 0; i < refs->n && (!only || only == x->option); i++)
                        vec_push(e->arena, &lines, arena_printf(e->arena, "%s=%s", x->option->name, refs->v[i]->value));
        }
        if (e->context->options->json != JSON_OFF) {
                json_strings(&j, &lines);
                json_print(&j);
                return EXIT_FINE;
        }
        if (lines.n == 0)
                return say(EXIT_FINE, "nothing is planned for %s%s%s", e->unit->name, e->unhardened ? ": " : "",
                           e->unhardened ?: "");
        puts("[Service]");
        vec_foreach(l, &lines)
                puts(make_printable(arena_strdup(e->arena, *l)));
        return EXIT_FINE;
}

static int answer(const Explanation *e, void *userdata) {
        const Question *q = userdata;
        const Options *o = q->context->options;
        Json j = json_new(e->arena, o->json);
        ExplainedOption x;

        if (o->upstream)
                return print_upstream(e, q->option);
        if (q->option)
                x = explanation_option(e, q->option);
        if (o->json != JSON_OFF) {
                if (q->option)
                        explain_json_option(e, &x, &j);
                else
                        explain_json_unit(e, &j);
                json_print(&j);
                return EXIT_FINE;
        }
        pager_open(o);
        if (q->option)
                explain_print_option(e, &x);
        else
                explain_print_unit(e);
        return EXIT_FINE;
}

/* "protectsystem=" is fine, too. */
static int option_argument(Context *c, const char *word, const Option **ret) {
        const char *name = arena_strndup(&c->arena, word, strcspn(word, "="));
        Suggestion s = suggestion_for(name);

        *ret = option_find(name);
        for (const Option *o = option_table; o->name && !*ret; o++) {
                if (strcasecmp(o->name, name) == 0)
                        *ret = o;
                suggestion_try(&s, o->name);
        }
        if (*ret)
                return EXIT_FINE;
        return say(EXIT_FAILED, "%s is no option that hardens%s", name, suggestion_text(&c->arena, &s, ""));
}

int verb_explain(Context *c, size_t n, char **arguments) {
        Question q = { .context = c };
        const char *unit;
        int r;

        r = unit_argument(c, arguments[0], &unit);
        if (r == EXIT_FINE && n > 1)
                r = option_argument(c, arguments[1], &q.option);
        return r == EXIT_FINE ? explanation_make(c, unit, answer, &q) : r;
}
