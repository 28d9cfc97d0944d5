/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Units that exist to run anything or to bring the machine up: only a policy that has their literal
 * name in `Unit=` matches them. What protects a unit by its contents (DefaultDependencies=no,
 * Delegate=) is not looked at here.
 */

typedef struct ProtectedUnit {
        const char *glob;   /* for fnmatch() with FNM_NOESCAPE, against the full name */
        const char *reason;
} ProtectedUnit;

/* Ends with a row without glob. */
extern const ProtectedUnit protected_units[];

/* The reason why a pattern never matches @unit by its name, NULL if it may; static storage. */
const char *protected_reason(const char *unit);
