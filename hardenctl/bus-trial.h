/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a trial asks of the manager: jobs that can be given up, and a timer that acts when we no longer can. */

#include "bus.h"

/* Called again and again while something is waited for; false: give up. */
typedef bool (*BusTick)(void *userdata);

/* StartUnit, RestartUnit or StopUnit, and waits for the job's end. 0: done; -EIO: failed; -EINTR: given up. */
int bus_job(Bus *b, const char *method, const char *unit, BusTick tick, void *userdata);

/* Also gives the unit its full number of starts again. */
int bus_reset_failed(Bus *b, const char *unit);

/* Waits for about a quarter of a second, or less where there is news. */
void bus_pause(Bus *b);

/* A transient timer @name.timer that runs @command as @name.service in @seconds. */
int bus_arm(Bus *b, const char *name, const char *description, unsigned seconds, const Strv *command);
/* Lets the time begin anew. */
int bus_rearm(Bus *b, Arena *a, const char *name);
/* Stops it. */
int bus_disarm(Bus *b, Arena *a, const char *name);
