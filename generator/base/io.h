/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>
#include <sys/types.h>

/* Reads until the end of the file or @limit bytes. Returns how many, or a negative errno. */
ssize_t read_all(int fd, char *p, size_t limit);
