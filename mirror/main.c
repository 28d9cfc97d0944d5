/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Keeps a copy of a file up to date: services with a root of their own mount it in place of the file. */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "copy.h"
#include "follow.h"
#include "notify.h"

#define EXIT_USAGE 2
#define SETTLE_NSEC (50 * 1000 * 1000) /* time for a writer that has begun to come to its end */

static int usage(FILE *f, int status) {
        fputs("Usage: mirror SOURCE TARGET [UNIT]\n\n"
              "Keeps TARGET at the content of SOURCE, in place, for as long as it runs. Both are absolute paths.\n"
              "UNIT is restarted after each change of content, but not when TARGET is filled for the first time.\n",
              f);
        return status;
}

static void on_end(int signal) {
        (void) signal;
        _exit(EXIT_SUCCESS);
}

/* An end comes only while nothing is being written: with the signals of @ret_mask, and no others, blocked. */
static int set_up_signals(sigset_t *ret_mask) {
        struct sigaction end = { .sa_handler = on_end };
        struct sigaction child = { .sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT };
        sigset_t mask;

        sigemptyset(&mask);
        sigaddset(&mask, SIGINT);
        sigaddset(&mask, SIGTERM);
        if (sigprocmask(SIG_BLOCK, &mask, ret_mask) < 0 || sigaction(SIGINT, &end, NULL) < 0 ||
            sigaction(SIGTERM, &end, NULL) < 0 || sigaction(SIGCHLD, &child, NULL) < 0)
                return -errno;
        sigdelset(ret_mask, SIGINT);
        sigdelset(ret_mask, SIGTERM);
        return 0;
}

static int report(int r, const char *what) {
        errno = -r;
        warn("cannot %s", what);
        return r;
}

/* Follows the source anew, and then looks at it: what changes after the look is noticed. */
static int look(Copy *c, Follow *f, const char *unit, const sigset_t *mask) {
        _cleanup_(follow_close) Follow old = *f;
        int r, k;

        *f = (Follow) FOLLOW_INIT;
        r = follow_open(f, c->source);
        if (r < 0)
                return report(r, "watch for changes");
        r = copy_update(c);
        if (r != COPY_CHANGED || !unit)
                return r;
        k = restart_unit(unit, mask);
        if (k < 0)
                (void) report(k, "run systemctl");
        return r;
}

static int run(Copy *c, const char *unit, const sigset_t *mask) {
        const struct timespec settle = { .tv_nsec = SETTLE_NSEC };
        _cleanup_(follow_close) Follow f = FOLLOW_INIT;
        bool ready = false;

        for (;;) {
                int r, k;

                r = look(c, &f, unit, mask);
                if (r < 0)
                        return r;
                if (r != COPY_UNSTEADY) {
                        k = ready ? 0 : notify("READY=1");
                        if (k < 0)
                                return report(k, "notify the manager");
                        ready = true;
                        r = follow_wait(&f, mask);
                        if (r < 0)
                                return report(r, "wait for changes");
                        if (r == FOLLOW_DONE)
                                continue;
                }
                (void) ppoll(NULL, 0, &settle, mask);
        }
}

int main(int argc, char *argv[]) {
        _cleanup_(copy_done) Copy copy = {};
        sigset_t mask;
        int r;

        if (argc == 2 && streq(argv[1], "--help"))
                return usage(stdout, EXIT_SUCCESS);
        if (argc < 3 || argc > 4 || argv[1][0] != '/' || argv[2][0] != '/' || (argc == 4 && !*argv[3]))
                return usage(stderr, EXIT_USAGE);

        umask(0022);
        r = set_up_signals(&mask);
        if (r >= 0)
                r = copy_init(&copy, argv[1], argv[2]);
        if (r < 0)
                (void) report(r, "begin");
        else
                r = run(&copy, argv[3], &mask);
        return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
