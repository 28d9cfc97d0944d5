/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * hardenctl --complete WORD...: what the last word of a command line may become. The completions of the shells call
 * it, so that they know no verb and no option themselves.
 */

/* Prints lines "word TAB help". @argv: something, the words so far, and the one to be completed. Returns EXIT_FINE,
 * EXIT_FINDINGS where a file name is meant (which the shell knows best), or EXIT_FAILED. */
int complete(int argc, char **argv);
