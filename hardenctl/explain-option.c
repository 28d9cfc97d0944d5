/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* explain UNIT OPTION: everything about one option. */
#include <stdio.h>

#include "explain-text.h"
#include "meaning.h"
#include "prose.h"
#include "quote.h"

static void print_paragraph(const Explanation *e, size_t indent, const char *text, Colour colour) {
        printf("%*s", (int) indent, "");
        prose_print(e->arena, text, indent, indent + 2, colour);
}

/* A place, and the line that stands there. */
static void print_place(const Explanation *e, const char *file, unsigned line, const char *remark) {
        print_paragraph(e, 2, arena_printf(e->arena, "%s:%u%s", file, line, remark), COLOUR_NONE);
        print_paragraph(e, 6, quote_line(e->context, file, line), COLOUR_GREY);
}

static void print_own(const Explanation *e, const Option *o) {
        prose_heading(e->arena, "The unit's own files");
        for (const UnitLine *l = unit_option(e->unit, o); l; l = l->next)
                print_place(e, l->source->path, l->line,
                            l->source->after ? " (sorts after " DROPIN_NAME ")" :
                            l->source->admin ? " (the admin's)" : " (the vendor's)");
        if (!unit_option(e->unit, o))
                print_paragraph(e, 2, e->unit->fragment ? "do not set it" : "cannot be read here", COLOUR_NONE);
}

static void print_wished(const Explanation *e, const ExplainedOption *x) {
        static const char *const reaches[] = {
                [REACH_PATTERN] = " (by a pattern: fills what is unset)",
                [REACH_VENDOR] = " (by name: may tighten what the vendor has set)",
                [REACH_ADMIN] = " (by name, with Tighten=all: may tighten what the admin has set)",
        };

        prose_heading(e->arena, "What policies ask for");
        vec_foreach(l, &x->wished)
                print_place(e, l->file, l->line, reaches[l->reach]);
        if (x->wished.n == 0)
                print_paragraph(e, 2, "nothing", COLOUR_NONE);
        vec_foreach(w, &e->wish.excepts)
                if ((!w->value && wish_excepted(&(Wish) { .excepts = { w, 1, 1 } }, x->option)) ||
                    (w->value && streq(w->option, x->option->name)))
                        print_place(e, w->file, w->line, " (takes it out)");
}

static void print_result(const Explanation *e, const ExplainedOption *x) {
        Arena *a = e->arena;

        prose_heading(e->arena, "What comes of it");
        vec_foreach(l, &x->emitted) {
                print_paragraph(e, 2, arena_printf(a, "%s=%s", x->option->name, (*l)->value), COLOUR_GREEN);
                print_paragraph(e, 6, arena_printf(a, "from %s%s%s%s", sources_text(a, &(*l)->sources),
                                                   (*l)->note ? " (" : "", (*l)->note ?: "", (*l)->note ? ")" : ""),
                                COLOUR_NONE);
        }
        vec_foreach(l, &x->planned)
                print_paragraph(e, 2, arena_printf(a, "%s=%s from %s is planned, and not emitted", x->option->name,
                                                   (*l)->value, sources_text(a, &(*l)->sources)), COLOUR_NONE);
        vec_foreach(l, &x->withheld) {
                print_paragraph(e, 2, arena_printf(a, "%s=%s is withheld", x->option->name, (*l)->value),
                                COLOUR_YELLOW);
                print_paragraph(e, 6, (*l)->reason, COLOUR_NONE);
        }
        if (e->unhardened)
                print_paragraph(e, 2, arena_printf(a, "nothing is emitted for %s: %s", e->unit->name, e->unhardened),
                                COLOUR_YELLOW);
        print_paragraph(e, 2, arena_printf(a, "in force: %s", value_text(x->now.value)), COLOUR_BOLD);
        print_paragraph(e, 6, setters_text(a, &x->now.setters), COLOUR_NONE);
}

void explain_print_option(const Explanation *e, const ExplainedOption *x) {
        const Option *o = x->option;

        prose_print(e->arena, arena_printf(e->arena, "%s: %s=", e->unit->name, o->name), 0, 2, COLOUR_BOLD);
        print_paragraph(e, 2, option_meaning(o), COLOUR_NONE);
        print_paragraph(e, 2, arena_printf(e->arena, "See %s. A change of it takes effect at the %s.", o->man,
                                           o->flags & OPTION_AT_RELOAD ? "daemon-reload already" : "unit's next start"),
                        COLOUR_NONE);
        if (o->since > e->context->target.version)
                print_paragraph(e, 2, arena_printf(e->arena, "It is new in systemd %u, and here is %u.", o->since,
                                                   e->context->target.version), COLOUR_YELLOW);
        print_own(e, o);
        print_wished(e, x);
        print_result(e, x);
}
