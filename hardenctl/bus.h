/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The system manager over D-Bus: PID 1's own socket for root, else the system bus. Nothing else knows sd-bus. Each
 * function returns 0 or a negative errno, and takes no connection (NULL) for -ENOTCONN.
 */

#include "base/arena.h"

typedef struct Bus Bus;

int bus_open(Bus **ret);
void bus_close(Bus *b);

/* A property of the manager that is a string, such as Version. */
int bus_manager_string(Bus *b, Arena *a, const char *property, const char **ret);

/* Properties of a unit, of the interface Unit or Service as it fits. A unit that is not loaded gets loaded, one that
 * is not there has LoadState=not-found. Booleans and numbers of any size are numbers. */
int bus_unit_string(Bus *b, Arena *a, const char *unit, const char *property, const char **ret);
int bus_unit_strings(Bus *b, Arena *a, const char *unit, const char *property, Strv *ret);
int bus_unit_number(Bus *b, const char *unit, const char *property, unsigned long long *ret);

typedef struct BusUnit {
        const char *name, *load_state, *active_state, *sub_state;
} BusUnit;
typedef VEC(BusUnit) BusUnits;

/* The services that are loaded. */
int bus_services(Bus *b, Arena *a, BusUnits *ret);

/* What failed last, as the manager put it; "" if it said nothing. */
const char *bus_error(const Bus *b);

/* daemon-reload; waits for its end. */
int bus_reload(Bus *b);
/* Restarts the units that run, and waits. -EIO if one of them failed; @ret_failed are their names. */
int bus_try_restart(Bus *b, Arena *a, const Strv *units, Strv *ret_failed);
