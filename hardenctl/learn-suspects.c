/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-suspects.h"

#include <errno.h>
#include <sys/stat.h>

#include "learn-places.h"
#include "learn-show.h"
#include "plan/paths.h"
#include "say.h"
#include "suspect.h"

/* @open: what was open in that run; of several that it names, all are opened, and taken back one by one. */
static size_t open_place(Learn *l, const Strv *open, const char *place) {
        if (places_cover(open, place) || strv_contains(&l->candidate.writable, place))
                return 0;
        vec_push(l->arena, &l->candidate.writable, place);
        strv_add(l->arena, &l->doubtful, place);
        show_place(place);
        return 1;
}

typedef struct Judging {
        Learn *learn;
        const LearnRun *run;
        RestrictionRefs *suspects; /* NULL: the paths alone */
        Strv open;                 /* places, in that run */
        size_t opened;
} Judging;

static void take(Judging *j, const Suspect *s) {
        Learn *l = j->learn;
        Restriction *r;

        if (s->path && s->writes && (s->option == OPT(ProtectSystem) || s->option == OPT(ReadOnlyPaths))) {
                struct stat st;
                bool is_directory = stat(s->path, &st) >= 0 && S_ISDIR(st.st_mode);

                if (!j->suspects)
                        j->opened += open_place(l, &j->open, writes_place(l->arena, s->path, is_directory));
                return;
        }
        r = j->suspects && s->certainty != POSSIBLE ? restriction_find(&l->candidate, s->option, s->element) : NULL;
        if (!r || !restriction_holds(r))
                return;
        vec_foreach(old, j->suspects)
                if (*old == r)
                        return;
        r->suspicion = s->because;
        vec_push(l->arena, j->suspects, r);
}

static int judge(const Explanation *e, void *userdata) {
        Judging *j = userdata;
        Failure failure;
        Case k = { .context = e->context, .arena = e->arena, .explanation = e, .failure = &failure };

        if (failure_find(e->context, e->unit->name, j->run->begun, &failure) != EXIT_FINE)
                return EXIT_FAILED;
        suspects_find(&k);
        vec_foreach(s, &k.suspects)
                take(j, s);
        return EXIT_FINE;
}

/* "why" of the plan that was tried. */
static size_t ask_why(Learn *l, const LearnRun *run, RestrictionRefs *suspects) {
        Context *c = l->context;
        PolicySet own = c->policies, tried;
        Judging j = { .learn = l, .run = run, .suspects = suspects, .open = l->candidate.writable };

        if (learn_policies(l, learn_candidate_policy(l), &tried) != EXIT_FINE)
                return 0;
        c->policies = tried;
        (void) explanation_make(c, l->unit, judge, &j);
        c->policies = own;
        return j.opened;
}

bool suspects_refused_writing(const LearnRun *run) {
        vec_foreach(t, &run->traces)
                if (t->kind == TRACE_REFUSED && t->error == EROFS)
                        return true;
        return false;
}

size_t suspects_of_paths(Learn *l, const LearnRun *run) {
        size_t n = ask_why(l, run, NULL);
        Strv open = l->candidate.writable, doubtful = l->doubtful;

        if (n == 0 && (suspects_refused_writing(run) || !traced_knows(&run->traces, TRACE_CALL)))
                vec_foreach(place, &doubtful)
                        n += open_place(l, &open, *place);
        return n;
}

void suspects_find_all(Learn *l, const LearnRun *run, bool doubts, RestrictionRefs *ret) {
        traced_suspects(l, run, ret);
        if (ret->n == 0)
                (void) ask_why(l, run, ret);
        if (ret->n > 0 || !doubts)
                return;
        vec_foreach(r, &l->candidate.all)
                if (r->in_doubt && restriction_holds(r)) {
                        r->suspicion = "it uses that";
                        vec_push(l->arena, ret, r);
                }
}
