/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The probe, and what is looked at while it runs. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>

#include "learn.h"
#include "probe-command.h"

#define LOOKS_APART 150 /* ms */

/* Nobody needs to wait for the answers of a service that is no more. */
static bool is_gone(Learn *l) {
        const char *state;

        return l->usual.runs_on &&
               bus_unit_string(context_bus(l->context), l->arena, l->unit, "ActiveState", &state) >= 0 &&
               (streq(state, "failed") || streq(state, "inactive"));
}

int learn_probe(Learn *l, uint64_t most, RunWatch watch, const char **ret_said) {
        _cleanup_close_ int output = memfd_create("probe", MFD_CLOEXEC), process = -1;
        uint64_t patience = clock_usec(CLOCK_MONOTONIC) + most;
        uint64_t end = l->late > 0 && l->late < patience ? l->late : patience;
        pid_t pid = output < 0 ? -1 : probe_start(l->probe, output);
        int status = 0, r = 0;
        char *said;
        bool passed;

        if (pid < 0)
                return 0;
        process = pidfd_open(pid, 0);
        while (r == 0 && waitpid(pid, &status, WNOHANG) == 0) {
                struct pollfd p = { .fd = process, .events = POLLIN };

                if (!trial_goes_on(&l->trial))
                        r = -EINTR;
                else if (clock_usec(CLOCK_MONOTONIC) > end)
                        r = -ETIME;
                else if (is_gone(l))
                        r = -ESRCH;
                else {
                        if (watch)
                                watch(l, LEARN_PROBE);
                        (void) poll(&p, 1, LOOKS_APART);
                }
        }
        passed = r == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
        if (!passed)
                (void) kill(-pid, SIGKILL); /* with all that it has started */
        if (r < 0)
                (void) waitpid(pid, NULL, 0);
        said = probe_last_line(l->arena, output);
        *ret_said = r == -ETIME ? "it did not end in time" : said ? make_printable(said) : NULL;
        return r == -EINTR ? r : passed;
}
