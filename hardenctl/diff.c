/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "say.h"
#include "verbs.h"

int verb_diff(Context *c, size_t n, char **arguments) {
        (void) c, (void) n, (void) arguments;
        return say(EXIT_FAILED, "diff: not written yet");
}
