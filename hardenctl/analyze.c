/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "analyze.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>

/* The child. Weights and badness are columns of the table for those who debug systemd-analyze. */
static void run(int output, const char *path, const Strv *arguments) {
        int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
        sigset_t none;

        sigemptyset(&none);
        (void) sigprocmask(SIG_SETMASK, &none, NULL);
        if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
            dup2(nothing, STDERR_FILENO) < 0)
                _exit(EXIT_FAILURE);
        if (path)
                (void) setenv("SYSTEMD_UNIT_PATH", path, 1);
        (void) setenv("SYSTEMD_ANALYZE_DEBUG", "1", 1);
        (void) setenv("SYSTEMD_COLORS", "0", 1);
        (void) setenv("SYSTEMD_URLIFY", "0", 1);
        execvp("systemd-analyze", (char **) arguments->v);
        _exit(EXIT_FAILURE);
}

Run analyze_start(Arena *a, const char *path, const Strv *units) {
        Run r = { .pid = -1, .fd = memfd_create("exposures", MFD_CLOEXEC) };
        Strv words = {};

        if (r.fd < 0)
                return r;
        vec_push(a, &words, "systemd-analyze");
        vec_push(a, &words, "security");
        vec_push(a, &words, "--no-pager");
        if (path)
                vec_push(a, &words, "--offline=yes");
        vec_push(a, &words, "--");
        vec_foreach(u, units)
                vec_push(a, &words, *u);
        vec_push(a, &words, NULL);
        fflush(NULL);
        r.pid = fork();
        if (r.pid == 0)
                run(r.fd, path, &words);
        return r;
}

/* The last @n words of a line, if they are numbers. */
static bool last_numbers(char *line, size_t n, unsigned long long *ret) {
        char *end = line + strlen(line), *p;

        while (n > 0) {
                while (end > line && end[-1] == ' ')
                        end--;
                *end = '\0';
                for (p = end; p > line && p[-1] != ' '; p--)
                        ;
                if (p == end)
                        return false;
                if (strchr(p, '.')) { /* the share of the exposure, which not every line has */
                        end = p;
                        continue;
                }
                if (strspn(p, "0123456789") != strlen(p))
                        return false;
                ret[--n] = strtoull(p, NULL, 10);
                end = p;
        }
        return true;
}

static unsigned long long round_up(unsigned long long a, unsigned long long b) {
        return (a + b - 1) / b;
}

/* Those that PrivateMounts= is implied by. */
static bool implies_mounts(const char *id) {
        static const char *const ids[] = {
                "PrivateDevices=", "PrivateTmp=", "ProtectControlGroups=", "ProtectKernelTunables=",
                "ProtectKernelModules=", "ProtectHome=", "ProtectSystem=",
        };

        for (size_t i = 0; i < ELEMENTSOF(ids); i++)
                if (startswith(id, ids[i]))
                        return true;
        return false;
}

/* One line of the table: what it is about, and its weight, badness and range. */
static void add_line(const char *id, const unsigned long long *n, Sums *sums) {
        unsigned long long badness;

        if (n[1] == UINT64_MAX) /* does not apply */
                return;
        badness = round_up(n[1] * n[0], n[2]);
        sums->badness += badness;
        sums->weight += n[0];
        if (startswith(id, "PrivateMounts=")) {
                sums->private_mounts = badness;
                sums->its_weight = n[0];
        }
        sums->mounts = sums->mounts || (implies_mounts(id) && n[1] < n[2]);
}

static void take_line(Arena *a, char *line, Sums *sums, Report *ret) {
        char *name = strstr(line, "Overall exposure level for ");
        char *colon = name ? strstr(name, ": ") : NULL;
        const char *id = line;
        unsigned long long n[3];
        unsigned whole, tenth;

        if (colon && sscanf(colon + 2, "%u.%u", &whole, &tenth) == 2) {
                sums->unit = arena_strndup(a, name + strlen("Overall exposure level for "),
                                           (size_t) (colon - name) - strlen("Overall exposure level for "));
                sums->printed = whole * 10UL + tenth;
                sums->is_whole = sums->weight > 0 && exposure_of(sums->badness, sums->weight) == sums->printed;
                vec_push(a, ret, *sums);
                *sums = (Sums) {};
                return;
        }
        while (*id && !isalpha((unsigned char) *id))
                id++; /* a check mark */
        if (last_numbers(line, ELEMENTSOF(n), n) && n[2] > 0)
                add_line(id, n, sums);
}

void analyze_finish(Arena *a, Run *r, Report *ret) {
        Sums sums = {};
        char *line = NULL;
        size_t size = 0;
        FILE *f;

        if (r->pid > 0)
                while (waitpid(r->pid, NULL, 0) < 0 && errno == EINTR)
                        ;
        if (r->fd < 0)
                return;
        (void) lseek(r->fd, 0, SEEK_SET);
        f = fdopen(r->fd, "r");
        while (f && getline(&line, &size, f) > 0) {
                line[strcspn(line, "\n")] = '\0';
                take_line(a, line, &sums, ret);
        }
        free(line);
        if (f)
                fclose(f);
        else
                close(r->fd);
}
