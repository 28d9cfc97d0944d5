/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-show.h"

#include <stdio.h>
#include <sys/ioctl.h>

#include "analyze.h"
#include "unit/name.h"

#define USUAL 20U /* experiments, for the bar */
#define WIDTH 20U

static double seconds(const Learn *l) {
        return (double) (clock_usec(CLOCK_MONOTONIC) - l->begun) / 1e6;
}

/* On one line of the terminal: what goes on below would stay. */
static size_t width(void) {
        struct winsize size;

        return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) >= 0 && size.ws_col > 0 ? size.ws_col - 1U : 79U;
}

static const char *exposure_text(Learn *l) {
        if (l->exposure < 0)
                return "";
        return arena_printf(l->arena, ", exposure %d.%d so far", l->exposure / 10, l->exposure % 10);
}

void show_run(Learn *l, const char *what, const LearnRun *run) {
        unsigned n = l->experiments, full = n >= USUAL ? WIDTH - 1 : n * WIDTH / USUAL;
        const char *text;

        if (!isatty(STDERR_FILENO)) {
                fprintf(stderr, "%6.1f s, experiment %u: %s: %s%s\n", seconds(l), n, what, run->why, exposure_text(l));
                return;
        }
        text = arena_printf(l->arena, "[%.*s%*s] %u%s: %s: %s", (int) full, "####################",
                            (int) (WIDTH - full), "", n, exposure_text(l), what, run->why);
        fprintf(stderr, "\r\033[K%.*s", (int) width(), text);
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

void show_step(const char *what) {
        if (isatty(STDERR_FILENO))
                fprintf(stderr, "\r\033[K%s ...", what);
        else
                fprintf(stderr, "          %s\n", what);
        fflush(stderr);
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
