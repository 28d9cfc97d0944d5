/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "policy/match.h"

#include <fnmatch.h>

#include "option/nameset.h"
#include "option/value.h"
#include "policy/protected.h"
#include "unit/name.h"
#include "unit/word.h"

static bool glob_matches(const char *glob, const char *s) {
        return streq(glob, s) || (is_glob(glob) && fnmatch(glob, s, FNM_NOESCAPE) == 0);
}

static bool any_matches(const Strv *globs, const char *s) {
        vec_foreach(g, globs)
                if (glob_matches(*g, s))
                        return true;
        return false;
}

/* Whether a unit has another root by its own files, design.md section 3. */
static bool is_chrooted(Arena *a, const Unit *u) {
        const char *root = unit_last_option(u, OPT(RootDirectory));
        const UnitLine *l = lines_after_reset(unit_option(u, OPT(TemporaryFileSystem)));

        if (root && !path_is_root(root))
                return true;
        if (unit_last(u, FACT_ROOT_IMAGE))
                return true;
        for (; l; l = l->next) {
                const char *value = l->value, *w;

                while (word_next(a, &value, 0, &w) > 0)
                        if (streq(w, "/") || startswith(w, "/:"))
                                return true;
        }
        return false;
}

static bool is_networked(Arena *a, const Unit *u) {
        const Option *families = OPT(RestrictAddressFamilies);
        Strv values = {};
        NameSet set;

        if (service_says_yes(u, OPT(PrivateNetwork)))
                return false;
        for (const UnitLine *l = unit_option(u, families); l; l = l->next)
                vec_push(a, &values, l->value);
        set = nameset_merge(a, families, &values, VERSION_NEWEST);
        return !set.restricted || set.allowed & (UINT64_C(1) << name_index(family_names, "AF_INET", VERSION_NEWEST) |
                                                 UINT64_C(1) << name_index(family_names, "AF_INET6", VERSION_NEWEST));
}

static const char *names_protect(const char *name, const Strv *aliases) {
        const char *reason = protected_reason(name);

        for (size_t i = 0; !reason && i < aliases->n; i++)
                reason = protected_reason(aliases->v[i]);
        return reason;
}

/* Units that set up their own place in the machine, whatever their name. */
static const char *own_files_protect(const Unit *u) {
        const char *dependencies = unit_last(u, FACT_DEFAULT_DEPENDENCIES);
        const char *delegate = unit_last(u, FACT_DELEGATE);

        if (dependencies && boolean_parse(dependencies) == 0)
                return "DefaultDependencies=no: it takes part in bringing the machine up or down";
        if (delegate && boolean_parse(delegate) != 0)
                return "Delegate=: it runs others in control groups of its own";
        return NULL;
}

Matchable matchable_of(Arena *a, const Unit *u) {
        Matchable m = {
                .unit = u,
                .template = unit_name_is_instance(u->name) ? unit_name_template(a, u->name) : NULL,
                .program = service_program(a, u),
                .user = service_user(a, u),
                .type = service_type(u),
                .chrooted = is_chrooted(a, u),
                .networked = is_networked(a, u),
        };

        m.protected = names_protect(u->name, &u->aliases) ?: own_files_protect(u);
        return m;
}

/* Whether the word matches the unit's name, its template or one of its aliases. */
static bool word_matches(bool (*matches)(const char *a, const char *b), const char *word, const char *name,
                         const char *template, const Strv *aliases) {
        if (matches(word, name) || (template && matches(word, template)))
                return true;
        vec_foreach(alias, aliases)
                if (matches(word, *alias))
                        return true;
        return false;
}

/* How a list of words fits a unit. A policy may name thousands, so the globs are left out where there are none. */
static Match match_names(const Strv *words, bool has_globs, const char *name, const char *template,
                         const Strv *aliases) {
        vec_foreach(w, words)
                if (word_matches(streq, *w, name, template, aliases) && !is_glob(*w))
                        return MATCH_NAMED;
        if (has_globs)
                vec_foreach(w, words)
                        if (word_matches(glob_matches, *w, name, template, aliases))
                                return MATCH_PATTERN;
        return MATCH_NO;
}

/* A word with a slash goes by the path, one without by the base name. */
static Match match_program(const Strv *words, const char *program) {
        Match best = MATCH_NO;

        if (!program)
                return MATCH_NO;
        vec_foreach(w, words)
                if (glob_matches(*w, strchr(*w, '/') ? program : base_name(program))) {
                        if (!is_glob(*w) && !program_is_interpreter(program))
                                return MATCH_NAMED;
                        best = MATCH_PATTERN;
                }
        return best;
}

static bool fits(Tristate wanted, bool is) {
        return wanted == UNSET || (wanted == YES) == is;
}

Match policy_match(const Policy *p, const Matchable *u) {
        Match by_name = MATCH_PATTERN, by_program = MATCH_PATTERN;

        if (p->unit.n > 0)
                by_name = match_names(&p->unit, p->unit_has_globs, u->unit->name, u->template, &u->unit->aliases);
        if (by_name == MATCH_NO ||
            match_names(&p->except_unit, true, u->unit->name, u->template, &u->unit->aliases) != MATCH_NO)
                return MATCH_NO;
        if (u->protected && (p->unit.n == 0 || by_name != MATCH_NAMED))
                return MATCH_NO;
        if (p->exec.n > 0)
                by_program = match_program(&p->exec, u->program);
        if (by_program == MATCH_NO || !fits(p->chrooted, u->chrooted) || !fits(p->networked, u->networked) ||
            (p->user.n > 0 && !any_matches(&p->user, u->user)) ||
            (p->type.n > 0 && !any_matches(&p->type, u->type)))
                return MATCH_NO;
        return by_name == MATCH_NAMED || by_program == MATCH_NAMED ? MATCH_NAMED : MATCH_PATTERN;
}

bool policies_may_match(Arena *a, const PolicySet *set, const char *name, const Strv *aliases) {
        const char *template = unit_name_is_instance(name) ? unit_name_template(a, name) : NULL;
        bool protected = names_protect(name, aliases);

        vec_foreach(i, &set->policies) {
                const Policy *p = *i;
                Match match = match_names(&p->unit, p->unit_has_globs, name, template, aliases);

                if (protected ? match == MATCH_NAMED : p->unit.n == 0 || match != MATCH_NO)
                        return true;
        }
        return false;
}

const DamagedPolicy *policy_damaged_for(const PolicySet *set, const Matchable *u) {
        vec_foreach(d, &set->damaged)
                if (match_names(&d->unit, true, u->unit->name, u->template, &u->unit->aliases) != MATCH_NO)
                        return d;
        return NULL;
}
