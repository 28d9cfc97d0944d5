/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "explanation.h"

/* Adds to @e what [Chroot] and [Wait] bring about. */
void sections_add(Explanation *e);
