/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What explain prints: all options of a unit, one of them in depth, and both as JSON. */

#include "explanation.h"
#include "json.h"

void explain_print_unit(const Explanation *e);
void explain_print_option(const Explanation *e, const ExplainedOption *x);
void explain_json_unit(const Explanation *e, Json *j);
void explain_json_option(const Explanation *e, const ExplainedOption *x, Json *j);

/* "FILE:LINE" of all that make a value; "systemd's default". */
const char *setters_text(Arena *a, const Setters *setters);
const char *sources_text(Arena *a, const PlanSources *sources);
/* A value for people: what is unset or empty says so. */
const char *value_text(const char *value);
