/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-show.h"

#include <stdio.h>

#include "analyze.h"
#include "unit/name.h"

#define USUAL 20U /* experiments, for the bar */
#define WIDTH 20U

static double seconds(const Learn *l) {
        return (double) (clock_usec(CLOCK_MONOTONIC) - l->begun) / 1e6;
}

void show_run(Learn *l, const char *what, const LearnRun *run) {
        unsigned n = l->experiments, full = n >= USUAL ? WIDTH - 1 : n * WIDTH / USUAL;

        if (!isatty(STDERR_FILENO)) {
                fprintf(stderr, "%6.1f s, experiment %u: %s: %s\n", seconds(l), n, what, run->why);
                return;
        }
        fprintf(stderr, "\r\033[K[");
        for (unsigned i = 0; i < WIDTH; i++)
                fputc(i < full ? '#' : ' ', stderr);
        fprintf(stderr, "] %u: %s", n, what);
        if (l->exposure >= 0)
                fprintf(stderr, ", exposure %d.%d", l->exposure / 10, l->exposure % 10);
        fprintf(stderr, ": %.60s", run->why);
        fflush(stderr);
}

void show_suspect(Learn *l, const Restriction *r) {
        if (!isatty(STDERR_FILENO))
                fprintf(stderr, "          suspected: %s, since %s\n", restriction_text(l->arena, r), r->suspicion);
}

void show_place(const char *place) {
        if (!isatty(STDERR_FILENO))
                fprintf(stderr, "          suspected: it writes below %s\n", place);
}

void show_end(void) {
        if (isatty(STDERR_FILENO))
                fprintf(stderr, "\r\033[K");
}

int show_exposure(Learn *l) {
        Report report = {};
        Strv units = {};
        Run run;

        vec_push(l->arena, &units, l->unit);
        run = analyze_start(l->arena, NULL, &units);
        analyze_finish(l->arena, &run, &report);
        return report.n > 0 ? (int) report.v[0].printed : -1;
}
