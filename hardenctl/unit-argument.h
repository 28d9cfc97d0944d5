/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Units as people name them: "nginx" is nginx.service, an alias its unit. */

#include "context.h"

/* The canonical name of the service that @word means. Returns EXIT_FINE; EXIT_USAGE after a message if @word is no
 * name of a service, EXIT_FAILED if there is no such unit. */
int unit_argument(Context *c, const char *word, const char **ret);

/* The same without a look at what is there. */
int unit_argument_name(Context *c, const char *word, const char **ret);

/* The units of several words; a glob is all services that match it, which may be none. */
int unit_arguments(Context *c, size_t n, char **words, Strv *ret);
