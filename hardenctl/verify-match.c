/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* verify: whether the policies match units of this machine. */
#include "say.h"
#include "services.h"
#include "suggest.h"
#include "unit/name.h"
#include "verify.h"

typedef struct Matches {
        size_t n;
        const char *protected; /* a unit that it would match if that were not protected, and why it is */
        const char *reason;
} Matches;

typedef struct Counting {
        Verify *verify;
        Matches *found; /* one for each file */
} Counting;

static bool is_of_interest(const PolicyText *t) {
        return t->policy && !t->is_profile && !t->shipped && t->policy->fits_machine;
}

static void count(Verify *v, const PolicyText *t, const Matchable *m, Matches *ret) {
        Matchable open = *m;

        open.protected = NULL;
        if (policy_match(t->policy, m) != MATCH_NO)
                ret->n++;
        else if (m->protected && !ret->protected && policy_match(t->policy, &open) != MATCH_NO) {
                ret->protected = arena_strdup(v->arena, m->unit->name);
                ret->reason = m->protected;
        }
}

static void count_all(const Matchable *m, void *userdata) {
        Counting *c = userdata;
        Verify *v = c->verify;

        for (size_t k = 0; k < v->files.n; k++)
                if (is_of_interest(v->files.v + k))
                        count(v, v->files.v + k, m, c->found + k);
}

/* Whether a unit that no file below the root makes may have that name: another generator's, or a transient one. */
static bool manager_knows(Verify *v, const char *name) {
        Bus *bus = context_bus(v->context);
        const char *state;

        return bus && bus_unit_string(bus, v->arena, name, "LoadState", &state) >= 0 && !streq(state, "not-found");
}

/* The line that a complaint about the matching is for. */
static unsigned match_line(const PolicyText *t, const char *key) {
        vec_foreach(l, &t->lines)
                if (l->key && streq(l->section, "Match") && (!key || streq(l->key, key)))
                        return l->line;
        return 0;
}

/* The only literal name of a unit, which is likely to be misspelt; NULL: there are others, or none. */
static const char *only_name(const Policy *p) {
        return p->unit.n == 1 && !is_glob(p->unit.v[0]) ? p->unit.v[0] : NULL;
}

static void complain(Verify *v, const PolicyText *t, const Matches *m) {
        const char *name = only_name(t->policy);
        Suggestion s = suggestion_for(name ?: "");

        if (m->protected) {
                verify_add(v, LOG_WARNING, t->path, match_line(t, "Unit") ?: match_line(t, NULL),
                           "matches only protected units, such as %s (%s): they must be named literally in Unit=",
                           m->protected, m->reason);
                return;
        }
        vec_foreach(w, &t->policy->unit)
                if (!is_glob(*w) && (!unit_name_is_valid(*w, ".service") || manager_knows(v, *w)))
                        return; /* that was said; or it comes from elsewhere */
        if (!name) {
                verify_add(v, LOG_WARNING, t->path, match_line(t, NULL), "matches no unit of this machine");
                return;
        }
        vec_foreach(u, &v->context->units.services)
                suggestion_try(&s, u->name);
        verify_add(v, LOG_WARNING, t->path, match_line(t, "Unit"), "there is no %s on this machine%s%s", name,
                   index_resolve(&v->context->units, name) ? " that fits" : "", suggestion_text(v->arena, &s, ""));
}

int verify_matches(Verify *v) {
        Counting c = { .verify = v, .found = arena_alloc(v->arena, (v->files.n + 1) * sizeof(Matches)) };
        int r = services_each(v->context, count_all, &c); /* what is wrong with units is said by verify_machine() */

        if (r != EXIT_FINE)
                return r;
        v->check = "match";
        for (size_t k = 0; k < v->files.n; k++)
                if (is_of_interest(v->files.v + k) && c.found[k].n == 0)
                        complain(v, v->files.v + k, c.found + k);
        return EXIT_FINE;
}
