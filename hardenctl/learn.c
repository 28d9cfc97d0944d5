/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* learn: the strictest policy that a service really bears. Evidence first, proof after. */
#include "learn.h"

#include <errno.h>
#include <stdio.h>

#include "json.h"
#include "learn-ask.h"
#include "learn-boot.h"
#include "learn-evidence.h"
#include "learn-fresh.h"
#include "learn-policy.h"
#include "learn-search.h"
#include "learn-proven.h"
#include "learn-show.h"
#include "learn-tighten.h"
#include "say.h"
#include "shipped.h"
#include "unit-argument.h"
#include "verbs.h"
#include "write.h"

static int check(const Context *c) {
        if (c->options->policy && !c->options->boot)
                return say(EXIT_USAGE, "learn takes --policy= only with --boot, and then proves that policy");
        if (!c->running && !c->options->policy)
                return say(EXIT_FAILED, "learn is for the running system");
        if (!c->options->probe)
                return say(EXIT_USAGE, "learn needs --probe=COMMAND, which succeeds if the service works");
        return EXIT_FINE;
}

static int check_place(Learn *l) {
        const char *path = policy_in_place(l->context, l->file);

        return path ? say(EXIT_FAILED, "%s is there already", path) : EXIT_FINE;
}

static const char *file_name(Learn *l) {
        char *name = arena_printf(l->arena, "60-learned-%.*s.conf", (int) (strlen(l->unit) - strlen(".service")),
                                  l->unit);

        for (char *p = name; *p; p++)
                if (*p == '\\' || *p == '@')
                        *p = '-';
        return name;
}

/* The part of the tree of control groups that the service lives in. */
static const char *find_slice(Learn *l) {
        const char *group = "";

        (void) bus_unit_string(context_bus(l->context), l->arena, l->unit, "ControlGroup", &group);
        return *group == '/' && group[1] ? arena_strndup(l->arena, group, 1 + strcspn(group + 1, "/"))
                                         : "/system.slice";
}

static int prepare(Learn *l) {
        const Options *o = l->context->options;
        LearnPlan plan;
        int r = learn_plan(l, learn_policy_of(l, ""), &plan);

        if (r != EXIT_FINE)
                return r;
        l->plain = plan.dropin;
        l->begun = clock_usec(CLOCK_MONOTONIC);
        l->exposure_before = show_exposure(l);
        l->slice = find_slice(l);
        candidate_make(l->arena, l->context->target.version, &l->candidate);
        r = learn_candidate_settings(l, &l->strictest);
        if (r != EXIT_FINE)
                return r;
        if (o->minutes > 0)
                l->deadline = l->begun + UINT64_C(60000000) * o->minutes;
        return EXIT_FINE;
}

/* The last proof: by the generator, from the very file, and a second start with what the first one has left. */
static int prove(Learn *l, const char *text) {
        LearnRun run;
        int r = write_file(l->context, RUNTIME_DIRECTORY, l->file, text);

        if (r < 0)
                return write_failed(RUNTIME_DIRECTORY, l->file, r);
        for (unsigned i = 0; i < 2; i++) {
                learn_run(l, NULL, RUN_GENERATED, NULL, &run);
                show_run(l, i == 0 ? "the policy" : "the policy once more", &run);
                if (run.step == LEARN_INTERRUPTED)
                        return say(EXIT_FAILED, "given up");
                if (learn_failed(&run))
                        break;
        }
        l->exposure = show_exposure(l);
        (void) write_remove(l->context, RUNTIME_DIRECTORY, l->file);
        if (!learn_failed(&run))
                return EXIT_FINE;
        if (proven_may_improve(l))
                l->proven = (Proven) {};
        if (search_weaken(l, &run) > 0)
                return -EAGAIN;
        return say(EXIT_FINDINGS, "the policy fails in the last proof: %s", run.why);
}

static int learn(Learn *l, const char **ret) {
        int r = prepare(l);

        if (r == EXIT_FINE)
                r = evidence_take(l);
        if (r == EXIT_FINE)
                r = fresh_take(l);
        for (unsigned i = 0; r == EXIT_FINE && i < 3; i++) {
                r = search(l);
                if (r == EXIT_FINE)
                        r = tighten(l);
                if (r == EXIT_FINE)
                        r = policy_write(l, ret);
                if (r == EXIT_FINE)
                        r = prove(l, *ret);
                if (r != -EAGAIN)
                        return r;
                r = EXIT_FINE;
        }
        return r == EXIT_FINE ? say(EXIT_FINDINGS, "what was found fails in the last proof") : r;
}

static void put_json(const Learn *l, const char *text) {
        Json j = json_new(l->arena, l->context->options->json);

        json_begin(&j, '{');
        json_key(&j, "unit"), json_string(&j, l->unit);
        json_key(&j, "before"), json_decimal(&j, l->exposure_before / 10.0);
        json_key(&j, "after"), json_decimal(&j, l->exposure / 10.0);
        json_key(&j, "experiments"), json_integer(&j, l->experiments);
        json_key(&j, "seconds"), json_integer(&j, (long long) (l->took / 1000000));
        json_key(&j, "policy"), json_string(&j, text);
        json_end(&j);
        json_print(&j);
}

static int put_out(const Learn *l, const char *text) {
        const char *path = l->context->options->output;
        FILE *f = NULL;

        if (path) {
                f = fopen(path, "we");
                if (!f || fputs(text, f) < 0 || fclose(f) != 0)
                        return say(EXIT_FAILED, "%s cannot be written: %s", path, strerror(errno));
        }
        if (l->context->options->json != JSON_OFF)
                put_json(l, text);
        else if (!path)
                fputs(text, stdout);
        say(EXIT_FINE, "%s: exposure %d.%d before, %d.%d with this policy, proven in %u experiments", l->unit,
            l->exposure_before / 10, l->exposure_before % 10, l->exposure / 10, l->exposure % 10, l->experiments);
        if (l->unfinished.n > 0)
                say(EXIT_FINE, "%s, it was not tried whether it bears: %s", proven_end(l),
                    strv_join(l->arena, ", ", &l->unfinished));
        return EXIT_FINE;
}

/* On a copy of the system, once the service runs again as before. */
static int prove_booted(Learn *l, const char **text) {
        int r = l->context->options->boot ? boot_prove(l->context, l->unit, l->probe, l->file, *text) : EXIT_FINE;

        show_end();
        if (r == EXIT_FAILED)
                *text = arena_printf(l->arena, "%s# Not proven on a booted copy of the system.\n", *text);
        return r;
}

/* What is refused, and what is asked, before anything is done. */
static int begin(Learn *l) {
        int r = ask_refuse(l);

        if (r == EXIT_FINE)
                r = check_place(l);
        if (r == EXIT_FINE && l->context->options->boot)
                r = boot_check(l->context);
        if (r == EXIT_FINE)
                r = ask(l);
        return r == EXIT_FINE ? trial_begin(l->context, l->unit, l->file, &l->trial) : r;
}

int verb_learn(Context *c, size_t n, char **arguments) {
        Learn l = { .context = c, .arena = &c->arena, .probe = c->options->probe, .exposure = -1 };
        const char *text = NULL;
        int r = check(c), undone, booted;

        (void) n;
        if (r == EXIT_FINE)
                r = unit_argument(c, arguments[0], &l.unit);
        if (r == EXIT_FINE && c->options->policy)
                return boot_verb(c, l.unit);
        l.file = r == EXIT_FINE ? file_name(&l) : NULL;
        if (r == EXIT_FINE)
                r = begin(&l);
        if (r != EXIT_FINE)
                return r;
        r = learn(&l, &text);
        l.took = clock_usec(CLOCK_MONOTONIC) - l.begun;
        show_end();
        undone = trial_undo(&l.trial);
        if (r != EXIT_FINE || undone != EXIT_FINE)
                return r != EXIT_FINE ? r : undone;
        booted = prove_booted(&l, &text);
        if (booted == EXIT_FINDINGS)
                return booted;
        r = put_out(&l, text);
        return r == EXIT_FINE ? booted : r;
}
