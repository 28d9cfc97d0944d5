/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <time.h>

#include "explain-text.h"
#include "prose.h"
#include "why.h"

const char *time_text(Arena *a, uint64_t time) {
        time_t seconds = (time_t) (time / 1000000);
        char text[64];
        struct tm tm;

        if (time == 0 || !localtime_r(&seconds, &tm) || strftime(text, sizeof(text), "%a %F %T %Z", &tm) == 0)
                return NULL;
        return arena_strdup(a, text);
}

int failed_in_boot_before(Arena *a, const char *unit) {
        JournalLines lines;

        if (journal_unit(a, unit, true, 0, SIZE_MAX, &lines) < 0)
                return -1;
        vec_foreach(l, &lines)
                if (l->id && l->manager && streq(l->id, MESSAGE_FAILURE_RESULT))
                        return 1;
        return 0;
}

static void print_failure(const Failure *f, Arena *a) {
        const char *since = time_text(a, f->since), *before = "";

        if (failed_in_boot_before(a, f->unit) > 0)
                before = ". It failed in the boot before this one, too";
        prose_print(a, arena_printf(a, "%s: %s%s%s%s", f->unit, failure_text(a, f), since ? ", " : "", since ?: "",
                                    before), 0, 2, COLOUR_BOLD);
}

static void print_paragraph(Arena *a, const char *text) {
        printf("%*s", 4, "");
        prose_print(a, text, 4, 6, COLOUR_NONE);
}

static void print_suspect(Case *k, const Suspect *s) {
        static const Colour colours[] = { [CERTAIN] = COLOUR_RED, [LIKELY] = COLOUR_YELLOW, [POSSIBLE] = COLOUR_NONE };
        const char *exception = suspect_exception(k, s);
        Arena *a = k->arena;

        printf("\n  ");
        prose_print(a, arena_printf(a, "%s: %s=%s", certainty_names[s->certainty], s->option->name, s->line->value),
                    2, 6, colours[s->certainty]);
        print_paragraph(a, arena_printf(a, "from %s", sources_text(a, &s->line->sources)));
        print_paragraph(a, s->because);
        if (s->evidence)
                print_paragraph(a, arena_printf(a, "said: %s", s->evidence));
        if (exception)
                print_paragraph(a, arena_printf(a, "to allow it, in [Service] of a policy: %s", exception));
        print_paragraph(a, arena_printf(a, "to exempt it: %s", suspect_command(k, s)));
}

void why_print(Case *k) {
        const Explanation *e = k->explanation;
        const char *stem = e->unit->name, *suffix = endswith(stem, ".service");
        Arena *a = k->arena;

        if (failure_is_one(k->failure))
                print_failure(k->failure, a);
        if (!k->failure->carries)
                print_paragraph(a, "it has no drop-in of hardening-generator loaded, so that is not why");
        vec_foreach(s, &k->suspects)
                print_suspect(k, s);
        if (!k->failure->has_journal)
                print_paragraph(a, geteuid() == 0 ? "its journal is empty, so that its exit status alone is looked at"
                                                  : "its journal cannot be read (run as root)");
        if (k->suspects.n == 0 && k->failure->carries)
                print_paragraph(a, "nothing points at a line of its plan");
        if (k->failure->carries && (k->suspects.n == 0 || k->suspects.v[0].certainty != CERTAIN))
                print_paragraph(a, arena_printf(a, "to find out for certain, by restarts: hardenctl why %s "
                                                "--experiment",
                                                suffix ? arena_strndup(a, stem, (size_t) (suffix - stem)) : stem));
}

static void add_suspect(Case *k, Json *j, const Suspect *s) {
        Strv sources = {};

        vec_foreach(p, &s->line->sources)
                vec_push(k->arena, &sources, arena_printf(k->arena, "%s:%u", p->file, p->line));
        json_begin(j, '{');
        json_key(j, "certainty"), json_string(j, certainty_names[s->certainty]);
        json_key(j, "option"), json_string(j, s->option->name);
        json_key(j, "value"), json_string(j, s->line->value);
        json_key(j, "sources"), json_strings(j, &sources);
        json_key(j, "element"), json_string(j, s->element);
        json_key(j, "path"), json_string(j, s->path);
        json_key(j, "because"), json_string(j, s->because);
        json_key(j, "evidence"), json_string(j, s->evidence);
        json_key(j, "exception"), json_string(j, suspect_exception(k, s));
        json_key(j, "command"), json_string(j, suspect_command(k, s));
        json_end(j);
}

void why_json(Case *k, Json *j) {
        const Failure *f = k->failure;

        json_key(j, "unit"), json_string(j, f->unit);
        json_key(j, "failed"), json_bool(j, failure_is_one(f));
        json_key(j, "result"), json_string(j, f->result);
        json_key(j, "since"), json_string(j, time_text(k->arena, f->since));
        json_key(j, "hardened"), json_bool(j, f->carries);
        json_key(j, "suspects");
        json_begin(j, '[');
        vec_foreach(s, &k->suspects)
                add_suspect(k, j, s);
        json_end(j);
}
