/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* measure RUNS OUT -- PROGRAM [ARGUMENT...] -- PROGRAM [ARGUMENT...]...
 *
 * Runs the programs by turns, RUNS times each, as systemd runs a generator: OUT/normal, OUT/early
 * and OUT/late are empty and become the last three arguments. Prints a line for each program: the
 * least and the median wall time in microseconds, from before the fork to the end of the child, and
 * the greatest peak memory in KiB. Emptying OUT is not in the times. */

#include <err.h>
#include <ftw.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_PROGRAMS = 8, MAX_ARGUMENTS = 16 };

typedef struct Program {
        char *argv[MAX_ARGUMENTS];
        double *times;
        long memory;
} Program;

static char *normal, *early, *late;
extern char **environ;

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw) {
        (void) st, (void) type;
        return ftw->level > 0 ? remove(path) : 0;
}

static void empty(const char *out) {
        if (nftw(out, remove_entry, 32, FTW_DEPTH | FTW_PHYS) != 0)
                err(1, "%s", out);
        if (mkdir(normal, 0755) < 0 || mkdir(early, 0755) < 0 || mkdir(late, 0755) < 0)
                err(1, "mkdir below %s", out);
}

static double now(void) {
        struct timespec t;

        clock_gettime(CLOCK_MONOTONIC, &t);
        return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static double run(Program *p) {
        struct rusage usage;
        int status, r;
        pid_t pid;
        double start = now();

        r = posix_spawn(&pid, p->argv[0], NULL, NULL, p->argv, environ);
        if (r != 0)
                errx(1, "%s: %s", p->argv[0], strerror(r));
        if (wait4(pid, &status, 0, &usage) < 0)
                err(1, "wait4");
        start = now() - start;

        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
                errx(1, "%s failed with status 0x%x", p->argv[0], (unsigned) status);
        if (usage.ru_maxrss > p->memory)
                p->memory = usage.ru_maxrss;
        return start;
}

static int compare(const void *a, const void *b) {
        double x = *(const double*) a, y = *(const double*) b;

        return (x > y) - (x < y);
}

/* Splits the arguments at "--"; returns the number of programs. */
static size_t parse(char **args, size_t runs, Program *programs) {
        size_t n = 0;

        while (*args) {
                size_t k = 0;

                if (n == MAX_PROGRAMS)
                        errx(2, "too many programs");
                for (args++; *args && strcmp(*args, "--") != 0; args++)
                        if (k < MAX_ARGUMENTS - 4)
                                programs[n].argv[k++] = *args;
                programs[n].argv[k++] = normal;
                programs[n].argv[k++] = early;
                programs[n].argv[k++] = late;
                programs[n].times = calloc(runs, sizeof(double));
                if (!programs[n++].times)
                        err(1, "calloc");
        }
        return n;
}

int main(int argc, char *argv[]) {
        static Program programs[MAX_PROGRAMS];
        size_t n, runs = argc > 3 ? strtoul(argv[1], NULL, 10) : 0;

        if (runs == 0 || strcmp(argv[3], "--") != 0)
                errx(2, "usage: measure RUNS OUT -- PROGRAM [ARGUMENT...]...");
        if (asprintf(&normal, "%s/normal", argv[2]) < 0 ||
            asprintf(&early, "%s/early", argv[2]) < 0 ||
            asprintf(&late, "%s/late", argv[2]) < 0)
                err(1, "asprintf");
        n = parse(argv + 3, runs, programs);

        for (size_t i = 0; i < runs; i++)
                for (size_t k = 0; k < n; k++) {
                        empty(argv[2]);
                        programs[k].times[i] = run(programs + k);
                }

        for (size_t k = 0; k < n; k++) {
                qsort(programs[k].times, runs, sizeof(double), compare);
                printf("%.0f %.0f %ld\n", programs[k].times[0], programs[k].times[runs / 2],
                       programs[k].memory);
        }
        return 0;
}
