/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The value of an option that is in force, and who has set it: the unit's files and the plan merged as systemd merges
 * them, with what one option implies for another (unit_patch_contexts() of systemd).
 */

#include "emit/units.h"

typedef enum SetterKind {
        SETTER_FRAGMENT,
        SETTER_DROPIN,
        SETTER_POLICY,
        SETTER_IMPLIED, /* by another option */
} SetterKind;

typedef struct Setter {
        SetterKind kind;
        const char *file;
        unsigned line;
        const char *value; /* of the line; of an emitted line the value that the plan has made of the policy's */
        const char *by;    /* SETTER_IMPLIED: such as "DynamicUser=yes" */
} Setter;
typedef VEC(Setter) Setters;

typedef struct InForce {
        const char *value; /* as it could stand in a unit, several lines of it separated by "\n"; NULL: unset */
        Setters setters;   /* all that make the value together, in systemd's order; none: systemd's default */
} InForce;

/* What is merged. */
typedef struct Subject {
        Arena *arena;
        const Target *target;
        Defaults *defaults;
        const Unit *unit;
        const Plan *plan;          /* NULL: nothing is emitted */
        const ChrootPlan *chroot;  /* likewise */
        const char *resolv_bind;   /* what stands for the bind of /etc/resolv.conf */
} Subject;

void in_force(const Subject *s, const Option *o, InForce *ret);
