/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Socket activation: which socket listens for a service (design.md section 10.11). */

#include "unit/service.h"

/* The names of the socket units that activate @u: by its Sockets=, by equal name (with Accept=yes that without
 * the "@"), or by the socket's Service=. */
void service_sockets(Arena *a, UnitIndex *x, const Unit *u, Strv *ret);
/* The first of them; NULL: none. */
const char *service_socket(Arena *a, UnitIndex *x, const Unit *u);

/* The file of the name of our drop-in that a socket has already; NULL: none. */
const char *socket_occupied(Arena *a, UnitIndex *x, const char *socket);
