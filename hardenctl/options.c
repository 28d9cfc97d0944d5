/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "say.h"
#include "suggest.h"

typedef struct OptionRow {
        const char *name;
        const char *argument; /* NULL: it takes none */
        unsigned takes;       /* 0: every verb takes it */
        size_t place;         /* in Options: a bool, or what @read fills */
        int (*read)(Options *o, const char *argument);
        const char *help;
} OptionRow;

static int read_root(Options *o, const char *argument) {
        o->root = argument;
        return *argument ? EXIT_FINE : say(EXIT_USAGE, "--root= needs a directory");
}

static int read_version(Options *o, const char *argument) {
        if (!*argument || strspn(argument, "0123456789") != strlen(argument) || strlen(argument) > 5)
                return say(EXIT_USAGE, "--systemd-version=%s is no version of systemd, such as 257", argument);
        o->version = (unsigned) atoi(argument);
        return EXIT_FINE;
}

static int read_json(Options *o, const char *argument) {
        static const char *const modes[] = { "off", "short", "pretty" };

        for (size_t i = 0; i < ELEMENTSOF(modes); i++)
                if (streq(argument, modes[i])) {
                        o->json = (JsonMode) i;
                        return EXIT_FINE;
                }
        return say(EXIT_USAGE, "--json=%s is none of short, pretty, off", argument);
}

static int read_reason(Options *o, const char *argument) {
        o->reason = argument;
        return EXIT_FINE;
}

static int read_probe(Options *o, const char *argument) {
        o->probe = argument;
        return *argument ? EXIT_FINE : say(EXIT_USAGE, "--probe= needs a command");
}

static int read_policy(Options *o, const char *argument) {
        o->policy = argument;
        return *argument ? EXIT_FINE : say(EXIT_USAGE, "--policy= needs a policy");
}

static int read_output(Options *o, const char *argument) {
        o->output = argument;
        return *argument ? EXIT_FINE : say(EXIT_USAGE, "--output= needs a file");
}

static int read_minutes(Options *o, const char *argument) {
        o->minutes = (unsigned) atoi(argument);
        if (!*argument || strspn(argument, "0123456789") != strlen(argument) || strlen(argument) > 4 || o->minutes == 0)
                return say(EXIT_USAGE, "--minutes=%s is no number of minutes", argument);
        return EXIT_FINE;
}

/* Seconds, or with one of systemd's units behind them. */
static int read_for(Options *o, const char *argument) {
        static const struct {
                const char *name;
                unsigned seconds;
        } units[] = { { "", 1 }, { "s", 1 }, { "sec", 1 }, { "m", 60 }, { "min", 60 }, { "h", 3600 } };
        char *end;
        unsigned long n = strtoul(argument, &end, 10);

        for (size_t i = 0; end > argument && *argument != '-' && n > 0 && n <= 86400 && i < ELEMENTSOF(units); i++)
                if (streq(end, units[i].name)) {
                        o->seconds = (unsigned) n * units[i].seconds;
                        return EXIT_FINE;
                }
        return say(EXIT_USAGE, "--for=%s is no time such as 30s or 5min", argument);
}

#define FLAG(member) NULL, 0, offsetof(Options, member), NULL
#define VERBS_FLAG(member, takes) NULL, takes, offsetof(Options, member), NULL

static const OptionRow rows[] = {
        { "root", "DIR", 0, 0, read_root, "Work on the system below DIR" },
        { "systemd-version", "N", 0, 0, read_version, "Plan for this version of systemd" },
        { "json", "short|pretty|off", 0, 0, read_json, "Print JSON" },
        { "no-pager", FLAG(no_pager), "Do not pipe the output into a pager" },
        { "no-legend", FLAG(no_legend), "Print neither headings nor the line of sums" },
        { "help", FLAG(help), "Show this help" },
        { "version", FLAG(show_version), "Show the version" },
        { "pending", VERBS_FLAG(pending, TAKES_PENDING), "status: only what changes at its next restart" },
        { "upstream", VERBS_FLAG(upstream, TAKES_UPSTREAM), "explain: the plan as a plain [Service] section" },
        { "exit-code", VERBS_FLAG(exit_code, TAKES_EXIT_CODE), "diff: exit with 1 if there are differences" },
        { "installed", VERBS_FLAG(installed, TAKES_INSTALLED), "list, enable: policies that fit units of this system" },
        { "runtime", VERBS_FLAG(runtime, TAKES_RUNTIME), "enable, disable, exempt: until the next boot (/run)" },
        { "reload", VERBS_FLAG(reload, TAKES_RELOAD), "enable, disable: and reload the system manager" },
        { "restart", VERBS_FLAG(restart, TAKES_RESTART), "enable, disable, exempt: and restart these units" },
        { "undo", VERBS_FLAG(undo, TAKES_UNDO), "exempt, try: take it back" },
        { "reason", "TEXT", TAKES_REASON, 0, read_reason, "exempt: why, for those who come later" },
        { "loaded", VERBS_FLAG(loaded, TAKES_LOADED), "verify: only what is not loaded, and who waits" },
        { "experiment", VERBS_FLAG(experiment, TAKES_EXPERIMENT), "why: find out for certain, by up to 25 restarts" },
        { "probe", "COMMAND", TAKES_PROBE, 0, read_probe, "why, try, learn: succeeds if the service works" },
        { "for", "TIME", TAKES_FOR, 0, read_for, "why, try: how long the service is watched" },
        { "policy", "FILE|NAME", TAKES_POLICY, 0, read_policy, "try, learn: a policy that is not enabled yet" },
        { "irreversible", VERBS_FLAG(irreversible, TAKES_IRREVERSIBLE), "try, why: also what leaves traces" },
        { "minutes", "N", TAKES_MINUTES, 0, read_minutes, "learn: end with the best so far" },
        { "boot", VERBS_FLAG(boot, TAKES_BOOT), "learn: and prove it on a booted copy of the system" },
        { "output", "FILE", TAKES_OUTPUT, 0, read_output, "learn: where to write the policy (also -o)" },
        { "tmux", VERBS_FLAG(tmux, TAKES_TMUX), "shell: leave a tmux session to attach to" },
};

static int take(Options *o, const OptionRow *row, const char *argument) {
        o->given |= row->takes;
        if (row->read)
                return row->read(o, argument);
        *(bool *) ((char *) o + row->place) = true;
        return EXIT_FINE;
}

/* @word: as it stands on the command line. @row: the one that it is about, NULL for none. */
static int complain(const char *word, const OptionRow *row, bool missing) {
        _cleanup_arena_ Arena a = {};
        Suggestion s;

        if (row && missing)
                return say(EXIT_USAGE, "--%s= needs a value: --%s=%s", row->name, row->name, row->argument);
        if (row)
                return say(EXIT_USAGE, "--%s takes no value", row->name);
        word += strspn(word, "-");
        s = suggestion_for(arena_strndup(&a, word, strcspn(word, "=")));
        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                suggestion_try(&s, rows[i].name);
        return say(EXIT_USAGE, "unknown option %s%s%s", strlen(s.word) > 1 ? "--" : "-", s.word,
                   suggestion_text(&a, &s, "--"));
}

/* The row of what getopt_long() tells; only one has a letter, too. */
static int place_of(int c) {
        if (c == 'o')
                for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                        if (streq(rows[i].name, "output"))
                                return (int) i;
        return c - 256;
}

int options_parse(int argc, char **argv, Options *ret, char ***ret_arguments) {
        struct option longs[ELEMENTSOF(rows) + 1] = {};
        int c, r;

        *ret = (Options) {};
        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                longs[i] = (struct option) { rows[i].name, rows[i].argument ? required_argument : no_argument, NULL,
                                             256 + (int) i };
        opterr = 0;
        while ((c = getopt_long(argc, argv, ":ho:", longs, NULL)) >= 0) {
                int about = place_of(c == '?' || c == ':' ? optopt : c);
                const OptionRow *row = about >= 0 ? rows + about : NULL;

                if (c == 'h')
                        ret->help = true;
                else if (c == '?' && optopt > 0 && optopt < 256)
                        return complain((const char[]) { '-', (char) optopt, 0 }, NULL, false);
                else if (c == '?' || c == ':')
                        return complain(argv[optind - 1], row, c == ':');
                else {
                        r = take(ret, row, optarg);
                        if (r != EXIT_FINE)
                                return r;
                }
        }
        *ret_arguments = argv + optind;
        return EXIT_FINE;
}

int options_check(const Options *o, const char *verb, unsigned takes) {
        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                if (rows[i].takes & o->given & ~takes)
                        return say(EXIT_USAGE, "%s does not take --%s", verb, rows[i].name);
        return EXIT_FINE;
}

void options_each(unsigned takes, OptionFunc func, void *userdata) {
        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                if (!rows[i].takes || (rows[i].takes & takes))
                        func(rows[i].name, rows[i].argument, rows[i].help, userdata);
}

static void help_line(const char *name, const char *argument, const char *help, void *userdata) {
        int n = printf("  --%s%s%s", name, argument ? "=" : "", argument ?: "");

        (void) userdata;
        printf("%*s%s\n", n < 28 ? 28 - n : 2, "", help);
}

void options_help(void) {
        options_each(~0u, help_line, NULL);
}
