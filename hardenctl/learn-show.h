/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What is said while it goes on, on stderr. */

#include "learn.h"

/* One experiment is done: a progress bar on a terminal, else a line. */
void show_run(Learn *l, const char *what, const LearnRun *run);
/* Why the next experiment is another one. */
void show_suspect(Learn *l, const Restriction *r);
void show_place(const char *place);
/* What takes longer, and is no experiment. */
void show_step(const char *what);
/* Takes the bar away. */
void show_end(void);
/* In tenths, of what the manager has loaded; -1: unknown. */
int show_exposure(Learn *l);
