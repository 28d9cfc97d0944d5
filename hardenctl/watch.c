/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "watch.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "bus-trial.h"
#include "clock.h"
#include "probe-command.h"
#include "process.h"

#define LATE 3U /* times --for=, for a probe that hangs */
#define SANDBOX UINT64_C(60000000) /* µs for systemd to make the sandbox, before the program is executed */
#define PROBE_AGAIN UINT64_C(1000000) /* µs between two that fail */

/* What must not change while the unit goes on. */
typedef struct Condition {
        const char *active, *result;
        unsigned long long restarts, pid;
} Condition;

static int look(Trial *t, Condition *ret) {
        Bus *b = context_bus(t->context);
        Arena *a = &t->context->arena;
        int r;

        *ret = (Condition) { .active = "", .result = "success" };
        r = bus_unit_string(b, a, t->unit, "ActiveState", &ret->active);
        if (r >= 0)
                r = bus_unit_string(b, a, t->unit, "Result", &ret->result);
        if (r >= 0)
                (void) bus_unit_number(b, t->unit, "NRestarts", &ret->restarts);
        if (r >= 0)
                r = bus_unit_number(b, t->unit, "MainPID", &ret->pid);
        return r;
}

/* A service that has done its work and ended well is as good as one that runs. */
static bool has_died(const Condition *first, const Condition *c) {
        return !streq(c->result, "success") || streq(c->active, "failed") || c->restarts != first->restarts ||
               (streq(c->active, "inactive") && first->pid != 0);
}

/* Returns 1 if it passed, 0 if it failed, -EINTR. */
static int probe(Trial *t, Watch *w, uint64_t deadline) {
        _cleanup_close_ int output = memfd_create("probe", MFD_CLOEXEC);
        pid_t pid = output < 0 ? -1 : probe_start(w->probe, output);
        int status = 0, r = 0;

        if (pid < 0)
                return 0;
        while (r == 0 && waitpid(pid, &status, WNOHANG) == 0) {
                if (!trial_goes_on(t))
                        r = -EINTR;
                else if (clock_usec(CLOCK_MONOTONIC) > deadline)
                        r = -ETIME;
                else
                        bus_pause(context_bus(t->context));
        }
        if (r < 0) {
                (void) kill(-pid, SIGKILL);
                (void) waitpid(pid, NULL, 0);
        }
        w->said = r == -ETIME ? "it did not end in time" : probe_last_line(&t->context->arena, output);
        return r == -EINTR ? r : r == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* A service may need its time until the probe passes; once it did, it must pass to the end. */
static Outcome watch(Trial *t, Watch *w, uint64_t start) {
        uint64_t end = start + w->time, next = 0;
        bool passed = !w->probe, begun = false;
        Condition first, c;

        if (look(t, &first) < 0)
                return OUTCOME_INTERRUPTED;
        for (c = first;; look(t, &c)) {
                int r;

                if (has_died(&first, &c)) {
                        w->took = clock_usec(CLOCK_MONOTONIC) - start;
                        return OUTCOME_DIED;
                }
                if (!trial_goes_on(t))
                        return OUTCOME_INTERRUPTED;
                begun = begun || !process_is_systemds(&t->context->arena, (pid_t) c.pid);
                if (!begun && clock_usec(CLOCK_MONOTONIC) < start + SANDBOX)
                        end = clock_usec(CLOCK_MONOTONIC) + w->time; /* on a busy machine its sandbox takes a while */
                if (!passed && clock_usec(CLOCK_MONOTONIC) >= next) {
                        r = probe(t, w, end + (LATE - 1) * w->time);
                        if (r < 0)
                                return OUTCOME_INTERRUPTED;
                        passed = r;
                        next = clock_usec(CLOCK_MONOTONIC) + PROBE_AGAIN;
                        w->took = clock_usec(CLOCK_MONOTONIC) - start;
                }
                if (clock_usec(CLOCK_MONOTONIC) >= end)
                        break;
                bus_pause(context_bus(t->context));
        }
        if (w->probe && passed && probe(t, w, clock_usec(CLOCK_MONOTONIC) + w->time) <= 0)
                passed = false;
        return t->interrupted ? OUTCOME_INTERRUPTED : passed ? OUTCOME_FINE : OUTCOME_PROBE;
}

Outcome watch_unit(Trial *t, Watch *w) {
        return watch(t, w, clock_usec(CLOCK_MONOTONIC));
}

Outcome watch_restart(Trial *t, Watch *w) {
        uint64_t start = clock_usec(CLOCK_MONOTONIC);
        int r;

        (void) bus_reset_failed(context_bus(t->context), t->unit);
        r = bus_job(context_bus(t->context), "RestartUnit", t->unit, trial_goes_on, t);
        w->took = clock_usec(CLOCK_MONOTONIC) - start;
        if (r == -EINTR)
                return OUTCOME_INTERRUPTED;
        return r < 0 ? OUTCOME_START : watch(t, w, clock_usec(CLOCK_MONOTONIC));
}

const char *outcome_text(Arena *a, Outcome o, const Watch *w) {
        switch (o) {
        case OUTCOME_START:
                return "it does not start";
        case OUTCOME_DIED:
                return arena_printf(a, "it ended after %.1f s", (double) w->took / 1e6);
        case OUTCOME_PROBE:
                return arena_printf(a, "the probe fails%s%s", w->said ? ": " : "", w->said ?: "");
        case OUTCOME_INTERRUPTED:
                return "it was interrupted";
        default:
                return "it works";
        }
}
