/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-policy.h"

#include <errno.h>
#include <stdint.h>

#include "policy/profile.h"
#include "say.h"

/* Those that are shipped, from the strictest on; of two that do as well the first. */
static const char *const bases[] = {
        "strict", "strict jit", "strict no-network", "strict jit no-network", "network-server", "network-server jit",
        "network-server no-network", "network-server sends-mail", "baseline", "",
};

/* One option's lines in the policy. */
typedef struct Chunk {
        const Option *option;
        const char *lines;
        bool needed;
} Chunk;
typedef VEC(Chunk) Chunks;

/* Whether a profile has a line of @o. */
static bool profile_has(const Policy *p, const Option *o) {
        vec_foreach(line, &p->lines)
                if (line->option == o)
                        return true;
        return false;
}

static int read_profiles(Learn *l, const char *profiles, Policy *ret) {
        Profiles read = {};
        Messages nobody = {};
        char *text = arena_printf(l->arena, "[Match]\nUnit=x.service\n[Policy]\nProfile=%s\n", profiles);
        int r = policy_parse(l->arena, &l->context->target, &nobody, &read, "x.conf", text, strlen(text), ret);

        r = nobody.list.n > 0 ? -ENOENT : r; /* one that is not installed */
        messages_done(&nobody);
        return r;
}

/* What takes back the lines of a profile. */
static const char *undo(Arena *a, const Option *o) {
        bool has_default = o->kind == OPTION_ORDER || o->kind == OPTION_UMASK;

        return arena_printf(a, "%s=%s\n", o->name, has_default ? o->initial : "");
}

static void make_chunks(Learn *l, const Policy *profile, Chunks *ret) {
        *ret = (Chunks) {};
        for (const Option *o = option_table; o->name; o++) {
                bool has = profile_has(profile, o);
                const char *lines = candidate_option(&l->candidate, o, NULL, has);

                if (!*lines && has)
                        lines = undo(l->arena, o);
                if (*lines)
                        vec_push(l->arena, ret, (Chunk) { o, lines, true });
        }
}

static const char *chunk_lines(Arena *a, const Chunks *chunks) {
        Text t = { .arena = a };

        vec_foreach(c, chunks)
                if (c->needed)
                        text_add(&t, c->lines);
        return text_get(&t);
}

static const char *settings_with(Learn *l, const char *profiles, const Chunks *chunks) {
        const char *policy = *profiles ? arena_printf(l->arena, "\n[Policy]\nProfile=%s\n", profiles) : "";
        LearnPlan plan;
        int r = learn_plan(l, arena_printf(l->arena, "[Match]\nUnit=%s\n%s\n[Service]\n%s", learn_match(l), policy,
                                           chunk_lines(l->arena, chunks)), &plan);

        return r == EXIT_FINE ? learn_settings(l->arena, plan.dropin) : "";
}

/* Leaves out what makes no difference. How many lines are left; SIZE_MAX: the profile does not fit. */
static size_t reduce(Learn *l, const char *profiles, const char *wanted, Chunks *ret) {
        Policy profile = {};
        size_t n = 0;

        if (read_profiles(l, profiles, &profile) < 0)
                return SIZE_MAX;
        make_chunks(l, &profile, ret);
        if (!streq(settings_with(l, profiles, ret), wanted))
                return SIZE_MAX;
        vec_foreach(c, ret) {
                c->needed = false;
                c->needed = !streq(settings_with(l, profiles, ret), wanted);
                for (const char *line = c->lines; c->needed && *line; line += strcspn(line, "\n") + 1)
                        n++;
        }
        return n;
}

/* All elements that stay for the same reason, in one comment. */
static void comment_elements(Learn *l, const Option *o, Text *t) {
        for (size_t i = 0; i < l->candidate.all.n; i++) {
                const Restriction *r = l->candidate.all.v + i;
                Text names = { .arena = l->arena };
                bool first = true;

                if (r->option != o || !r->element || restriction_holds(r) || !r->because)
                        continue;
                for (size_t k = 0; k < l->candidate.all.n; k++) {
                        const Restriction *s = l->candidate.all.v + k;

                        if (s->option != o || !s->element || restriction_holds(s) || !s->because ||
                            !streq(s->because, r->because))
                                continue;
                        first = first && k >= i;
                        text_join(&names, " ", s->element);
                }
                if (first)
                        text_addf(t, "# %s: %s\n", text_get(&names), r->because);
        }
}

/* Of an option with one value: what it is not, and why. */
static void comment_values(Learn *l, const Option *o, Text *t) {
        vec_foreach(r, &l->candidate.all) {
                if (r->option != o || r->element || !r->because || r->level == 0)
                        continue;
                if (restriction_holds(r))
                        text_addf(t, "# not %s: %s\n", r->values[0], r->because);
                else
                        text_addf(t, "# no %s=: %s\n", o->name, r->because);
        }
}

/* What is forbidden though it was used. */
static void comment_not_missed(Learn *l, const Option *o, Text *t) {
        vec_foreach(r, &l->candidate.all)
                if (r->option == o && r->used && r->level == r->level_before)
                        text_addf(t, "# %s: %s, and the probe does not miss it\n", restriction_text(l->arena, r),
                                  r->used);
}

static void comment(Learn *l, const Option *o, Text *t) {
        comment_not_missed(l, o, t);
        comment_values(l, o, t);
        comment_elements(l, o, t);
        if (o == OPT(SystemCallFilter) && *candidate_calls(&l->candidate, NULL))
                text_addf(t, "# %s: called, and not in " ALLOW_LIST "\n", candidate_calls(&l->candidate, NULL));
}

static void write_service(Learn *l, const Chunks *chunks, Text *t) {
        for (const Option *o = option_table; o->name; o++) {
                comment(l, o, t);
                vec_foreach(c, chunks)
                        if (c->option == o && c->needed)
                                text_add(t, c->lines);
        }
}

static const char *write_all(Learn *l, const char *profiles, const Chunks *chunks) {
        Text t = { .arena = l->arena };

        text_addf(&t, "# Learned by hardenctl learn with the probe: %s\n", l->probe);
        text_addf(&t, "[Match]\nUnit=%s\n\n[Policy]\nDescription=%s, as strict as its probe lets it be\n",
                  learn_match(l), l->unit);
        if (*profiles)
                text_addf(&t, "Profile=%s\n", profiles);
        text_addf(&t, "\n[Service]\n");
        write_service(l, chunks, &t);
        text_add(&t, "\n# Not tested: what the probe does not touch");
        vec_foreach(s, &l->untested)
                text_addf(&t, ";\n# %s", *s);
        text_add(&t, ".\n");
        if (l->unfinished.n > 0)
                text_addf(&t, "# Not tried, for lack of time: %s.\n", strv_join(l->arena, ", ", &l->unfinished));
        return text_get(&t);
}

int policy_write(Learn *l, const char **ret) {
        Chunks best_chunks = {};
        const char *best = NULL, *wanted;
        size_t least = SIZE_MAX;
        LearnPlan plan;
        int r = learn_candidate_settings(l, &wanted);

        if (r != EXIT_FINE)
                return r;
        for (size_t i = 0; i < ELEMENTSOF(bases); i++) {
                Chunks chunks;
                size_t n = reduce(l, bases[i], wanted, &chunks);

                if (n < least) {
                        least = n;
                        best = bases[i];
                        best_chunks = chunks;
                }
        }
        if (!best)
                return say(EXIT_FAILED, "the policy that was made does not say what was proven");
        *ret = write_all(l, best, &best_chunks);
        r = learn_plan(l, *ret, &plan);
        if (r == EXIT_FINE && !streq(learn_settings(l->arena, plan.dropin), wanted))
                r = say(EXIT_FAILED, "the policy that was made does not say what was proven");
        return r;
}
