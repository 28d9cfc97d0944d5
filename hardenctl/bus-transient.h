/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Transient services over D-Bus. */

#include <stdint.h>

#include "bus.h"

typedef struct BusTransient BusTransient;

typedef struct BusExit {
        bool started;        /* the start job was done */
        int code, status;    /* si_code and si_status of waitid(2); code 0: it runs */
        uint32_t pid;
        const char *result;  /* Result= of systemd.service(5) */
} BusExit;

/* Starts the service @name and waits for the end of its start job. @fds: its standard streams, or NULL. What it does
 * is set by drop-ins of that name. Returns 0 or a negative errno; whether it has started says bus_transient_exit(). */
int bus_transient_start(Bus *b, Arena *a, const char *name, const char *description, const int *fds,
                        BusTransient **ret);
/* To be polled for reading; then bus_transient_has_ended() says whether that was it. */
int bus_transient_fd(const BusTransient *t);
bool bus_transient_has_ended(BusTransient *t);
void bus_transient_wait(BusTransient *t);
const BusExit *bus_transient_exit(const BusTransient *t);
void bus_transient_done(BusTransient *t);

int bus_stop(Bus *b, const char *unit);
