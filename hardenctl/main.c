/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hardenctl(1): what is hardened, why, and what a change would do. */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "complete.h"
#include "pager.h"
#include "say.h"
#include "suggest.h"
#include "verbs.h"

#define ANY SIZE_MAX
#define TAKES_CHANGE (TAKES_RUNTIME | TAKES_RELOAD | TAKES_RESTART)

const Verb verbs[] = {
        { "status", "[UNIT...]", 0, ANY, TAKES_PENDING, verb_status, "Show what is hardened, worst first" },
        { "explain", "UNIT [OPTION]", 1, 2, TAKES_UPSTREAM, verb_explain,
          "Show who has set an option, or why nobody has" },
        { "diff", "[UNIT...]", 0, ANY, TAKES_EXIT_CODE, verb_diff, "Show what the next daemon-reload changes" },
        { "preflight", "[UNIT...]", 0, ANY, 0, verb_preflight, "Show what services do that their plans forbid" },
        { "verify", "[FILE...]", 0, ANY, TAKES_LOADED, verb_verify, "Check policies, and whether they are in force" },
        { "list", "", 0, 0, TAKES_INSTALLED, verb_list, "Show the policies that are shipped" },
        { "enable", "NAME...", 0, ANY, TAKES_CHANGE | TAKES_INSTALLED, verb_enable, "Switch shipped policies on" },
        { "disable", "NAME...", 1, ANY, TAKES_CHANGE, verb_disable, "Switch shipped policies off" },
        { "exempt", "UNIT [OPTION...]", 1, ANY, TAKES_RUNTIME | TAKES_RESTART | TAKES_UNDO | TAKES_REASON, verb_exempt,
          "Leave a unit, or options of it, unhardened" },
        { "try", "UNIT", 1, 1, TAKES_PROBE | TAKES_FOR | TAKES_POLICY | TAKES_IRREVERSIBLE | TAKES_UNDO, verb_try,
          "Apply a plan, and take it back if the service fails" },
        { "why", "[UNIT]", 0, 1, TAKES_EXPERIMENT | TAKES_PROBE | TAKES_FOR | TAKES_IRREVERSIBLE, verb_why,
          "Show why a hardened service failed" },
        { "learn", "UNIT", 1, 1, TAKES_PROBE | TAKES_MINUTES | TAKES_OUTPUT | TAKES_BOOT | TAKES_POLICY, verb_learn,
          "Find the strictest policy that a service bears" },
        { "audit", "[UNIT...]", 0, ANY, 0, verb_audit, "Show whether the kernel enforces what is planned" },
        { "shell", "UNIT [COMMAND...]", 1, ANY, TAKES_TMUX, verb_shell, "Run a shell in the sandbox of a service" },
        {},
};

static int help(void) {
        puts("hardenctl [OPTION...] [VERB]\n\nSee what is hardened, why, and what a change would do.\n\nVerbs:");
        for (const Verb *v = verbs; v->name; v++) {
                int n = printf("  %s %s", v->name, v->arguments);

                printf("%*s%s\n", n < 28 ? 28 - n : 2, "", v->help);
        }
        puts("\nOptions:");
        options_help();
        puts("\nSee hardenctl(1).");
        return EXIT_FINE;
}

static const Verb *find_verb(const char *name) {
        _cleanup_arena_ Arena a = {};
        Suggestion s = suggestion_for(name);

        for (const Verb *v = verbs; v->name; v++) {
                if (streq(v->name, name))
                        return v;
                suggestion_try(&s, v->name);
        }
        say(EXIT_USAGE, "unknown verb %s%s", name, suggestion_text(&a, &s, ""));
        return NULL;
}

static int run(const Verb *verb, const Options *o, char **arguments) {
        size_t n = 0;
        Context c;
        int r;

        while (arguments[n])
                n++;
        if (n < verb->least || n > verb->most)
                return say(EXIT_USAGE, "%s: too %s arguments: hardenctl %s %s", verb->name,
                           n < verb->least ? "few" : "many", verb->name, verb->arguments);
        r = options_check(o, verb->name, verb->takes);
        if (r != EXIT_FINE)
                return r;
        r = context_open(&c, o);
        if (r == EXIT_FINE)
                r = verb->run(&c, n, arguments);
        context_done(&c);
        return r;
}

/* Where nothing is said about the language, texts are UTF-8 all the same. */
static void set_locale(void) {
        if (setlocale(LC_ALL, "") && streq(nl_langinfo(CODESET), "UTF-8"))
                return;
        if (!getenv("LC_ALL") && !getenv("LC_CTYPE") && !getenv("LANG"))
                (void) setlocale(LC_CTYPE, "C.UTF-8");
}

static bool reader_is_gone(void) {
        struct pollfd p = { .fd = STDOUT_FILENO };

        return errno == EPIPE || (poll(&p, 1, 0) > 0 && (p.revents & POLLERR));
}

/* Whoever reads us may stop reading at any time, but what was asked for is done all the same. */
static int end(int status) {
        errno = 0;
        if ((fflush(stdout) != 0 || ferror(stdout)) && !reader_is_gone())
                status = say(EXIT_FAILED, "output cannot be written%s%s", errno ? ": " : "",
                             errno ? strerror(errno) : "");
        pager_close();
        return status;
}

int main(int argc, char **argv) {
        const Verb *verb;
        char **arguments;
        Options o;
        int r;

        set_locale();
        (void) sigaction(SIGPIPE, &(struct sigaction) { .sa_handler = SIG_IGN }, NULL);
        if (argc > 2 && streq(argv[1], "--complete"))
                return complete(argc - 1, argv + 1);
        r = options_parse(argc, argv, &o, &arguments);
        if (r != EXIT_FINE)
                return r;
        if (o.help)
                return end(help());
        if (o.show_version)
                return end((puts("hardenctl " VERSION), EXIT_FINE));
        verb = *arguments ? find_verb(*arguments++) : verbs;
        return verb ? end(run(verb, &o, arguments)) : EXIT_USAGE;
}
