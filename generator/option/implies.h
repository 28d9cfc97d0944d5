/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What systemd sets by itself when another option is set (systemd.exec(5); unit_patch_contexts()). */

#include "option/option.h"

typedef struct Implied {
        const Option *by, *option;
        const char *value;
        bool always; /* also in the place of a value that is set */
} Implied;

typedef struct ImpliedCapability {
        const Option *by;
        const char *capability; /* that it takes out of the bounding set */
} ImpliedCapability;

/* Each ends with an empty row. */
extern const Implied implied_table[];
extern const ImpliedCapability implied_capability_table[];

/* Seccomp options imply NoNewPrivileges= before this version, where the service is not root; semantics.md 5. */
#define NNP_EXPLICIT_SINCE 255
