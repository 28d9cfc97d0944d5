/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "option/nameset.h"

#include "base/text.h"
#include "unit/word.h"

const Name *option_names(const Option *o) {
        switch (o->kind) {
        case OPTION_CAPABILITIES:
                return capability_names;
        case OPTION_FAMILIES:
                return family_names;
        case OPTION_NAMESPACES:
                return namespace_names;
        default:
                return NULL;
        }
}

uint64_t names_all(const Name *names) {
        return (UINT64_C(1) << name_count(names)) - 1;
}

static uint64_t parse_names(Arena *a, const Name *names, const char *s, unsigned version) {
        uint64_t bits = 0;
        const char *w;

        while (word_next(a, &s, 0, &w) > 0) {
                int i = name_index(names, w, version);

                if (i >= 0)
                        bits |= UINT64_C(1) << i;
        }
        return bits;
}

static bool are_names(Arena *a, const Name *names, const char *s) {
        const char *w;

        while (word_next(a, &s, 0, &w) > 0)
                if (name_index(names, w, (unsigned) -1) < 0)
                        return false;
        return true;
}

static void add_capabilities(NameSet *set, uint64_t all, uint64_t bits, bool invert) {
        /* An empty sum and a set that is still full are replaced, so "~" alone means everything. */
        if (bits == 0 || set->allowed == all) {
                set->allowed = invert ? all & ~bits : bits;
                set->deny = invert;
        } else if (invert)
                set->allowed &= ~bits;
        else
                set->allowed |= bits;
        set->restricted = true;
}

static void add_families(NameSet *set, uint64_t all, uint64_t bits, bool invert) {
        if (!set->restricted || set->none)
                *set = (NameSet) { .restricted = true, .deny = invert, .allowed = invert ? all : 0 };
        if (invert)
                set->allowed &= ~bits;
        else
                set->allowed |= bits;
}

static void add_namespaces(NameSet *set, uint64_t all, uint64_t bits, bool invert) {
        if (!set->restricted)
                *set = (NameSet) { .restricted = true, .deny = invert, .allowed = invert ? all & ~bits : bits };
        else if (invert)
                set->allowed &= ~bits;
        else
                set->allowed |= bits;
}

static void add_line(Arena *a, const Option *o, const char *line, unsigned version, NameSet *set) {
        const Name *names = option_names(o);
        uint64_t all = names_all(names), bits;
        bool invert = *line == '~';

        if (!*line && o->kind != OPTION_CAPABILITIES) { /* a reset */
                *set = (NameSet) { .allowed = all };
                return;
        }
        if (o->kind == OPTION_FAMILIES && streq(line, "none") && version >= 249) {
                *set = (NameSet) { .restricted = true, .none = true };
                return;
        }
        if (o->kind == OPTION_NAMESPACES && boolean_parse(line) >= 0) {
                *set = (NameSet) { .restricted = true, .allowed = boolean_parse(line) ? 0 : all };
                return;
        }
        if (o->kind == OPTION_NAMESPACES && !are_names(a, names, line + invert))
                return; /* systemd ignores the whole line */
        bits = parse_names(a, names, line + invert, version);
        if (o->kind == OPTION_CAPABILITIES)
                add_capabilities(set, all, bits, invert);
        else if (o->kind == OPTION_FAMILIES)
                add_families(set, all, bits, invert);
        else
                add_namespaces(set, all, bits, invert);
}

NameSet nameset_merge(Arena *a, const Option *o, const Strv *lines, unsigned version) {
        NameSet set = { .allowed = names_all(option_names(o)) };

        vec_foreach(l, lines)
                add_line(a, o, *l, version, &set);
        return set;
}

const char *nameset_text(Arena *a, const Name *names, uint64_t bits, unsigned version) {
        Text t = { .arena = a };

        for (size_t i = 0; names[i].name; i++)
                if (bits & UINT64_C(1) << i && names[i].since <= version)
                        text_join(&t, " ", names[i].name);
        return text_get(&t);
}
