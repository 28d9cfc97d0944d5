/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Names of units that are made from paths. */

#include "base/arena.h"

/* As systemd-escape --path: /srv/my-data becomes srv-my\x2ddata (systemd.unit(5)). */
const char *path_escape(Arena *a, const char *path);

/* The middle of the names hardening-wait-….path and hardening-wait-…@.target: escaped paths, joined by "--". What is
 * over 100 bytes becomes a hash of 16 digits (design.md 10.13). */
const char *wait_name(Arena *a, const Strv *escaped);
