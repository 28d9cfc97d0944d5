/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sets of allowed things: capabilities, address families, namespaces, and lists that only add up. */
#include "base/text.h"
#include "option/nameset.h"
#include "plan/own.h"
#include "unit/word.h"

static NameSet wished_set(Planner *p, const Option *o, const WishLines *lines) {
        const Name *names = option_names(o);
        Strv values = {};
        NameSet set;

        vec_foreach(l, lines)
                vec_push(p->arena, &values, l->value);
        set = nameset_merge(p->arena, o, &values, p->target->version);
        for (size_t i = 0; names[i].name; i++)
                if (wish_element_excepted(p->wish, o, names[i].name)) {
                        set.allowed |= UINT64_C(1) << i;
                        set.none = false;
                }
        return set;
}

static const char *denied_text(Planner *p, const Option *o, uint64_t allowed) {
        const Name *names = option_names(o);

        return plan_text(p, "~%s", nameset_text(p->arena, names, names_all(names) & ~allowed, p->target->version));
}

/* On a unit that leaves the option unset: as it was wished. */
static const char *plain_text(Planner *p, const Option *o, const NameSet *set) {
        if (o->kind == OPTION_NAMESPACES && set->allowed == 0)
                return "yes";
        if (o->kind == OPTION_FAMILIES && set->none)
                return p->target->version >= 249 ? "none" : denied_text(p, o, 0);
        if (set->deny)
                return denied_text(p, o, set->allowed);
        /* An allow list of families without a name in it would be a reset. */
        if (o->kind == OPTION_FAMILIES && set->allowed == 0)
                return p->target->version >= 249 ? "none" : denied_text(p, o, 0);
        return nameset_text(p->arena, option_names(o), set->allowed, p->target->version);
}

/* Whether all that @own allows is in what @wished allows, names unknown to both included. */
static bool is_within(const Option *o, const NameSet *own, const NameSet *wished) {
        if (!own->restricted || own->allowed & ~wished->allowed)
                return false;
        return o->kind != OPTION_FAMILIES || own->none || !own->deny || wished->deny;
}

const char *plan_nameset(Planner *p, const Option *o, const WishLines *lines) {
        NameSet wished = wished_set(p, o, lines), own;
        const UnitLine *own_line = own_last(p, o);
        uint64_t all = names_all(option_names(o));
        Strv values = {};

        if (!wished.restricted || (wished.allowed == all && (wished.deny || o->kind != OPTION_FAMILIES)))
                return "restricts nothing";
        if (!unit_is_known(p->unit)) {
                if (o->kind == OPTION_FAMILIES)
                        return "the unit's own value cannot be known here, and this option could loosen it";
                plan_add(p, o, denied_text(p, o, wished.allowed), lines);
                return NULL;
        }
        if (!own_line) {
                plan_add(p, o, plain_text(p, o, &wished), lines);
                return NULL;
        }
        own_values(p, o, &values);
        own = nameset_merge(p->arena, o, &values, p->target->version);
        if (is_within(o, &own, &wished))
                return plan_reason(p, "the unit allows no more than that already (%s)", own_place(p, own_line));
        if (own.none)
                return plan_reason(p, "nothing is allowed already (%s)", own_place(p, own_line));
        if (wished.allowed == all)
                return "names nothing that could be taken away here";
        plan_add(p, o, denied_text(p, o, wished.allowed), lines);
        return NULL;
}

/* A list of words: an allow list, or with "~" a deny list, decided by the first line. */
typedef struct WordSet {
        bool set, deny;
        Strv words;
} WordSet;

static void remove_word(Strv *l, const char *s) {
        size_t n = 0;

        vec_foreach(w, l)
                if (!streq(*w, s))
                        l->v[n++] = *w;
        l->n = n;
}

static void merge_words(Planner *p, const char *value, WordSet *set) {
        bool invert = *value == '~';
        const char *w;

        if (!*value) {
                *set = (WordSet) {};
                return;
        }
        if (!set->set)
                *set = (WordSet) { .set = true, .deny = invert };
        value += invert;
        while (word_next(p->arena, &value, 0, &w) > 0) {
                if (streq(w, "native") && p->target->native)
                        w = p->target->native;
                if (invert == set->deny)
                        strv_add(p->arena, &set->words, w);
                else
                        remove_word(&set->words, w);
        }
}

static const char *words_text(Planner *p, const Option *o, const Strv *words) {
        bool architectures = o == OPT(SystemCallArchitectures);
        Text t = { .arena = p->arena };

        vec_foreach(w, words)
                if (!architectures || name_index(architecture_names, *w, p->target->version) >= 0)
                        text_join(&t, " ", architectures && streq(*w, p->target->native ?: "") ? "native" : *w);
        return text_get(&t);
}

const char *plan_union(Planner *p, const Option *o, const WishLines *lines) {
        const UnitLine *own_line = own_last(p, o);
        WordSet wished = {}, own = {};
        Strv both = {}, values = {};

        vec_foreach(l, lines)
                merge_words(p, l->value, &wished);
        if (!wished.set)
                return "restricts nothing";
        own_values(p, o, &values);
        vec_foreach(v, &values)
                merge_words(p, *v, &own);
        if (!own.set) {
                const char *text = words_text(p, o, &wished.words);

                if (!*text)
                        return "no word of it is known here";
                plan_add(p, o, plan_text(p, "%s%s", wished.deny ? "~" : "", text), lines);
                return NULL;
        }
        if (wished.deny || own.deny)
                return plan_reason(p, "a deny list does not intersect with the unit's own list (%s)",
                                 own_place(p, own_line));
        vec_foreach(w, &own.words) {
                if (**w == '@')
                        return plan_reason(p, "%s of the unit cannot be taken apart (%s)", *w, own_place(p, own_line));
                if (strv_contains(&wished.words, *w))
                        vec_push(p->arena, &both, *w);
        }
        vec_foreach(w, &wished.words)
                if (**w == '@')
                        return plan_reason(p, "%s cannot be taken apart to intersect it with the unit's own list", *w);
        if (both.n == own.words.n)
                return plan_reason(p, "the unit allows no more than that already (%s)", own_place(p, own_line));
        if (both.n == 0)
                return "nothing would be left of the unit's own list, and an empty one restricts nothing";
        /* Lines only add up: the unit's own list has to go first. */
        plan_add(p, o, "", lines);
        plan_add(p, o, words_text(p, o, &both), lines);
        return NULL;
}
