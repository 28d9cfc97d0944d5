/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The texts of drop-ins (design.md section 5, output; wait.md). */

#include "emit/units.h"

/* The whole file for a unit; without lines it only hides the drop-in of the unit's template. @mirrored: whether
 * /etc/resolv.conf has a mirror on this machine. */
const char *render_dropin(Arena *a, const UnitPlan *p, bool mirrored);

/* The file for a socket of the unit, which waits for what the unit waits for. */
const char *render_socket_dropin(Arena *a, const UnitPlan *p, const char *socket, bool mirrored);

/* The places in @c->waits of the paths that the service itself waits for: where it has a socket, of those alone that
 * never vanish again, since a service that is skipped takes its socket down (wait.md section 2). */
void service_waits(Arena *a, const ChrootPlan *c, bool mirrored, Strv *ret_paths);

/* The path that is looked at in the place of @path. */
const char *watched_path(const char *path, bool mirrored);
/* As it stands in a unit file. */
const char *percent_escape(Arena *a, const char *s);
