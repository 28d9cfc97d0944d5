/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Findings, and what of the plan they are about. */
#include <stdarg.h>

#include "option/nameset.h"
#include "option/value.h"
#include "preflight-look.h"
#include "unit/word.h"

bool bar_switches_on(const Look *l, const Option *o) {
        const Bar *b = bar(l, o);

        return b->differs && b->now.value && boolean_parse(b->now.value) > 0;
}

uint64_t bar_allowed(const Look *l, const Option *o, bool with_plan) {
        const InForce *f = with_plan ? &bar(l, o)->now : &bar(l, o)->own;
        Strv values = {};
        NameSet set;

        if (!f->value)
                return names_all(option_names(o));
        vec_push(l->arena, &values, f->value);
        set = nameset_merge(l->arena, o, &values, VERSION_NEWEST);
        return set.restricted ? set.allowed : names_all(option_names(o));
}

bool bar_takes(const Look *l, const Option *o, const char *name) {
        int i = name_index(option_names(o), name, VERSION_NEWEST);
        uint64_t bit = i >= 0 ? UINT64_C(1) << i : 0;

        return bar(l, o)->differs && (bar_allowed(l, o, false) & bit) && !(bar_allowed(l, o, true) & bit);
}

const char *exemption_of(Look *l, const Option *o, const char *element) {
        return arena_printf(l->arena, "hardenctl exempt %s %s%s%s", l->unit->name, o->name, element ? "=" : "",
                            element ?: "");
}

/* The option that a policy has a line for: @o itself, or what implies it. */
static const Option *responsible(const Look *l, const Option *o) {
        vec_foreach(line, &l->plan->lines)
                if (line->option == o && !line->reason)
                        return o;
        vec_foreach(s, &bar(l, o)->now.setters)
                if (s->kind == SETTER_IMPLIED) {
                        const Option *by = option_find(arena_strndup(l->arena, s->by, strcspn(s->by, "=")));

                        return by ?: o;
                }
        return o;
}

static void add_sources(Look *l, const Option *o, const char *needle, PlanSources *ret) {
        vec_foreach(line, &l->plan->lines) {
                if (line->option != o || line->reason || (needle && !strstr(line->value, needle)))
                        continue;
                vec_foreach(s, &line->sources)
                        vec_push(l->arena, ret, *s);
        }
        if (needle && ret->n == 0)
                add_sources(l, o, NULL, ret);
}

static Finding *finding_of(Look *l, const Option *o, const char *needle, const char *exemption) {
        const char *value = bar(l, o)->now.value;
        Finding new = { .option = o, .exemption = exemption };

        vec_foreach(f, &l->result->findings)
                if (f->option == o && streq(f->exemption, exemption))
                        return f;
        new.setting = arena_printf(l->arena, "%s=%.*s", o->name, value ? (int) strcspn(value, "\n") : 0, value ?: "");
        add_sources(l, o, needle, &new.sources);
        vec_push(l->arena, &l->result->findings, new);
        return l->result->findings.v + l->result->findings.n - 1;
}

void finding_add(Look *l, const Runner *r, const Option *o, const char *needle, const char *exemption,
                 const char *format, ...) {
        Evidence e = { .pid = r->pid, .command = r->command };
        Finding *f;
        va_list args;

        va_start(args, format);
        e.what = arena_vprintf(l->arena, format, args);
        va_end(args);
        o = responsible(l, o);
        f = finding_of(l, o, needle, exemption ?: exemption_of(l, o, NULL));
        vec_foreach(old, &f->evidence)
                if (old->pid == e.pid && streq(old->what, e.what))
                        return;
        vec_push(l->arena, &f->evidence, e);
}

/* Whether the filter lets @call through, which alone of all calls is followed: word by word, as
 * config_parse_syscall_filter() takes them. */
static bool filter_allows(Look *l, const char *lines, const char *call, const char *const *groups) {
        bool is_list = false, allow_list = false, listed = false;

        for (const char *line = lines; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
                const char *value = arena_strndup(l->arena, line, strcspn(line, "\n")), *word;
                bool invert = *value == '~', names = false;

                value += invert;
                while (word_next(l->arena, &value, 0, &word) > 0) {
                        word = arena_strndup(l->arena, word, strcspn(word, ":"));
                        names = names || streq(word, call);
                        for (size_t i = 0; groups[i]; i++)
                                names = names || streq(word, groups[i]);
                }
                if (!is_list)
                        allow_list = !invert;
                is_list = true;
                if (names)
                        listed = allow_list ? !invert : invert;
        }
        return !is_list || listed == allow_list;
}

void finding_syscall(Look *l, const Runner *r, const char *call, const char *const *groups, const char *what) {
        const Bar *b = bar(l, OPT(SystemCallFilter));
        const char *needle = NULL;

        if (!b->differs || !filter_allows(l, b->own.value, call, groups) ||
            filter_allows(l, b->now.value, call, groups))
                return;
        vec_foreach(line, &l->plan->lines)
                for (size_t i = 0; line->option == b->option && !line->reason && groups[i]; i++)
                        if (*line->value == '~' && strstr(line->value, groups[i]))
                                needle = groups[i];
        finding_add(l, r, b->option, needle, needle ? exemption_of(l, b->option, needle) : NULL, "%s (%s())", what,
                    call);
}
