/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "base/arena.h"
#include "terminal.h"
#include "unit/word.h"

static pid_t pager = 0;

/* Who was given root's rights by sudo must not get a shell from the pager. */
static bool must_be_secure(void) {
        const char *secure = getenv("SYSTEMD_PAGERSECURE");

        if (secure)
                return boolean_parse(secure) != 0;
        return geteuid() != getuid() || getenv("SUDO_UID");
}

/* What is asked for; NULL: nothing, and there is a default; "": no pager. */
static const char *wanted(void) {
        const char *p = getenv("SYSTEMD_PAGER") ?: getenv("PAGER");

        if (p && (!*p || streq(p, "cat")))
                return "";
        return must_be_secure() ? NULL : p;
}

static void run_pager(Arena *a, const char *command) {
        static char *const fallbacks[][2] = { { (char *) "less" }, { (char *) "more" } };
        const char *less = getenv("SYSTEMD_LESS"), *charset = getenv("SYSTEMD_LESSCHARSET");
        Strv words = {};

        (void) setenv("LESS", less ?: "FRSXMK", 1);
        (void) setenv("LESSCHARSET", charset ?: "utf-8", 1);
        if (must_be_secure())
                (void) setenv("LESSSECURE", "1", 1);
        if (command && words_split(a, command, 0, &words) >= 0 && words.n > 0) {
                vec_push(a, &words, NULL);
                (void) execvp(words.v[0], (char *const *) words.v);
        }
        /* more(1) knows no secure mode of its own. */
        for (size_t i = 0; i < (must_be_secure() ? 1 : ELEMENTSOF(fallbacks)); i++)
                (void) execvp(fallbacks[i][0], fallbacks[i]);
}

/* Without any pager its process passes on what it gets. */
static void copy(void) {
        char buffer[4096];
        ssize_t n;

        while ((n = read(STDIN_FILENO, buffer, sizeof(buffer))) > 0)
                if (write(STDOUT_FILENO, buffer, (size_t) n) != n)
                        break;
}

static void child(int in, const char *command) {
        _cleanup_arena_ Arena a = {};

        (void) prctl(PR_SET_PDEATHSIG, SIGTERM);
        (void) sigaction(SIGPIPE, &(struct sigaction) { .sa_handler = SIG_DFL }, NULL);
        if (dup2(in, STDIN_FILENO) >= 0) {
                run_pager(&a, command);
                copy();
        }
        _exit(EXIT_SUCCESS);
}

void pager_open(const Options *o) {
        const char *command = wanted(), *term = getenv("TERM");
        int fds[2];

        if (pager > 0 || o->no_pager || !terminal_is_output() || (command && !*command) ||
            (term && streq(term, "dumb")))
                return;
        (void) terminal_width();
        fflush(stdout);
        if (pipe2(fds, O_CLOEXEC) < 0)
                return;
        pager = fork();
        if (pager == 0)
                child(fds[0], command);
        if (pager > 0 && dup2(fds[1], STDOUT_FILENO) >= 0)
                (void) sigaction(SIGINT, &(struct sigaction) { .sa_handler = SIG_IGN }, NULL);
        close(fds[0]);
        close(fds[1]);
}

void pager_close(void) {
        if (pager <= 0)
                return;
        (void) fclose(stdout);
        while (waitpid(pager, NULL, 0) < 0 && errno == EINTR)
                ;
        pager = 0;
}
