/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "bus-transient.h"
#include "sandbox.h"
#include "say.h"
#include "write.h"

#define DROPIN "zzz-hardenctl.conf"
#define NOTICED "/run/systemd/system" /* what is new in SANDBOX_UNITS systemd sees when this has changed, too */

static const char *directory(const Sandbox *s) {
        return arena_printf(&s->context->arena, SANDBOX_UNITS "/%s.d", s->clone);
}

/* Drop-ins for all services have had their say in the lines already; a list that is read twice may become another. */
static int mask_others(Sandbox *s, const char *dir) {
        Context *c = s->context;
        DropinFiles files = {};
        int r;

        r = context_load_units(c);
        if (r != EXIT_FINE)
                return r;
        r = index_dropins(&c->units, &c->arena, s->clone, &(Strv) {}, &files);
        for (size_t i = 0; r >= 0 && i < files.n; i++)
                r = write_link(c, dir, files.v[i].name, "/dev/null");
        return r < 0 ? write_failed(dir, DROPIN, r) : EXIT_FINE;
}

static void remove_directory(Context *c, const char *dir) {
        DirEntries entries = {};

        if (root_list(&c->root, &c->arena, dir, &entries) >= 0)
                vec_foreach(e, &entries)
                        (void) write_remove(c, dir, e->name);
        (void) rmdir(dir);
}

static int write_dropin(Sandbox *s, const SandboxRun *run) {
        const char *dir = directory(s);
        int r;

        /* The service's own files may be for root's eyes alone. */
        if ((mkdir(SANDBOX_UNITS, 0755) < 0 && errno != EEXIST) || mkdir(dir, 0700) < 0)
                return write_failed(dir, DROPIN, -errno);
        r = mask_others(s, dir);
        if (r != EXIT_FINE)
                return r;
        r = write_file(s->context, dir, DROPIN, sandbox_text(s, run));
        if (r >= 0)
                (void) utimensat(AT_FDCWD, NOTICED, NULL, 0);
        return r < 0 ? write_failed(dir, DROPIN, r) : EXIT_FINE;
}

/* What systemd's own exit codes mean (systemd.exec(5)). */
static const char *step_name(int status) {
        static const struct {
                int status;
                const char *step;
        } steps[] = {
                { 200, "CHDIR" }, { 203, "EXEC" }, { 209, "STDOUT" }, { 210, "CHROOT" }, { 213, "STDIN" },
                { 216, "GROUP" }, { 217, "USER" }, { 218, "CAPABILITIES" }, { 225, "NETWORK" }, { 226, "NAMESPACE" },
                { 227, "NO_NEW_PRIVILEGES" }, { 228, "SECCOMP" }, { 233, "RUNTIME_DIRECTORY" },
                { 238, "STATE_DIRECTORY" }, { 243, "CREDENTIALS" },
        };

        for (size_t i = 0; i < ELEMENTSOF(steps); i++)
                if (steps[i].status == status)
                        return steps[i].step;
        return NULL;
}

/* One that ends at once may have ended before the manager has heard that it was executed. */
static bool has_run(const BusExit *e) {
        return e->code != 0 && (e->code != CLD_EXITED || !step_name(e->status));
}

static int say_why(Sandbox *s, const SandboxRun *run) {
        const BusExit *e = bus_transient_exit(s->transient);
        const char *step = e->code == CLD_EXITED ? step_name(e->status) : NULL;

        if (e->status == 203)
                return say(EXIT_FAILED, "%s cannot be executed in the sandbox of %s (203/EXEC), see journalctl -u %s",
                           run->command[0], s->unit, s->clone);
        if (step)
                return say(EXIT_FAILED, "the sandbox of %s cannot be made: %d/%s, see journalctl -u %s", s->unit,
                           e->status, step, s->clone);
        return say(EXIT_FAILED, "%s does not start in the sandbox of %s: %s, see journalctl -u %s", run->command[0],
                   s->unit, *e->result ? e->result : "no reason is told", s->clone);
}

int sandbox_start(Sandbox *s, const SandboxRun *run) {
        Context *c = s->context;
        int r;

        r = write_dropin(s, run);
        if (r != EXIT_FINE)
                return r;
        r = bus_transient_start(context_bus(c), &c->arena, s->clone,
                                arena_printf(&c->arena, "%s in the sandbox of %s", run->command[0], s->unit),
                                run->tty || run->tmux ? NULL : run->fds, &s->transient);
        if (r < 0)
                return say(EXIT_FAILED, "the system manager does not start a unit for it: %s",
                           *bus_error(context_bus(c)) ? bus_error(context_bus(c)) : strerror(-r));
        if (bus_transient_exit(s->transient)->started)
                return EXIT_FINE;
        bus_transient_wait(s->transient);
        return has_run(bus_transient_exit(s->transient)) ? EXIT_FINE : say_why(s, run);
}

void sandbox_done(Sandbox *s) {
        Context *c = s->context;

        if (s->transient)
                bus_transient_done(s->transient);
        s->transient = NULL;
        remove_directory(c, directory(s));
}
