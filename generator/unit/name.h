/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Unit names (systemd.unit(5)): plain x.service, template x@.service, instance x@y.service. */

#include "base/arena.h"

/* Whether @s is a valid unit name with the suffix @type, such as ".service". */
bool unit_name_is_valid(const char *s, const char *type);
bool unit_name_is_template(const char *s);
bool unit_name_is_instance(const char *s);
/* The template of an instance: x@.service of x@y.service. */
const char *unit_name_template(Arena *a, const char *s);
/* The name that the next more general drop-in directory has: foo-bar-.service of foo-bar-baz.service and of
 * foo-bar-baz@.service, foo-@y.service of foo-bar@y.service; NULL where there is none. */
const char *unit_name_chop(Arena *a, const char *s);
/* Whether @s is a glob for fnmatch(3). */
bool is_glob(const char *s);
