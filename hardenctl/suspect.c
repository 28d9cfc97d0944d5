/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "suspect.h"

#include <stdlib.h>

#include "base/text.h"
#include "option/nameset.h"
#include "option/problem.h"
#include "option/value.h"
#include "plan/paths.h"
#include "syscalls.h"
#include "unit/word.h"

const char *const certainty_names[] = { [CERTAIN] = "certain", [LIKELY] = "likely", [POSSIBLE] = "possible" };

static bool is_of(const PlanLine *l, const Option *o) {
        if (l->option != o || l->reason)
                return false;
        if (o->kind == OPTION_ORDER) {
                const OptionValue *v = order_find(o, l->value, VERSION_NEWEST);

                return !v || v->bits != 0;
        }
        return true;
}

static const Plan *plan_of(const Case *k) {
        return k->explanation->plan ? k->explanation->plan->plan : NULL;
}

static void lines_of(Case *k, const Option *o, PlanLineRefs *ret) {
        const Plan *plan = plan_of(k);

        *ret = (PlanLineRefs) {};
        for (size_t i = 0; plan && i < plan->lines.n; i++)
                if (is_of(plan->lines.v + i, o))
                        vec_push(k->arena, ret, plan->lines.v + i);
}

bool plan_has(const Case *k, const Option *o) {
        const Plan *plan = plan_of(k);

        for (size_t i = 0; plan && i < plan->lines.n; i++)
                if (is_of(plan->lines.v + i, o))
                        return true;
        return false;
}

bool plan_denies(Case *k, const Option *o, const char *element) {
        const Name *names = option_names(o);
        PlanLineRefs lines;
        Strv values = {};
        int place;

        lines_of(k, o, &lines);
        if (lines.n == 0)
                return false;
        vec_foreach(l, &lines)
                vec_push(k->arena, &values, (*l)->value);
        if (o->kind == OPTION_SYSCALLS)
                return syscalls_deny(k->arena, &values, element);
        if (!names)
                return true;
        place = name_index(names, element, k->context->target.version);
        return place >= 0 && !(nameset_merge(k->arena, o, &values, k->context->target.version).allowed >> place & 1);
}

const PlanLine *plan_line_of_path(Case *k, const Option *o, const char *path, const char **ret_word) {
        PlanLineRefs lines;

        lines_of(k, o, &lines);
        vec_foreach(l, &lines) {
                UnitPaths paths = {};

                unit_path_words(k->arena, k->explanation->unit, (*l)->value, &paths);
                vec_foreach(p, &paths)
                        if (path_is_below(path, p->path)) {
                                *ret_word = p->path;
                                return *l;
                        }
        }
        return NULL;
}

/* Lists add up: where none names the element the last line stands for all. */
const PlanLine *suspect_line(Case *k, const Option *o, const char *element) {
        PlanLineRefs lines;

        lines_of(k, o, &lines);
        for (size_t i = 0; element && i < lines.n; i++) {
                const char *rest = lines.v[i]->value + (*lines.v[i]->value == '~'), *word;

                while (word_next(k->arena, &rest, 0, &word) > 0)
                        if (streq(word, element) || (o->kind == OPTION_SYSCALLS && *lines.v[i]->value == '~' &&
                                                     syscalls_has(k->arena, word, element)))
                                return lines.v[i];
        }
        return lines.n > 0 ? lines.v[lines.n - 1] : NULL;
}

void suspect_add(Case *k, Suspect s) {
        if (!s.line)
                s.line = suspect_line(k, s.option, s.element);
        if (!s.line)
                return;
        vec_foreach(i, &k->suspects)
                if (i->line == s.line) {
                        if (s.certainty < i->certainty || (s.certainty == i->certainty && s.element && !i->element))
                                *i = s;
                        return;
                }
        vec_push(k->arena, &k->suspects, s);
}

/* Sorts by certainty and keeps the order otherwise. */
static void sort(Case *k) {
        Suspects sorted = {};

        for (Certainty c = CERTAIN; c <= POSSIBLE; c++)
                vec_foreach(s, &k->suspects)
                        if (s->certainty == c)
                                vec_push(k->arena, &sorted, *s);
        k->suspects = sorted;
}

void suspects_find(Case *k) {
        clues_find(k->context, k->failure, &k->clues);
        suspects_by_end(k);
        vec_foreach(clue, &k->clues) {
                if (clue->path)
                        suspects_by_path(k, clue);
                if (!clue->manager)
                        suspects_by_words(k, clue);
        }
        sort(k);
}

/* Groups are taken out whole: each denied word that the system call is or is in. */
static void add_denied_words(Case *k, const Suspect *s, Strv *ret) {
        PlanLineRefs lines;

        lines_of(k, s->option, &lines);
        vec_foreach(l, &lines) {
                const char *rest = (*l)->value + 1, *word;

                while (*(*l)->value == '~' && word_next(k->arena, &rest, 0, &word) > 0)
                        if (syscalls_has(k->arena, word, s->element))
                                strv_add(k->arena, ret, arena_strndup(k->arena, word, strcspn(word, ":")));
        }
        if (ret->n == 0 || (lines.n > 0 && *lines.v[0]->value != '~'))
                strv_add(k->arena, ret, s->element);
}

const char *suspect_command(Case *k, const Suspect *s) {
        const char *unit = k->explanation->unit->name, *suffix = endswith(unit, ".service"), *word;
        Text t = { .arena = k->arena };
        Strv words = {};

        if (s->element && s->option->kind == OPTION_SYSCALLS)
                add_denied_words(k, s, &words);
        else if (s->element && option_has_elements(s->option))
                vec_push(k->arena, &words, s->element);
        else if (s->path && option_has_elements(s->option) && plan_line_of_path(k, s->option, s->path, &word))
                vec_push(k->arena, &words, word);
        text_addf(&t, "hardenctl exempt %.*s", (int) (suffix ? suffix - unit : (long) strlen(unit)), unit);
        vec_foreach(w, &words)
                text_addf(&t, " %s=%s", s->option->name, *w);
        if (words.n == 0)
                text_addf(&t, " %s", s->option->name);
        return text_get(&t);
}

const char *suspect_exception(Case *k, const Suspect *s) {
        bool closes = s->option == OPT(ProtectSystem) || s->option == OPT(ReadOnlyPaths) ||
                      s->option == OPT(ProtectHome);

        if (s->path && s->writes && closes)
                return arena_printf(k->arena, "ReadWritePaths=%s", word_quote(k->arena, s->path));
        if (s->path && s->option == OPT(NoExecPaths))
                return arena_printf(k->arena, "ExecPaths=%s", word_quote(k->arena, s->path));
        return NULL;
}
