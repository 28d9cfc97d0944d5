/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From all lines to the guilty ones, and to what of them it is. */
#include "bisect.h"
#include "experiment.h"
#include "plan/paths.h"

#define DEPTH_MAX 12U  /* of directories in directories */
#define GUILTY_MAX 8U  /* options that are looked for */

/* Places of groups that the journal points at, the surest first. */
static size_t guesses_of(const Experiment *x, size_t *ret) {
        size_t n = 0;

        vec_foreach(s, &x->first.suspects)
                for (size_t i = 0; i < x->groups.n && n < 2; i++)
                        if (x->groups.v[i].option == s->option && x->in[i])
                                ret[n++] = i;
        return n;
}

/* The part that a suspect of the same option points at. */
static size_t guesses_of_parts(const Experiment *x, const Option *o, size_t *ret) {
        vec_foreach(s, &x->first.suspects)
                for (size_t i = 0; i < x->parts.names.n; i++)
                        if (s->option == o && ((s->element && streq(s->element, x->parts.names.v[i])) ||
                                               (s->path && x->parts.paths &&
                                                path_is_below(s->path, x->parts.names.v[i])))) {
                                ret[0] = i;
                                return 1;
                        }
        return 0;
}

static void add_found(Experiment *x, const Group *g, const char *element, const char *path, bool together) {
        const PlanLine *line = suspect_line(&x->first, g->option, element);
        Suspect s = { .option = g->option, .line = line, .element = element, .path = path, .certainty = CERTAIN };

        if (!line) { /* the policies say something else by now */
                PlanLine *loaded = arena_new(x->arena, PlanLine);

                *loaded = (PlanLine) { .option = g->option, .value = g->values.v[0] };
                s.line = loaded;
        }
        s.writes = x->parts.key && streq(x->parts.key, "ReadOnlyPaths");
        s.because = arena_printf(x->arena, "the service works without it%s%s%s", element || path ? ": it needs " : "",
                                 element ?: path ?: "", together ? " (it fails only together with the others)" : "");
        vec_push(x->arena, &x->found, s);
}

/* From a guilty directory down to the file. */
static int look_below(Experiment *x, const Option *o, const char **path) {
        for (unsigned depth = 0; depth < DEPTH_MAX; depth++) {
                size_t guess, n;
                bool *ret, *all;
                int r;

                if (!parts_below(x->context, &x->parts, *path, &x->parts))
                        return 0;
                all = experiment_marks(x, x->parts.names.n, true);
                ret = experiment_marks(x, x->parts.names.n, false);
                r = experiment_parts(x, all);
                if (r <= 0)
                        return r; /* it makes something new there */
                n = guesses_of_parts(x, o, &guess);
                r = bisect(x->arena, all, x->parts.names.n, &guess, n, experiment_parts, x, ret);
                if (r < 0)
                        return r;
                for (size_t i = 0; i < x->parts.names.n; i++)
                        if (ret[i])
                                *path = x->parts.names.v[i];
        }
        return 0;
}

/* Finds one part that is guilty among those @in, and takes it out of them. */
static int find_part(Experiment *x, const Group *g, bool *in, bool together) {
        size_t guess, n = guesses_of_parts(x, g->option, &guess);
        bool *ret = experiment_marks(x, x->parts.names.n, false);
        int r = bisect(x->arena, in, x->parts.names.n, &guess, n, experiment_parts, x, ret);
        Parts parts = x->parts;

        for (size_t i = 0; i < parts.names.n && r >= 0; i++) {
                const char *name = parts.names.v[i];

                if (!ret[i])
                        continue;
                in[i] = false;
                if (parts.paths)
                        r = look_below(x, g->option, &name);
                x->parts = parts;
                add_found(x, g, parts.paths ? NULL : name, parts.paths ? name : NULL, together);
        }
        return r;
}

/* What of the option it is, one part after the other until it works without them. */
static int look_into(Experiment *x, size_t group, bool together) {
        const Group *g = x->groups.v + group;
        bool *with = experiment_marks(x, x->groups.n, false), *in;
        size_t before = x->found.n;
        int r = 1;

        for (size_t i = 0; i < x->groups.n; i++)
                with[i] = together && x->guilty[i] && i != group;
        x->with = with;
        x->parts = (Parts) {};
        if (parts_of(x->explanation, g->option, &g->values, &x->parts)) {
                in = experiment_marks(x, x->parts.names.n, true);
                r = experiment_parts(x, in); /* the parts must be as bad as the whole */
                while (r > 0) {
                        r = find_part(x, g, in, together);
                        if (r >= 0)
                                r = x->parts.names.n > 1 ? experiment_parts(x, in) : 0;
                }
        }
        if (x->found.n == before)
                add_found(x, g, NULL, NULL, together);
        return r < 0 ? r : 0;
}

static int find_guilty(Experiment *x) {
        bool *ret = experiment_marks(x, x->groups.n, false);
        size_t guesses[2], n = guesses_of(x, guesses), count = 0;
        int r = bisect(x->arena, x->in, x->groups.n, guesses, n, experiment_groups, x, ret);

        for (size_t i = 0; r >= 0 && i < x->groups.n; i++) {
                x->guilty[i] = ret[i];
                count += ret[i];
        }
        for (size_t i = 0; r >= 0 && i < x->groups.n; i++)
                if (ret[i]) {
                        r = look_into(x, i, count > 1);
                        x->in[i] = false;
                }
        return r;
}

int experiment_search(Experiment *x) {
        int r = 1;

        for (unsigned i = 0; r > 0 && i < GUILTY_MAX; i++) {
                r = find_guilty(x);
                if (r >= 0)
                        r = experiment_groups(x, x->in);
        }
        return r;
}
