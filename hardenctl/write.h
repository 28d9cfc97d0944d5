/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The only place that writes: single files in a directory of policies below the root. Whatever ends us in between,
 * a file is there whole or not at all; what may be left behind begins with a dot and is read by nobody.
 */

#include "context.h"

/* All return 0, or a negative errno. @dir is made when it is missing. */

/* Makes a symlink; -EEXIST if anything has that name. */
int write_link(Context *c, const char *dir, const char *name, const char *target);
/* Makes or replaces a file, mode 0644. */
int write_file(Context *c, const char *dir, const char *name, const char *text);
int write_remove(Context *c, const char *dir, const char *name);

/* Waits until no other hardenctl is at work on this root, so that none undoes what another one writes. It ends by
 * write_unlock() or with the process, and leaves nothing behind. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int write_lock(Context *c, int *ret);
void write_unlock(int *lock);

/* Says that @dir/@name cannot be written and what would help. Returns EXIT_FAILED. */
int write_failed(const char *dir, const char *name, int error);
