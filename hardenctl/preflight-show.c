/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Findings as text and as JSON. */
#include <stdio.h>

#include "preflight.h"
#include "prose.h"
#include "say.h"

#define SETTING_MAX 40
#define EVIDENCE_MAX 3 /* of one finding, in the text */

size_t preflight_count(const Preflights *all) {
        size_t n = 0;

        vec_foreach(p, all)
                n += p->findings.n;
        return n;
}

long long preflight_count_of(const Preflights *all, const char *unit) {
        vec_foreach(p, all)
                if (streq(p->unit, unit))
                        return (long long) p->findings.n;
        return -1;
}

static const char *sources_text(Arena *a, const Finding *f) {
        Text t = { .arena = a };

        vec_foreach(s, &f->sources)
                text_join(&t, ", ", arena_printf(a, "%s:%u", s->file, s->line));
        return text_get(&t);
}

static bool is_line(const char *exemption) {
        return !startswith(exemption, "hardenctl ");
}

static void print_finding(Context *c, const Preflight *p, const Finding *f) {
        Arena *a = &c->arena;
        Strv details = {};
        const char *where;

        for (size_t i = 0; i < f->evidence.n && i < EVIDENCE_MAX; i++) {
                const Evidence *e = f->evidence.v + i;

                vec_push(a, &details, arena_printf(a, "%s (%d) %s", e->command, (int) e->pid, e->what));
        }
        if (f->evidence.n > EVIDENCE_MAX)
                vec_push(a, &details, arena_printf(a, "and %zu more such", f->evidence.n - EVIDENCE_MAX));
        vec_push(a, &details, arena_printf(a, "from %s", sources_text(a, f)));
        where = is_line(f->exemption) ? arena_printf(a, " in a policy with Unit=%s", p->unit) : "";
        vec_push(a, &details, arena_printf(a, "to allow it: %s%s", f->exemption, where));
        prose_entry(a, strlen(f->setting) <= SETTING_MAX ? f->setting : arena_printf(a, "%s=", f->option->name),
                    COLOUR_RED, &details);
}

static void print_unit(Context *c, const Preflight *p) {
        Arena *a = &c->arena;

        prose_heading(a, arena_printf(a, "%s: %zu finding%s in %zu process%s", p->unit, p->findings.n,
                                      p->findings.n == 1 ? "" : "s", p->processes, p->processes == 1 ? "" : "es"));
        vec_foreach(f, &p->findings)
                print_finding(c, p, f);
        if (p->unknown.n > 0)
                prose_entry(a, "/proc does not show", COLOUR_NONE, &p->unknown);
}

void preflight_print(Context *c, const Preflights *all) {
        vec_foreach(p, all)
                print_unit(c, p);
        if (!c->options->no_legend)
                printf("\n%zu unit%s looked at, %zu finding%s.\n", all->n, all->n == 1 ? "" : "s", preflight_count(all),
                       preflight_count(all) == 1 ? "" : "s");
}

static void json_finding(Json *j, const Finding *f) {
        json_begin(j, '{');
        json_key(j, "option");
        json_string(j, f->option->name);
        json_key(j, "setting");
        json_string(j, f->setting);
        json_key(j, "policy");
        json_begin(j, '[');
        vec_foreach(s, &f->sources) {
                json_begin(j, '{');
                json_key(j, "file");
                json_string(j, s->file);
                json_key(j, "line");
                json_integer(j, s->line);
                json_end(j);
        }
        json_end(j);
        json_key(j, "evidence");
        json_begin(j, '[');
        vec_foreach(e, &f->evidence) {
                json_begin(j, '{');
                json_key(j, "pid");
                json_integer(j, e->pid);
                json_key(j, "process");
                json_string(j, e->command);
                json_key(j, "what");
                json_string(j, e->what);
                json_end(j);
        }
        json_end(j);
        json_key(j, "exemption");
        json_string(j, f->exemption);
        json_end(j);
}

void preflight_json(Json *j, const Preflights *all) {
        json_begin(j, '[');
        vec_foreach(p, all) {
                json_begin(j, '{');
                json_key(j, "unit");
                json_string(j, p->unit);
                json_key(j, "processes");
                json_integer(j, (long long) p->processes);
                json_key(j, "findings");
                json_begin(j, '[');
                vec_foreach(f, &p->findings)
                        json_finding(j, f);
                json_end(j);
                json_key(j, "unknown");
                json_strings(j, &p->unknown);
                json_end(j);
        }
        json_end(j);
}

void preflight_mention(const Preflights *all) {
        vec_foreach(p, all)
                if (p->findings.n > 0)
                        printf("preflight: %zu finding%s for %s; hardenctl preflight %s shows %s\n", p->findings.n,
                               p->findings.n == 1 ? "" : "s", p->unit, p->unit, p->findings.n == 1 ? "it" : "them");
}
