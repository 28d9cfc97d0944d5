/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "trial-note.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>

#include "bus-trial.h"
#include "changes.h"
#include "say.h"
#include "shipped.h"
#include "unit/name.h"
#include "unit/unit.h"
#include "write.h"

#define OVERRIDES "/run/systemd/system"
#define LIFE 20U   /* seconds without a sign of life until the timer acts */
#define SIGN 4U    /* seconds between two */

static volatile sig_atomic_t interrupted;

static void interrupt(int signal) {
        interrupted = signal;
}

static void take_signals(void) {
        static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

        for (size_t i = 0; i < ELEMENTSOF(signals); i++)
                (void) sigaction(signals[i], &(struct sigaction) { .sa_handler = interrupt }, NULL);
}

static unsigned long long now(void) {
        struct timespec t;

        (void) clock_gettime(CLOCK_MONOTONIC, &t);
        return (unsigned long long) t.tv_sec;
}

static const char *timer_name(const Trial *t) {
        char *name = arena_printf(&t->context->arena, "hardenctl-undo-%s", t->unit);

        *(char *) endswith(name, ".service") = '\0';
        for (char *p = name; *p; p++)
                if (*p == '@')
                        *p = ':'; /* no instance of a template */
        return name;
}

static const char *unit_directory(const Trial *t, const char *dir) {
        return arena_printf(&t->context->arena, "%s/%s.d", dir, t->unit);
}

static const char *read_text(Context *c, const char *path) {
        char *text;
        size_t size;

        return root_read(&c->root, &c->arena, path, UNIT_FILE_MAX, &text, &size, NULL) < 0 ? NULL : text;
}

/* The generator's file for the unit, for an instance else that of its template. */
static const char *generated_text(const Trial *t) {
        Arena *a = &t->context->arena;
        const char *text = read_text(t->context, arena_printf(a, "%s/" DROPIN_NAME, unit_directory(t, GENERATED)));

        if (text || !unit_name_is_instance(t->unit))
                return text;
        return read_text(t->context, arena_printf(a, GENERATED "/%s.d/" DROPIN_NAME, unit_name_template(a, t->unit)));
}

/* Who undoes it is this very program. */
static int arm(Trial *t) {
        Context *c = t->context;
        Strv command = {};
        char path[4096];
        ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

        if (n < 0)
                return -errno;
        path[n] = '\0';
        vec_push(&c->arena, &command, path);
        vec_push(&c->arena, &command, "try");
        vec_push(&c->arena, &command, "--undo");
        vec_push(&c->arena, &command, "--");
        vec_push(&c->arena, &command, t->unit);
        t->sign = now();
        return bus_arm(context_bus(c), timer_name(t), arena_printf(&c->arena, "Take back the trial of %s", t->unit),
                       LIFE, &command);
}

static void forget(Trial *t) {
        trial_remove_note(t);
        (void) bus_disarm(context_bus(t->context), &t->context->arena, timer_name(t));
}

int trial_begin(Context *c, const char *unit, const char *policy, Trial *ret) {
        const char *state = "";
        int r;

        *ret = (Trial) { .context = c, .unit = unit, .policy = policy };
        if (geteuid() != 0)
                return say(EXIT_FAILED, "only root can restart services (run as root)");
        if (trial_is_noted(ret))
                return say(EXIT_FAILED, "a trial of %s is under way; to take it back: hardenctl try --undo %s", unit,
                           unit);
        if (bus_unit_string(context_bus(c), &c->arena, unit, "ActiveState", &state) < 0)
                return say(EXIT_FAILED, "the system manager cannot be reached");
        ret->was_active = !streq(state, "inactive") && !streq(state, "failed");
        ret->before = generated_text(ret);
        r = arm(ret);
        if (r < 0)
                return say(EXIT_FAILED, "no timer can be set that takes the trial back: %s", strerror(-r));
        if (trial_note(ret) < 0) {
                forget(ret);
                return EXIT_FAILED;
        }
        take_signals();
        return EXIT_FINE;
}

int trial_override(Trial *t, const char *text) {
        int r = write_file(t->context, unit_directory(t, OVERRIDES), DROPIN_NAME, text);

        return r < 0 ? write_failed(unit_directory(t, OVERRIDES), DROPIN_NAME, r) : EXIT_FINE;
}

static int give_sign(Trial *t) {
        t->sign = now();
        return bus_rearm(context_bus(t->context), &t->context->arena, timer_name(t));
}

bool trial_goes_on(void *trial) {
        Trial *t = trial;

        if (interrupted || (now() >= t->sign + SIGN && (!trial_is_noted(t) || give_sign(t) < 0)))
                t->interrupted = true;
        return !t->interrupted;
}

static int reload(Context *c) {
        Bus *b = context_bus(c);
        int r = bus_reload(b);

        if (r >= 0)
                return EXIT_FINE;
        return say(EXIT_FAILED, "the system manager cannot be reloaded: %s",
                   *bus_error(b) ? bus_error(b) : strerror(-r));
}

int trial_reload(Trial *t) {
        return trial_goes_on(t) ? reload(t->context) : EXIT_FAILED;
}

static void remove_override(Trial *t) {
        (void) write_remove(t->context, unit_directory(t, OVERRIDES), DROPIN_NAME);
        (void) rmdir(unit_directory(t, OVERRIDES));
}

static void remove_policy(Trial *t) {
        if (!t->policy)
                return;
        (void) write_remove(t->context, RUNTIME_DIRECTORY, t->policy);
        (void) rmdir(RUNTIME_DIRECTORY); /* unless others have policies there */
}

static bool same(const char *a, const char *b) {
        return a == b || (a && b && streq(a, b));
}

/* The generator's file as it was, of what the manager has loaded. */
static void restore_generated(Trial *t) {
        if (t->before)
                (void) write_file(t->context, unit_directory(t, GENERATED), DROPIN_NAME, t->before);
        else {
                (void) write_remove(t->context, unit_directory(t, GENERATED), DROPIN_NAME);
                (void) rmdir(unit_directory(t, GENERATED));
        }
}

/* A service that ran is restarted with what it ran with, one that did not is stopped. */
static int bring_back(Trial *t) {
        Bus *b = context_bus(t->context);
        int r;

        (void) bus_reset_failed(b, t->unit);
        r = bus_job(b, t->was_active ? "RestartUnit" : "StopUnit", t->unit, NULL, NULL);
        return r < 0 ? say(EXIT_FAILED, "%s cannot be %s: %s", t->unit,
                           t->was_active ? "restarted as it was" : "stopped",
                           r == -EIO ? "its job failed" : strerror(-r)) : EXIT_FINE;
}

/* The policies may say now what was not loaded before the trial: then the old text comes back by an override that is
 * gone when the manager has read it. */
static int load_before(Trial *t, bool *ret_override) {
        int r;

        remove_override(t);
        r = reload(t->context);
        *ret_override = r == EXIT_FINE && !same(generated_text(t), t->before);
        if (!*ret_override)
                return r;
        r = trial_override(t, t->before ?: "# nothing was loaded for this unit\n");
        return r == EXIT_FINE ? reload(t->context) : r;
}

int trial_undo(Trial *t) {
        bool override = false;
        int r;

        if (!trial_is_noted(t))
                return EXIT_FINE;
        remove_policy(t);
        r = load_before(t, &override);
        if (r == EXIT_FINE)
                r = bring_back(t);
        if (override) {
                remove_override(t);
                restore_generated(t);
        }
        forget(t);
        return r;
}

void trial_end(Trial *t) {
        remove_policy(t);
        forget(t);
}

int trial_undo_left(Context *c, const char *unit) {
        Trial t = { .context = c, .unit = unit };

        if (!trial_read_note(&t))
                return say(EXIT_FINE, "no trial of %s is under way", unit);
        return trial_undo(&t);
}
