/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the groups of checks of "hardenctl verify" share. Each check is a small function in the table of its group. */

#include "context.h"
#include "emit/machine.h"
#include "unit/conf.h"

typedef struct Finding {
        int level; /* LOG_ERR or LOG_WARNING */
        const char *check;
        const char *file; /* NULL: it is about none */
        unsigned line;    /* 0: the whole file */
        const char *text;
        bool about_unit;  /* and one such finding is enough for a line */
        size_t more;      /* units besides the one in the text */
} Finding;

/* A policy or a profile as it stands in its file. */
typedef struct PolicyText {
        const char *path;
        bool is_profile;
        bool shipped; /* by a package: need not fit this machine */
        const char *text;
        ConfLines lines;
        const Policy *policy; /* NULL: refused, or meant for other machines; of a profile its lines alone */
} PolicyText;

typedef struct Verify {
        Context *context;
        Arena *arena;
        bool given;         /* files of the command line, not those in force */
        PolicySet *set;     /* the policies to plan with */
        VEC(PolicyText) files;
        Strv chrooted;      /* units that [Chroot] or [Wait] does something for */
        PlanSources excepting; /* lines whose exceptions are from something: verify-exception.c */
        VEC(Finding) findings;
        const char *check;  /* the name of the running one */
        bool about_units;   /* it looks at one unit after the other */
} Verify;

/* Adds a finding of the running check. */
void verify_add(Verify *v, int level, const char *file, unsigned line, const char *format, ...) _printf_(5, 6);
/* Takes over the messages of the library that came up since the last time. */
void verify_add_messages(Verify *v);

/* verify-read.c: what is in force, or the files that are named. They return EXIT_FINE, or EXIT_FAILED after a
 * message. */
int verify_read_active(Verify *v);
int verify_read_files(Verify *v, char **files);

/* verify-suggest.c: "…. Did you mean X?" for a message about a name that is not known, or "". */
const char *verify_suggestion(Verify *v, const char *message);

/* The groups. verify_machine() plans; what it does not return is EXIT_FAILED after a message. */
void verify_files(Verify *v);
void verify_text(Verify *v);
void verify_policies(Verify *v);
int verify_machine(Verify *v);
/* verify-match.c: whether policies match anything. */
int verify_matches(Verify *v);
/* Whether the system manager has loaded what is planned; and with @waiting, who waits for a file. */
int verify_loaded(Verify *v, bool waiting);
