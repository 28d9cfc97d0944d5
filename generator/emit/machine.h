/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * All files for a machine, from its policies: the drop-ins, and the units that hold services back. The generator writes
 * them, hardenctl compares them with what is there.
 */

#include "emit/units.h"

/* Called for each file: "x.service.d/45-hardening.conf", "hardening-wait-etc-resolv.conf.path". */
typedef void (*FileFunc)(Arena *scratch, const char *path, const char *text, void *userdata);

/* @file_func may be NULL. @unit_func (or NULL) hears of each unit that a policy matches, as in plan_units(). */
void emit_machine(UnitIndex *x, const Target *t, const PolicySet *set, PlanFlags flags, Messages *m, FileFunc file_func,
                  UnitPlanFunc unit_func, void *userdata);
