/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The probe, and what is looked at while it runs. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>

#include "learn.h"

#define LOOKS_APART 150 /* ms */

uint64_t learn_clock(clockid_t clock) {
        struct timespec t;

        (void) clock_gettime(clock, &t);
        return (uint64_t) t.tv_sec * 1000000 + (uint64_t) t.tv_nsec / 1000;
}

static pid_t start(const char *command, int output) {
        pid_t pid;

        fflush(NULL);
        pid = fork();
        if (pid == 0) {
                int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

                (void) setpgid(0, 0);
                (void) signal(SIGPIPE, SIG_DFL);
                if (dup2(nothing, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
                    dup2(output, STDERR_FILENO) < 0)
                        _exit(126);
                execl("/bin/sh", "sh", "-c", command, NULL);
                _exit(127);
        }
        return pid;
}

/* The last line that says anything. */
static const char *last_line(Arena *a, int fd) {
        char text[1024], *line;
        off_t size = lseek(fd, 0, SEEK_END);
        ssize_t n = pread(fd, text, sizeof(text) - 1,
                          size > (off_t) sizeof(text) - 1 ? size - (off_t) sizeof(text) + 1 : 0);

        while (n > 0 && text[n - 1] == '\n')
                n--;
        if (n <= 0)
                return NULL;
        text[n] = '\0';
        line = strrchr(text, '\n');
        return make_printable(arena_strdup(a, line ? line + 1 : text));
}

/* Nobody needs to wait for the answers of a service that is no more. */
static bool is_gone(Learn *l) {
        const char *state;

        return l->usual.runs_on &&
               bus_unit_string(context_bus(l->context), l->arena, l->unit, "ActiveState", &state) >= 0 &&
               (streq(state, "failed") || streq(state, "inactive"));
}

int learn_probe(Learn *l, uint64_t most, RunWatch watch, const char **ret_said) {
        _cleanup_close_ int output = memfd_create("probe", MFD_CLOEXEC), process = -1;
        uint64_t end = learn_clock(CLOCK_MONOTONIC) + most;
        pid_t pid = output < 0 ? -1 : start(l->probe, output);
        int status = 0, r = 0;
        bool passed;

        if (pid < 0)
                return 0;
        process = pidfd_open(pid, 0);
        while (r == 0 && waitpid(pid, &status, WNOHANG) == 0) {
                struct pollfd p = { .fd = process, .events = POLLIN };

                if (!trial_goes_on(&l->trial))
                        r = -EINTR;
                else if (learn_clock(CLOCK_MONOTONIC) > end)
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
        *ret_said = r == -ETIME ? "it did not end in time" : last_line(l->arena, output);
        return r == -EINTR ? r : passed;
}
