/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The options of the command line: those that every verb takes, and those of single verbs. */

#include "base/util.h"

typedef enum JsonMode { JSON_OFF, JSON_SHORT, JSON_PRETTY } JsonMode;

/* Which of the options a verb takes besides the common ones. */
enum {
        TAKES_PENDING = 1 << 0,
        TAKES_UPSTREAM = 1 << 1,
        TAKES_EXIT_CODE = 1 << 2,
        TAKES_INSTALLED = 1 << 3,
        TAKES_RUNTIME = 1 << 4,
        TAKES_RELOAD = 1 << 5,
        TAKES_RESTART = 1 << 6,
        TAKES_UNDO = 1 << 7,
        TAKES_REASON = 1 << 8,
        TAKES_LOADED = 1 << 9,
        TAKES_TMUX = 1 << 10,
        TAKES_EXPERIMENT = 1 << 11,
        TAKES_PROBE = 1 << 12,
        TAKES_FOR = 1 << 13,
        TAKES_POLICY = 1 << 14,
        TAKES_IRREVERSIBLE = 1 << 15,
        TAKES_MINUTES = 1 << 16,
        TAKES_OUTPUT = 1 << 17,
        TAKES_BOOT = 1 << 18,
};

typedef struct Options {
        const char *root; /* NULL: not given */
        unsigned version; /* of systemd; 0: not given */
        JsonMode json;
        bool no_pager, no_legend, help, show_version;
        bool pending, upstream, exit_code, installed, runtime, reload, restart, undo, loaded, tmux;
        bool experiment, irreversible, boot;
        const char *reason;
        const char *probe, *policy, *output;
        unsigned seconds; /* of --for= */
        unsigned minutes;
        unsigned given; /* TAKES_* of those that stand on the command line */
} Options;

/* Reads the options, before and behind the verb. @ret_arguments is what is left of @argv, the verb first and
 * NULL at the end. Returns EXIT_FINE, or EXIT_USAGE after a message. */
int options_parse(int argc, char **argv, Options *ret, char ***ret_arguments);

/* Complains about an option that a verb taking @takes has no use for. Returns EXIT_FINE or EXIT_USAGE. */
int options_check(const Options *o, const char *verb, unsigned takes);

/* Called with each option that every verb or one taking @takes has. @argument is NULL where it needs none. */
typedef void (*OptionFunc)(const char *name, const char *argument, const char *help, void *userdata);
void options_each(unsigned takes, OptionFunc func, void *userdata);

/* The lines of --help about options. */
void options_help(void);
