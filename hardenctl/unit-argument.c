/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit-argument.h"

#include <fnmatch.h>

#include "say.h"
#include "suggest.h"
#include "unit/name.h"

static const char *const other_types[] = {
        ".socket", ".target", ".timer", ".path", ".mount", ".automount", ".swap", ".device", ".slice", ".scope",
};

static const char *with_suffix(Context *c, const char *word) {
        return endswith(word, ".service") ? word : arena_printf(&c->arena, "%s.service", word);
}

int unit_argument_name(Context *c, const char *word, const char **ret) {
        for (size_t i = 0; i < ELEMENTSOF(other_types); i++)
                if (endswith(word, other_types[i]))
                        return say(EXIT_USAGE, "%s is no service, and only services are hardened", word);
        *ret = with_suffix(c, word);
        if (!unit_name_is_valid(*ret, ".service"))
                return say(EXIT_USAGE, "\"%s\" is no name of a unit", word);
        return EXIT_FINE;
}

/* Without ".service", which all have in common. */
static const char *stem(Context *c, const char *name) {
        const char *suffix = endswith(name, ".service");

        return suffix ? arena_strndup(&c->arena, name, (size_t) (suffix - name)) : name;
}

static int not_there(Context *c, const char *word, const char *name) {
        Suggestion s = suggestion_for(stem(c, word));

        vec_foreach(u, &c->units.services) {
                suggestion_try(&s, stem(c, u->name));
                suggestion_try(&s, u->name); /* ".servic" */
        }
        return say(EXIT_FAILED, "there is no unit %s%s", name, suggestion_text(&c->arena, &s, ""));
}

/* Units of other generators, and transient ones, are known to the manager only. */
static bool manager_knows(Context *c, const char *name, const char **ret) {
        const char *state;

        return bus_unit_string(context_bus(c), &c->arena, name, "LoadState", &state) >= 0 &&
               !streq(state, "not-found") && !streq(state, "bad-setting") &&
               bus_unit_string(context_bus(c), &c->arena, name, "Id", ret) >= 0;
}

/* Such a policy reaches it as soon as it is there. */
static bool policy_names(Context *c, const char *name) {
        vec_foreach(p, &c->policies.policies)
                if (strv_contains(&(*p)->unit, name))
                        return true;
        return false;
}

int unit_argument(Context *c, const char *word, const char **ret) {
        const IndexUnit *u;
        const char *name;
        int r;

        r = unit_argument_name(c, word, &name);
        if (r == EXIT_FINE)
                r = context_load(c);
        if (r != EXIT_FINE)
                return r;
        u = index_resolve(&c->units, name);
        if (u)
                *ret = u->name;
        else if (unit_name_is_instance(name) && index_resolve(&c->units, unit_name_template(&c->arena, name)))
                *ret = name;
        else if (policy_names(c, name))
                *ret = name;
        else if (!manager_knows(c, name, ret))
                return not_there(c, word, name);
        return EXIT_FINE;
}

int unit_arguments(Context *c, size_t n, char **words, Strv *ret) {
        int r = context_load_units(c);

        for (size_t i = 0; r == EXIT_FINE && i < n; i++) {
                const char *name;

                if (is_glob(words[i])) {
                        vec_foreach(u, &c->units.services)
                                if (fnmatch(with_suffix(c, words[i]), u->name, FNM_NOESCAPE) == 0)
                                        strv_add(&c->arena, ret, index_resolve(&c->units, u->name) ?
                                                                 index_resolve(&c->units, u->name)->name : u->name);
                        continue;
                }
                r = unit_argument(c, words[i], &name);
                if (r == EXIT_FINE)
                        strv_add(&c->arena, ret, name);
        }
        return r;
}
