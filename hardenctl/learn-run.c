/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One experiment: loads a plan, goes through the steps, and looks at what was said. */
#include "bus-trial.h"
#include "learn-left.h"
#include "learn-proven.h"
#include "learn-steps.h"
#include "say.h"
#include "unit/unit.h"
#include "unit/word.h"
#include "write.h"

#define OVERRIDES "/run/systemd/system"

static bool is_fresh(const Learn *l, const char *path) {
        size_t n;

        path += *path == '-';
        n = strlen(path);
        vec_foreach(d, &l->fresh)
                if (strncmp(*d, path, n) == 0 && (*d)[n] == ':')
                        return true;
        return false;
}

/* A path of ReadWritePaths= would be the real directory again, whatever else lies on it. */
static const char *without_fresh(Learn *l, const char *dropin) {
        static const char name[] = "\nReadWritePaths=";
        Text t = { .arena = l->arena };

        for (const char *next; (next = strstr(dropin, name)); dropin = next + strcspn(next, "\n")) {
                const char *rest, *word;

                text_addn(&t, dropin, (size_t) (next - dropin));
                next += strlen(name);
                rest = arena_strndup(l->arena, next, strcspn(next, "\n"));
                while (word_next(l->arena, &rest, 0, &word) > 0)
                        if (!is_fresh(l, word))
                                text_addf(&t, "%s%s", name, word_quote(l->arena, word));
        }
        text_add(&t, dropin);
        return text_get(&t);
}

/* Without tries of systemd's own, and with no more time than what goes well takes. */
static const char *override(const Run *r, const char *dropin) {
        const Usual *u = &r->learn->usual;
        Text t = { .arena = r->learn->arena };

        if (r->flags & RUN_FRESH)
                dropin = without_fresh(r->learn, dropin);
        text_addf(&t, "# made by hardenctl learn, for a moment\n%s\n[Unit]\nStartLimitIntervalSec=0\n"
                      "FailureAction=none\nSuccessAction=none\n[Service]\nRestart=no\n", dropin);
        if (!(r->flags & RUN_REFERENCE))
                text_addf(&t, "TimeoutStartSec=%llu\nTimeoutStopSec=%llu\n",
                          (unsigned long long) steps_patience(r, u->start) / 1000000,
                          (unsigned long long) steps_patience(r, u->stop) / 1000000);
        if (r->flags & RUN_FRESH)
                vec_foreach(d, &r->learn->fresh)
                        text_addf(&t, "TemporaryFileSystem=%s\n", *d);
        return text_get(&t);
}

static int load(Run *r, const char *dropin) {
        if (r->flags & RUN_GENERATED)
                (void) write_remove(r->learn->context, arena_printf(r->learn->arena, OVERRIDES "/%s.d", r->learn->unit),
                                    DROPIN_NAME);
        else if (trial_override(&r->learn->trial, override(r, dropin)) != EXIT_FINE)
                return -1;
        return trial_reload(&r->learn->trial) == EXIT_FINE ? 0 : -1;
}

/* Its sockets, and what else is stopped and started with it, may not be started so often, either. */
static void reset_companions(Learn *l) {
        static const char *const properties[] = { "ConsistsOf", "TriggeredBy" };
        Bus *b = context_bus(l->context);

        for (size_t i = 0; i < ELEMENTSOF(properties); i++) {
                Strv units;

                if (bus_unit_strings(b, l->arena, l->unit, properties[i], &units) >= 0)
                        vec_foreach(u, &units)
                                (void) bus_reset_failed(b, *u);
        }
}

void learn_run(Learn *l, const char *dropin, RunFlags flags, RunWatch watch, LearnRun *ret) {
        Run r = { .learn = l, .flags = flags, .watch = watch, .result = ret };

        *ret = (LearnRun) { .step = LEARN_FINE, .why = "it works" };
        steps_clear(&r);
        reset_companions(l);
        if (load(&r, dropin) < 0) {
                ret->step = LEARN_INTERRUPTED;
                ret->why = "it was interrupted";
                return;
        }
        left_note_others(&r);
        l->late = flags & RUN_GENERATED ? 0 : proven_deadline(l);
        l->experiments++;
        learn_log_begin(l);
        r.trace = trace_begin(l->arena, l->slice, l->unit);
        ret->begun = clock_usec(CLOCK_REALTIME);
        (void) steps_all(&r);
        if (learn_failed(ret))
                steps_clear(&r);
        trace_read(l->arena, r.trace, &ret->traces);
        trace_end(r.trace);
        learn_complaints(l, ret->begun, &ret->complaints);
        if (flags & RUN_REFERENCE)
                vec_foreach(c, &ret->complaints)
                        strv_add(l->arena, &l->usual.complaints, *c);
        vec_foreach(c, &ret->complaints)
                if (!learn_failed(ret) && !strv_contains(&l->usual.complaints, *c)) {
                        ret->step = LEARN_COMPLAINT;
                        ret->why = arena_printf(l->arena, "its log says: %s", *c);
                }
}
