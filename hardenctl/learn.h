/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the parts of "learn" share. Only learn*.c include this. */

#include "clock.h"
#include "learn-candidates.h"
#include "learn-trace.h"
#include "trial.h"

/* How far a run came. */
typedef enum LearnStep {
        LEARN_START, LEARN_PROBE, LEARN_RELOAD, LEARN_PROBE_AGAIN, LEARN_STOP, LEARN_LEFT, LEARN_COMPLAINT, LEARN_FINE,
        LEARN_LATE, LEARN_INTERRUPTED,
} LearnStep;

/* What is watched besides the service itself, and what is usual for it. */
typedef struct Usual {
        uint64_t start, probe, stop;  /* µs that they take */
        bool waits;                   /* the probe does not pass at the first time after a start */
        bool flaky;                   /* the probe has failed where it passed a moment later */
        bool can_reload;
        bool reload_fails;            /* also where nothing is forbidden */
        bool runs_on;                 /* it is active after its start */
        const char *stop_result;      /* Result= after a stop */
        size_t left;                  /* processes that a stop leaves */
        Strv complaints;              /* kinds of lines that say that something was refused */
} Usual;

typedef struct LogFile {
        const char *path;
        off_t size;
} LogFile;
typedef VEC(LogFile) LogFiles;

typedef struct LearnRun {
        LearnStep step;
        const char *why;              /* in words */
        Strv complaints;              /* of that kind, all of this run */
        Traces traces;
        uint64_t begun;               /* CLOCK_REALTIME in µs */
        Strv groups;                  /* control groups of the unit that were seen */
} LearnRun;

typedef struct Proven {
        bool is_there;
        bool is_whole;                /* not a part of a candidate; and the first start after an installation, too */
        unsigned weight;
        Candidate candidate;
} Proven;

typedef struct Learn {
        Context *context;
        Arena *arena;
        const char *unit, *probe;
        const char *file;             /* name of the policy that is tried, below /run/hardening.d */
        Trial trial;
        Usual usual;
        Candidate candidate;
        Restriction *only;            /* what the last experiment is weaker by, if it is one thing */
        LogFiles logs;                /* below /var/log, as they were at the beginning of a run */
        unsigned experiments;
        uint64_t begun, took;         /* CLOCK_MONOTONIC in µs */
        uint64_t deadline;            /* CLOCK_MONOTONIC in µs; 0: none */
        uint64_t late;                /* the same for what runs */
        bool out_of_time;
        bool runs_outside;            /* it has a user, and a command with "+", which has rights and no sandbox */
        bool runs_as_root;            /* it has a user, and a command that systemd starts without it */
        const char *slice;            /* its control group's parent */
        const char *plain;            /* its drop-in without the candidate: the policies that are in force */
        const char *strictest;        /* its settings with the whole candidate, but for what its unit does not allow */
        Strv doubtful;                /* places that somebody has written to while it was probed */
        Strv sure;                    /* places that belong to its users */
        Strv fresh;                   /* TemporaryFileSystem= of the directories that a new installation finds empty */
        bool fresh_starts;            /* it starts with them empty when nothing is forbidden */
        struct Seen *seen;            /* of the reference that runs */
        LearnRun reference, fresh_reference;
        Proven proven;                /* the best so far */
        int exposure_before, exposure; /* in tenths, and of the best so far; -1: unknown */
        int measured;                 /* of the last run that went well, as the manager has loaded it */
        Strv unfinished;              /* what there was no time to try, in words */
        Strv untested;                /* sentences for the end of the policy */
} Learn;

static inline bool learn_failed(const LearnRun *r) {
        return r->step != LEARN_FINE;
}

/* learn-plan.c: what the generator would make of the unit with the policy @text besides those that are in force. */
typedef struct LearnPlan {
        const char *dropin;  /* "": nothing */
} LearnPlan;
int learn_plan(Learn *l, const char *text, LearnPlan *ret);
/* The unit's name as a policy has to name it. */
const char *learn_match(Learn *l);
/* The directories that systemd makes for it. */
void learn_directories(Learn *l, Strv *ret);
/* The settings of a drop-in, without comments. */
const char *learn_settings(Arena *a, const char *dropin);
/* The text of a policy for the unit with these lines. */
const char *learn_policy_of(Learn *l, const char *lines);
/* The same with the candidate as it is; and the settings of the drop-in that the generator would make of that. The
 * second returns EXIT_FINE, or another status after a message. */
const char *learn_candidate_policy(Learn *l);
int learn_candidate_settings(Learn *l, const char **ret);
/* Puts the policy with @text among those that context_load_policies() has loaded. */
int learn_policies(Learn *l, const char *text, PolicySet *ret);

/* learn-run.c */
typedef enum RunFlags {
        RUN_REFERENCE = 1 << 0, /* what is seen is what is usual */
        RUN_FRESH = 1 << 1,     /* with empty directories; only whether it starts and stops */
        RUN_GENERATED = 1 << 2, /* by the generator, from the file that is in place */
} RunFlags;
/* Called now and then while the processes of the service run. */
typedef void (*RunWatch)(Learn *l, LearnStep step);
/* One experiment with the plan @dropin. */
void learn_run(Learn *l, const char *dropin, RunFlags flags, RunWatch watch, LearnRun *ret);

/* learn-probe.c: runs the probe once. 1: it passes, 0: it fails, -EINTR. */
int learn_probe(Learn *l, uint64_t most, RunWatch watch, const char **ret_said);

/* learn-log.c */
/* A line without what differs from run to run. */
const char *learn_kind(Arena *a, const char *line);
void learn_log_begin(Learn *l);
/* Kinds of lines since learn_log_begin() that say that something was refused. */
void learn_complaints(Learn *l, uint64_t since, Strv *ret);
