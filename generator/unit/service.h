/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a service is, read off its unit files: the values that systemd would work with. */

#include "unit/unit.h"

/* The effective Type=, defaults included (systemd.service(5)). */
const char *service_type(const Unit *u);

/* The effective User=; "root" where unset. With DynamicUser=yes and no User= it is the unit's prefix. */
const char *service_user(Arena *a, const Unit *u);
bool service_is_root(const Unit *u);
bool service_is_dynamic(const Unit *u);

/* Whether the unit's files say yes to a boolean of the table. */
bool service_says_yes(const Unit *u, const Option *o);

typedef struct Program {
        const char *path; /* as written; without a slash if it is looked up */
        bool privileged;  /* "+" prefix: runs outside of the sandbox */
} Program;

/* The program of one Exec*= value: prefixes stripped, env VAR=… looked through. Returns 1, or 0 if
 * there is none (an empty value, a broken one). */
int exec_program(Arena *a, const char *value, Program *ret);

/* The program of the first ExecStart=, NULL if there is none. */
const char *service_program(Arena *a, const Unit *u);

/* Whether the program is one that runs others' programs: its name says nothing of the service. */
bool program_is_interpreter(const char *path);

/* The lines from the last empty assignment on; NULL if there are none. */
const UnitLine *lines_after_reset(const UnitLine *l);
