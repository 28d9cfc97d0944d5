/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The only place that writes: whole files below the directory that systemd gives the generator. */

#include "base/arena.h"

/* Writes @path ("x.path", "x.service.d/45-hardening.conf") below @dir with @text, mode 0644, its directory 0755
 * whatever the umask. A file that is there already is not touched, and no link is followed. Returns 0 or a negative
 * errno, and leaves nothing half-written. */
int output_file(Arena *scratch, int dir, const char *path, const char *text);
