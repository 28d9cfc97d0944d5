/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Looks for the elements of a set that make an experiment fail, with few experiments. */

#include <stddef.h>

#include "base/arena.h"

/* Whether it fails with the elements @in alone: 1, 0, or a negative errno, which ends the search. */
typedef int (*BisectTest)(void *userdata, const bool *in);

/* Finds a smallest set of the @n elements that fails, where all @in it together do; @ret are its marks. The @guesses,
 * places of elements, are tried first. A single guilty one takes about log2(@n) + 1 experiments. Returns 0 or what
 * @test returned. */
int bisect(Arena *a, const bool *in, size_t n, const size_t *guesses, size_t n_guesses, BisectTest test, void *userdata,
           bool *ret);
