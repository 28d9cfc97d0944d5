/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hardening-generator(8): policies in, drop-ins out. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/text.h"
#include "emit/machine.h"
#include "emit/output.h"
#include "policy/switch.h"

#define TIME_LIMIT 30 /* seconds; PID 1 would wait for 90 */
#define EXIT_USAGE 2

typedef struct Invocation {
        const char *root;
        unsigned version;
        const char *normal;
        bool debug;
} Invocation;

typedef struct Generation {
        int dir;
        bool debug;
        Messages *messages;
        size_t failed; /* files that could not be written, the first of them for this reason */
        int error;
} Generation;

/* PID 1 calls a generator with stderr on /dev/null, and looks at /dev/kmsg instead. */
static bool is_called_by_manager(void) {
        struct stat st;

        return fstat(STDERR_FILENO, &st) >= 0 && S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3);
}

static void print_to_stderr(const Messages *m, bool debug) {
        vec_foreach(i, &m->list)
                if (i->level < LOG_DEBUG || debug)
                        fprintf(stderr, "%s\n", make_printable((char *) i->text));
}

/* One line at boot and at each reload, however much is wrong. */
static void print_to_kernel(const Messages *m) {
        _cleanup_close_ int fd = -1;
        _cleanup_arena_ Arena a = {};
        const char *line;

        if (m->errors == 0)
                return;
        line = arena_printf(&a, "<%d>hardening-generator: %zu mistakes in policies or units, what they concern was left "
                                "out; hardenctl verify shows them\n", LOG_WARNING, m->errors);
        fd = open("/dev/kmsg", O_WRONLY | O_NOCTTY | O_CLOEXEC);
        if (fd >= 0)
                (void) !write(fd, line, strlen(line)); /* a record is one write(2) */
}

static void print_messages(const Messages *m, bool debug) {
        if (is_called_by_manager())
                print_to_kernel(m);
        else
                print_to_stderr(m, debug);
}

static int usage(void) {
        fputs("Usage: hardening-generator [--root=DIR] [--systemd-version=N] NORMAL [EARLY LATE]\n"
              "Writes drop-ins that harden services, as the policies in /etc/hardening.d say, below the directory NORMAL.\n"
              "See hardening-generator(8) and hardening.d(5).\n",
              stderr);
        return EXIT_USAGE;
}

static int parse_arguments(int argc, char **argv, Invocation *ret) {
        const char *level = getenv("SYSTEMD_LOG_LEVEL");
        int i;

        *ret = (Invocation) { .root = "/", .debug = level && (streq(level, "debug") || streq(level, "7")) };
        for (i = 1; i < argc && argv[i][0] == '-'; i++) {
                const char *root = startswith(argv[i], "--root="), *version = startswith(argv[i], "--systemd-version=");

                if (root && *root)
                        ret->root = root;
                else if (version && *version && strspn(version, "0123456789") == strlen(version) && strlen(version) < 6)
                        ret->version = (unsigned) atoi(version);
                else
                        return -EINVAL;
        }
        if (argc - i != 1 && argc - i != 3)
                return -EINVAL;
        ret->normal = argv[i];
        return 0;
}

static void report_plan(Generation *g, const UnitPlan *p) {
        if (p->left_alone)
                message_add(g->messages, LOG_DEBUG, NULL, 0, "%s: left alone: %s", p->unit->name, p->left_alone);
        for (size_t i = 0; p->plan && i < p->plan->lines.n; i++) {
                const PlanLine *l = p->plan->lines.v + i;

                if (l->reason)
                        message_add(g->messages, LOG_DEBUG, NULL, 0, "%s: %s=%s withheld: %s (%s:%u)", p->unit->name,
                                    l->option->name, l->value, l->reason, l->sources.n ? l->sources.v[0].file : "?",
                                    l->sources.n ? l->sources.v[0].line : 0);
        }
}

static void report_unit(Arena *scratch, const UnitPlan *p, void *userdata) {
        Generation *g = userdata;

        (void) scratch;
        if (g->debug)
                report_plan(g, p);
}

static void write_out(Arena *scratch, const char *path, const char *text, void *userdata) {
        Generation *g = userdata;
        int r = output_file(scratch, g->dir, path, text);

        if (r == -EEXIST)
                message_add(g->messages, LOG_ERR, NULL, 0, "%s: exists already, left as it is", path);
        else if (r < 0 && g->failed++ == 0)
                g->error = r;
}

static void generate(const Invocation *i, const Root *root, Messages *m) {
        _cleanup_arena_ Arena a = {};
        Generation g = { .dir = -1, .debug = i->debug, .messages = m };
        _cleanup_close_ int dir = -1;
        PolicySet set;
        UnitIndex index;
        Target target;
        int r;

        target_read(root, &a, i->version, &target);
        if (machine_switched_off(&target))
                return;
        r = policy_set_load(&a, &target, m, &set);
        if (r == -E2BIG)
                message_add(m, LOG_ERR, NULL, 0, "more than %d policies, nothing is emitted", POLICIES_MAX);
        else if (r < 0)
                message_add(m, LOG_ERR, NULL, 0, "policies cannot be listed (%s), nothing is emitted", strerror(-r));
        if (r < 0 || set.policies.n == 0)
                return;
        dir = open(i->normal, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (dir < 0) {
                message_add(m, LOG_ERR, i->normal, 0, "cannot be opened (%s), nothing is emitted", strerror(errno));
                return;
        }
        r = index_load(root, &a, &index);
        if (r == -E2BIG)
                message_add(m, LOG_ERR, NULL, 0, "more than %d units, nothing is emitted", UNITS_MAX);
        else if (r < 0)
                message_add(m, LOG_ERR, NULL, 0, "units cannot be listed (%s), nothing is emitted", strerror(-r));
        if (r < 0)
                return;
        vec_foreach(u, &index.unlisted)
                message_add(m, LOG_ERR, NULL, 0, "%s, instances that it enables are not known", *u);
        g.dir = dir;
        emit_machine(&index, &target, &set, i->debug ? PLAN_EXPLAIN : 0, m, write_out, report_unit, &g);
        if (g.failed > 0)
                message_add(m, LOG_ERR, i->normal, 0, "%zu files cannot be written (%s), the units that they are for are left as they are",
                            g.failed, strerror(-g.error));
}

/* From 257 on a generator that dies of a signal makes PID 1 stop waiting for all the others
 * (semantics.md 7): end in order instead. Each file is whole or not there. */
static void end_in_order(int signal) {
        (void) signal;
        _exit(EXIT_FAILURE);
}

static void catch_signals(void) {
        static const int signals[] = { SIGALRM, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTERM, SIGINT, SIGHUP };
        struct sigaction end = { .sa_handler = end_in_order }, ignore = { .sa_handler = SIG_IGN };

        for (size_t i = 0; i < ELEMENTSOF(signals); i++)
                (void) sigaction(signals[i], &end, NULL);
        (void) sigaction(SIGPIPE, &ignore, NULL);
        (void) sigaction(SIGXFSZ, &ignore, NULL); /* write(2) then says EFBIG */
        alarm(TIME_LIMIT);
}

int main(int argc, char **argv) {
        Messages messages = {};
        Invocation i;
        bool failed;
        Root root;
        int r;

        if (parse_arguments(argc, argv, &i) < 0)
                return usage();
        catch_signals();
        r = root_open(&root, i.root);
        if (r < 0)
                message_add(&messages, LOG_ERR, i.root, 0, "cannot be opened (%s), nothing is emitted", strerror(-r));
        else {
                generate(&i, &root, &messages);
                root_close(&root);
        }
        print_messages(&messages, i.debug);
        failed = messages.errors > 0;
        messages_done(&messages);
        return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
