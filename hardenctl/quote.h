/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "context.h"

/* The text of a setting that ends in line @line of @file, its continuation lines included; "" if it is gone. */
const char *quote_line(Context *c, const char *file, unsigned line);
