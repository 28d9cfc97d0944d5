/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Before anything is done. */
#include "learn-ask.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "policy/match.h"
#include "probe-command.h"
#include "say.h"

#define LEAST 8U                 /* restarts, for the estimate */
#define MOST 25U
#define OVERHEAD UINT64_C(700000) /* µs of a restart besides start and probe: reload of the manager, stop */

/* Whether one of its commands has this prefix, while the others have a user. */
static bool has_prefix(const Unit *u, const Matchable *m, char prefix) {
        static const UnitFact facts[] = { FACT_EXEC_START, FACT_EXEC_OTHER };

        for (size_t i = 0; !streq(m->user, "root") && i < ELEMENTSOF(facts); i++)
                for (const UnitLine *line = unit_fact(u, facts[i]); line; line = line->next)
                        if (memchr(line->value, prefix, strspn(line->value, "@-:+!|")))
                                return true;
        return false;
}

/* What exists to run anything, or to bring the machine up; of that a probe says little. */
int ask_refuse(Learn *l) {
        Context *c = l->context;
        Matchable m;
        Unit u;
        int r = context_load(c);

        if (r != EXIT_FINE)
                return r;
        if (unit_load(&c->units, &c->arena, &c->messages, l->unit, &u) < 0)
                return say(EXIT_FAILED, "%s cannot be read", l->unit);
        m = matchable_of(&c->arena, &u);
        if (m.protected)
                return say(EXIT_FAILED, "%s is protected: %s", l->unit, m.protected);
        l->runs_outside = has_prefix(&u, &m, '+');
        l->runs_as_root = l->runs_outside || has_prefix(&u, &m, '!');
        if (u.occupied)
                return say(EXIT_FAILED, "%s is there already, so that no policy has effect", u.occupied);
        return EXIT_FINE;
}

/* As long as its last start took. */
static uint64_t time_to_start(const Learn *l) {
        unsigned long long begun = 0, done = 0;
        Bus *b = context_bus(l->context);

        (void) bus_unit_number(b, l->unit, "InactiveExitTimestampMonotonic", &begun);
        (void) bus_unit_number(b, l->unit, "ActiveEnterTimestampMonotonic", &done);
        return done > begun ? done - begun : 0;
}

/* It does not touch the service as it runs now. */
static uint64_t time_to_probe(const Learn *l) {
        _cleanup_close_ int output = memfd_create("probe", MFD_CLOEXEC);
        uint64_t begun = clock_usec(CLOCK_MONOTONIC);
        pid_t pid = output < 0 ? -1 : probe_start(l->probe, output);

        if (pid > 0)
                (void) waitpid(pid, NULL, 0);
        return clock_usec(CLOCK_MONOTONIC) - begun;
}

static unsigned long long seconds(uint64_t usec) {
        return (usec + 999999) / 1000000;
}

int ask(Learn *l) {
        const char *active = "";
        uint64_t each;
        int answer;

        (void) bus_unit_string(context_bus(l->context), l->arena, l->unit, "ActiveState", &active);
        if (!streq(active, "active") || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
                return EXIT_FINE;
        each = time_to_start(l) + time_to_probe(l) + OVERHEAD;
        fprintf(stderr, "%s runs. It will be restarted about %u to %u times, and does its work only now and then for "
                        "%llu to %llu seconds", l->unit, LEAST, MOST, seconds(LEAST * each), seconds(MOST * each));
        if (l->context->options->minutes > 0)
                fprintf(stderr, ", but no longer than %u min", l->context->options->minutes);
        fprintf(stderr, ". Afterwards it runs as before.\nGo on? [y/N] ");
        answer = getchar();
        return answer == 'y' || answer == 'Y' ? EXIT_FINE : say(EXIT_FAILED, "nothing was done");
}
