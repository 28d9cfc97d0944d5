/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Socket activation: which socket listens for a service (design.md section 10.11). */

#include "unit/service.h"

/* The name of a socket unit that activates @u: by its Sockets=, by equal name, or by the socket's Service=.
 * NULL: none. */
const char *service_socket(Arena *a, UnitIndex *x, const Unit *u);
