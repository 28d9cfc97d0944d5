/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of a candidate: lines of [Service] in our grammar. */
#include "learn-candidates.h"
#include "syscalls.h"
#include "unit/word.h"

typedef struct Writing {
        const Candidate *candidate;
        const bool *in;
        bool reset;
        Text *text;
} Writing;

static bool is_in(const Writing *w, const Restriction *r) {
        return restriction_holds(r) && (!w->in || w->in[r - w->candidate->all.v]);
}

/* The elements of the option that are forbidden, or those that are not. */
static const char *words(const Writing *w, const Option *o, bool forbidden, const char *but) {
        Text t = { .arena = w->candidate->arena };

        vec_foreach(r, &w->candidate->all)
                if (r->option == o && r->element && is_in(w, r) == forbidden && !(but && streq(r->element, but)))
                        text_join(&t, " ", r->element);
        return text_get(&t);
}

/* @element: NULL for the option itself. */
static bool forbids(const Writing *w, const Option *o, const char *element) {
        const Restriction *r = restriction_find(w->candidate, o, element);

        return r && is_in(w, r);
}

static void reset(const Writing *w, const Option *o) {
        if (w->reset)
                text_addf(w->text, "%s=\n", o->name);
}

/* What is kept is what a reader wants to see, unless most of it is. */
static void add_capabilities(const Writing *w, const Option *o) {
        const char *gone = words(w, o, true, NULL), *kept = words(w, o, false, NULL);

        if (!*gone)
                return;
        reset(w, o);
        if (strlen(kept) > strlen(gone))
                text_addf(w->text, "%s=~%s\n", o->name, gone);
        else if (*kept || !w->reset)
                text_addf(w->text, "%s=%s\n", o->name, kept);
}

static void add_families(const Writing *w, const Option *o) {
        const char *gone = words(w, o, true, OTHER_FAMILIES), *kept = words(w, o, false, OTHER_FAMILIES);

        if (!forbids(w, o, OTHER_FAMILIES)) {
                if (*gone) {
                        reset(w, o);
                        text_addf(w->text, "%s=~%s\n", o->name, gone);
                }
                return;
        }
        reset(w, o);
        text_addf(w->text, "%s=%s\n", o->name, *kept ? kept : "none");
}

static void add_namespaces(const Writing *w, const Option *o) {
        const char *gone = words(w, o, true, NULL), *kept = words(w, o, false, NULL);

        if (*gone)
                text_addf(w->text, "%s=%s%s\n", o->name, *kept ? "~" : "", *kept ? gone : "yes");
}

const char *candidate_calls(const Candidate *c, const bool *in) {
        Writing w = { .candidate = c, .in = in };
        Text t = { .arena = c->arena };

        vec_foreach(call, &c->calls) {
                bool denied = false;

                vec_foreach(r, &c->all)
                        denied = denied || (r->option == OPT(SystemCallFilter) && is_in(&w, r) &&
                                            !streq(r->element, ALLOW_LIST) &&
                                            syscalls_has(c->arena, r->element, *call));
                if (!denied)
                        text_join(&t, " ", *call);
        }
        return text_get(&t);
}

/* Below an allow list only what stands in it needs to be denied. */
static void add_calls(const Writing *w, const Option *o) {
        bool allows = forbids(w, o, ALLOW_LIST);
        Text denied = { .arena = w->candidate->arena };

        vec_foreach(r, &w->candidate->all)
                if (r->option == o && is_in(w, r) && !streq(r->element, ALLOW_LIST) &&
                    (!allows || streq(r->element, "@privileged") || streq(r->element, "@resources")))
                        text_join(&denied, " ", r->element);
        if (!allows && denied.n == 0)
                return;
        reset(w, o);
        if (allows) {
                const char *calls = candidate_calls(w->candidate, w->in);

                text_addf(w->text, "%s=%s%s%s\n", o->name, ALLOW_LIST, *calls ? " " : "", calls);
        }
        if (denied.n > 0)
                text_addf(w->text, "%s=~%s\n", o->name, text_get(&denied));
}

static void add_values(const Writing *w, const Option *o) {
        vec_foreach(r, &w->candidate->all)
                if (r->option == o && is_in(w, r)) {
                        if (o->kind == OPTION_UNION)
                                reset(w, o);
                        text_addf(w->text, "%s=%s\n", o->name, r->values[r->level]);
                }
}

/* Without one of its own a service has the /tmp of all. */
static void add_writable(const Writing *w) {
        Text t = { .arena = w->candidate->arena };

        if (!forbids(w, OPT(ProtectSystem), NULL) && !forbids(w, OPT(ProtectHome), NULL))
                return;
        if (!forbids(w, OPT(PrivateTmp), NULL))
                text_add(&t, "/tmp /var/tmp");
        vec_foreach(p, &w->candidate->writable)
                text_join(&t, " ", word_quote(t.arena, *p));
        if (t.n > 0)
                text_addf(w->text, "ReadWritePaths=%s\n", text_get(&t));
}

const char *candidate_option(const Candidate *c, const Option *o, const bool *in, bool reset_lists) {
        Text t = { .arena = c->arena };
        Writing w = { c, in, reset_lists, &t };

        switch (option_index(o)) {
        case OPT_CapabilityBoundingSet:
                add_capabilities(&w, o);
                break;
        case OPT_RestrictAddressFamilies:
                add_families(&w, o);
                break;
        case OPT_RestrictNamespaces:
                add_namespaces(&w, o);
                break;
        case OPT_SystemCallFilter:
                add_calls(&w, o);
                break;
        case OPT_SystemCallErrorNumber:
                if (*candidate_option(c, OPT(SystemCallFilter), in, false))
                        text_addf(&t, "%s=EPERM\n", o->name);
                break;
        case OPT_ReadWritePaths:
                add_writable(&w);
                break;
        default:
                add_values(&w, o);
        }
        return text_get(&t);
}

const char *candidate_lines(const Candidate *c, const bool *in, bool reset_lists) {
        Text t = { .arena = c->arena };

        for (const Option *o = option_table; o->name; o++)
                text_add(&t, candidate_option(c, o, in, reset_lists));
        return text_get(&t);
}
