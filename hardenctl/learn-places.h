/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* From what has changed while a service ran to the places that it writes to. */

#include "learn.h"
#include "learn-writes.h"

#define SEEN_UIDS_MAX 16

/* What was seen so far. */
typedef struct Seen {
        LearnStep step;
        uint64_t next;                      /* look at processes */
        uint64_t started, probed, stopping; /* CLOCK_REALTIME in µs */
        WrittenFiles early, while_probed;
        PolicySet set;                      /* with the candidate as it is by now */
        size_t findings;
        uid_t uids[SEEN_UIDS_MAX];               /* of its processes, but for root */
        size_t n_uids;
        Strv groups;
        Strv own;                           /* directories that systemd makes for it, and leaves writable */
} Seen;

/* Whether one of @places is @path or above it. */
bool places_cover(const Strv *places, const char *path);

/* Fills in the candidate's places, once the service is stopped, and what they say about its umask. */
void places_take(Learn *l, const Seen *seen);
