/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outcome.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

Outcome outcome_of(long r) {
        return r >= 0 ? OUTCOME(THROUGH, 0) : OUTCOME(STOPPED, errno);
}

Outcome outcome_of_call(long r) {
        if (r < 0 && (errno == EPERM || errno == EACCES || errno == ENOSYS))
                return OUTCOME(STOPPED, errno);
        return OUTCOME(THROUGH, 0);
}

Outcome outcome_run(Outcome (*function)(int number), int number) {
        int fds[2], status = 0;
        Outcome o = OUTCOME(ABSENT, 0);
        pid_t child;

        if (pipe(fds) < 0)
                return o;
        fflush(stdout);
        child = fork();
        if (child < 0)
                return o;
        if (child == 0) {
                (void) setrlimit(RLIMIT_CORE, &(struct rlimit) {});
                o = function(number);
                _exit(write(fds[1], &o, sizeof(o)) != sizeof(o));
        }
        close(fds[1]);
        if (read(fds[0], &o, sizeof(o)) != sizeof(o))
                o = OUTCOME(ABSENT, 0);
        close(fds[0]);
        if (waitpid(child, &status, 0) == child && WIFSIGNALED(status))
                o = OUTCOME(KILLED, WTERMSIG(status));
        return o;
}

void outcome_print(const char *name, Outcome o) {
        static const char *const kinds[] = { [ABSENT] = "absent", [THROUGH] = "through", [STOPPED] = "stopped",
                                             [KILLED] = "killed" };
        printf("%s %s %d\n", name, kinds[o.kind], o.number);
}
