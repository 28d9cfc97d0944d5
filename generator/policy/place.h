/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Policies and profiles as files: which ones there are, and which may be trusted. */

#include "base/message.h"
#include "base/root.h"

typedef struct PolicyFile {
        const char *name;
        const char *path;
} PolicyFile;
typedef VEC(PolicyFile) PolicyFiles;

/* The *.conf in @subdirectory ("" or "/profiles") of all directories of policies: sorted by name, of
 * several of one name the first in precedence. Returns 0 or a negative errno. */
int policy_files_list(const Root *root, Arena *a, const char *subdirectory, PolicyFiles *ret);

/* Reads @path. A file that is refused (no regular file, writable for others, too large, a link that
 * leads astray) is told to @m, as "... ignored". Returns 1 if the file was read, 0 if it is a mask,
 * -EPERM if only its permissions speak against it (@ret is its text all the same), or another negative
 * errno. */
int policy_file_read(const Root *root, Arena *a, Messages *m, const char *path, char **ret, size_t *ret_size);
