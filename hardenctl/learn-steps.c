/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-steps.h"

#include <errno.h>
#include <signal.h>

#include "bus-trial.h"
#include "learn-left.h"
#include "learn-traced.h"

#define LONGEST UINT64_C(180000000)   /* µs for a step of the reference, and for its probe */
#define WAITS_MOST UINT64_C(30000000) /* µs for a service until it works */
#define STOP_VARIES UINT64_C(2000000) /* µs more that a stop may take when there was something to finish */
#define REPEATS 4U                    /* of a quick probe in the reference, to see whether it is flaky */
#define QUICK UINT64_C(1000000)       /* µs */
#define TRIES 2U                      /* of a probe that fails */
#define TRIES_FLAKY 6U                /* of one that is known to fail now and then */
#define TRIES_WAITING 240U            /* a quarter of a second apart, of one that has to wait */

static Bus *bus(const Run *r) {
        return context_bus(r->learn->context);
}

static uint64_t least(uint64_t a, uint64_t b) {
        return a < b ? a : b;
}

uint64_t steps_patience(const Run *r, uint64_t usual) {
        return r->flags & RUN_REFERENCE ? LONGEST : least(3 * usual + 4000000, LONGEST);
}

static bool is_late(const Run *r) {
        return r->learn->late > 0 && clock_usec(CLOCK_MONOTONIC) >= r->learn->late;
}

static int fail(Run *r, LearnStep step, const char *why) {
        bool interrupted = r->interrupted || r->learn->trial.interrupted;

        r->result->step = interrupted ? LEARN_INTERRUPTED : is_late(r) ? LEARN_LATE : step;
        r->result->why = r->result->step == LEARN_LATE ? "the time is over" : why;
        return -1;
}

static bool tick(void *userdata) {
        Run *r = userdata;

        if (!trial_goes_on(&r->learn->trial))
                return !(r->interrupted = true);
        if (r->watch && r->step != LEARN_STOP)
                r->watch(r->learn, r->step);
        return clock_usec(CLOCK_MONOTONIC) < r->end && (r->step == LEARN_STOP || !is_late(r));
}

static int job(Run *r, LearnStep step, const char *method, uint64_t most) {
        r->step = step;
        r->end = clock_usec(CLOCK_MONOTONIC) + most;
        return bus_job(bus(r), method, r->learn->unit, tick, r);
}

static const char *string(Run *r, const char *property) {
        const char *s = "";

        (void) bus_unit_string(bus(r), r->learn->arena, r->learn->unit, property, &s);
        return s;
}

void steps_clear(Run *r) {
        if (job(r, LEARN_STOP, "StopUnit", steps_patience(r, r->learn->usual.stop)) < 0) {
                left_kill(r);
                (void) job(r, LEARN_STOP, "StopUnit", LONGEST);
        }
        left_kill(r);
        (void) bus_reset_failed(bus(r), r->learn->unit);
}

static const char *how_it_ended(Run *r, const char *what) {
        unsigned long long code = 0, status = 0;
        const char *result = string(r, "Result");

        (void) bus_unit_number(bus(r), r->learn->unit, "ExecMainCode", &code);
        (void) bus_unit_number(bus(r), r->learn->unit, "ExecMainStatus", &status);
        if (code == CLD_EXITED && status != 0)
                return arena_printf(r->learn->arena, "%s (%s, status %llu)", what, result, status);
        if ((code == CLD_KILLED || code == CLD_DUMPED) && sigabbrev_np((int) status))
                return arena_printf(r->learn->arena, "%s (SIG%s)", what, sigabbrev_np((int) status));
        return streq(result, "success") ? what : arena_printf(r->learn->arena, "%s (%s)", what, result);
}

static bool lives(Run *r) {
        const char *active = string(r, "ActiveState");
        unsigned long long restarts = 0;

        (void) bus_unit_number(bus(r), r->learn->unit, "NRestarts", &restarts);
        return restarts == 0 && streq(string(r, "Result"), "success") &&
               (r->flags & RUN_REFERENCE || streq(active, "active") == r->learn->usual.runs_on);
}

static int start(Run *r) {
        Usual *u = &r->learn->usual;
        uint64_t begun = clock_usec(CLOCK_MONOTONIC);

        if (job(r, LEARN_START, "StartUnit", steps_patience(r, u->start)) < 0)
                return fail(r, LEARN_START, how_it_ended(r, "it does not start"));
        left_note_group(r);
        if (!lives(r))
                return fail(r, LEARN_START, how_it_ended(r, "it starts and ends at once"));
        if (r->flags & RUN_REFERENCE) {
                u->start = clock_usec(CLOCK_MONOTONIC) - begun;
                u->runs_on = streq(string(r, "ActiveState"), "active");
        }
        return 0;
}

/* The kernel tells what the service was refused, so that the probe needs no second chance. */
static bool is_explained(Run *r) {
        RestrictionRefs suspects = {};
        LearnRun now = {};

        trace_read(r->learn->arena, r->trace, &now.traces);
        traced_suspects(r->learn, &now, &suspects);
        return suspects.n > 0;
}

/* A service may need its time after a start; and a probe may be flaky: it fails once and passes at the next try. */
static int probe_until(Run *r, unsigned most, uint64_t end, unsigned *ret_failed, const char **ret_said) {
        uint64_t each = steps_patience(r, r->learn->usual.probe);

        for (*ret_failed = 0; *ret_failed < most; ++*ret_failed) {
                int passed = learn_probe(r->learn, each, r->watch, ret_said);

                if (passed != 0)
                        return passed;
                if (!lives(r) || is_late(r) || (*ret_failed > 0 && clock_usec(CLOCK_MONOTONIC) > end))
                        return 0;
                if (!(r->flags & RUN_REFERENCE) && !r->learn->usual.flaky && !r->learn->usual.waits && is_explained(r))
                        return 0;
                if (*ret_failed > 0)
                        bus_pause(bus(r));
        }
        return 0;
}

/* How long it takes, whether it has to wait, and whether it fails now and then. */
static void take_usual_probe(Run *r, unsigned failed, uint64_t took) {
        Usual *u = &r->learn->usual;
        const char *said;

        u->probe = took > u->probe ? took : u->probe;
        u->waits = u->waits || failed > 1;
        for (unsigned i = 0; i < REPEATS && took < QUICK; i++)
                if (learn_probe(r->learn, LONGEST, r->watch, &said) == 0)
                        u->flaky = true;
}

static int probe(Run *r, LearnStep step) {
        Usual *u = &r->learn->usual;
        bool reference = r->flags & RUN_REFERENCE;
        unsigned most = u->waits || reference ? TRIES_WAITING : u->flaky ? TRIES_FLAKY : TRIES, failed;
        uint64_t begun = clock_usec(CLOCK_MONOTONIC);
        const char *said = NULL;
        int passed;

        if (r->watch)
                r->watch(r->learn, LEARN_PROBE);
        passed = probe_until(r, most, begun + (reference ? WAITS_MOST : steps_patience(r, u->probe)), &failed, &said);
        if (passed > 0) {
                if (reference)
                        take_usual_probe(r, failed, clock_usec(CLOCK_MONOTONIC) - begun);
                else
                        u->flaky = u->flaky || (failed > 0 && !u->waits);
                return 0;
        }
        if (!lives(r))
                return fail(r, step, how_it_ended(r, "it ends while it is probed"));
        return fail(r, step, arena_printf(r->learn->arena, "the probe fails%s%s", said ? ": " : "", said ?: ""));
}

static int reload(Run *r) {
        unsigned long long can = 0;

        (void) bus_unit_number(bus(r), r->learn->unit, "CanReload", &can);
        if (r->flags & RUN_REFERENCE)
                r->learn->usual.can_reload = can && !r->learn->usual.reload_fails;
        if (!r->learn->usual.can_reload)
                return 0;
        if (job(r, LEARN_RELOAD, "ReloadUnit", steps_patience(r, r->learn->usual.start)) < 0)
                return fail(r, LEARN_RELOAD, "its reload fails");
        return probe(r, LEARN_PROBE_AGAIN);
}

static int stop(Run *r) {
        Usual *u = &r->learn->usual;
        uint64_t begun = clock_usec(CLOCK_MONOTONIC);
        const char *result;
        Pids left;
        int done;

        left_note_group(r);
        if (r->watch)
                r->watch(r->learn, LEARN_STOP);
        done = job(r, LEARN_STOP, "StopUnit", steps_patience(r, u->stop));
        result = done < 0 ? "timeout" : string(r, "Result");
        left_find(r, &left);
        if (r->flags & RUN_REFERENCE) {
                u->stop = clock_usec(CLOCK_MONOTONIC) - begun + STOP_VARIES;
                u->stop_result = result;
                u->left = left.n;
        }
        if (!streq(result, "success") && !streq(result, u->stop_result))
                return fail(r, LEARN_STOP, arena_printf(r->learn->arena, "its stop ends with the result %s", result));
        if (left.n > u->left)
                return fail(r, LEARN_LEFT, "its stop leaves processes");
        return 0;
}

int steps_all(Run *r) {
        if (start(r) < 0)
                return -1;
        if (!(r->flags & RUN_FRESH) && (probe(r, LEARN_PROBE) < 0 || reload(r) < 0))
                return -1;
        return stop(r);
}
