/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "failure.h"

#include <signal.h>
#include <stdlib.h>

#include "say.h"
#include "unit/unit.h"

#define LINES_MAX 2000U /* of a unit's journal that are looked through */

static const struct {
        int status;
        const char *name;
} steps[] = {
        { 200, "CHDIR" },        { 201, "NICE" },             { 202, "FDS" },            { 203, "EXEC" },
        { 204, "MEMORY" },       { 205, "LIMITS" },           { 206, "OOM_ADJUST" },     { 207, "SIGNAL_MASK" },
        { 208, "STDIN" },        { 209, "STDOUT" },           { 210, "CHROOT" },         { 211, "IOPRIO" },
        { 213, "SECUREBITS" },   { 214, "SETSCHEDULER" },     { 216, "GROUP" },          { 217, "USER" },
        { 218, "CAPABILITIES" }, { 219, "CGROUP" },           { 222, "STDERR" },         { 224, "PAM" },
        { 225, "NETWORK" },      { 226, "NAMESPACE" },        { 227, "NO_NEW_PRIVILEGES" }, { 228, "SECCOMP" },
        { 229, "SELINUX_CONTEXT" }, { 230, "PERSONALITY" },   { 231, "APPARMOR_PROFILE" }, { 232, "ADDRESS_FAMILIES" },
        { 233, "RUNTIME_DIRECTORY" }, { 235, "CHOWN" },       { 237, "KEYRING" },        { 238, "STATE_DIRECTORY" },
        { 239, "CACHE_DIRECTORY" }, { 240, "LOGS_DIRECTORY" }, { 241, "CONFIGURATION_DIRECTORY" },
        { 243, "CREDENTIALS" },  { 245, "BPF" },
};

const char *step_name(int status) {
        for (size_t i = 0; i < ELEMENTSOF(steps); i++)
                if (steps[i].status == status)
                        return steps[i].name;
        return NULL;
}

const char *failure_text(Arena *a, const Failure *f) {
        const char *what = f->command && !streq(f->command, "ExecStart") ? f->command : "the main process";

        if (streq(f->result, "timeout"))
                return "it did not start, or stop, in time";
        if (streq(f->result, "oom-kill"))
                return "it was killed for want of memory";
        if (f->signal > 0)
                return arena_printf(a, "%s was killed by SIG%s", what, sigabbrev_np(f->signal) ?: "?");
        if (f->status > 0)
                return step_name(f->status) ? arena_printf(a, "%s could not be started: %d/%s", what, f->status,
                                                           step_name(f->status))
                                            : arena_printf(a, "%s ended with status %d", what, f->status);
        return arena_printf(a, "its result is %s", f->result);
}

bool carries_ours(Context *c, const char *unit) {
        Strv dropins;

        if (bus_unit_strings(context_bus(c), &c->arena, unit, "DropInPaths", &dropins) >= 0)
                vec_foreach(d, &dropins)
                        if (streq(base_name(*d), DROPIN_NAME) && startswith(*d, "/run/systemd/"))
                                return true;
        return false;
}

/* The exit status or signal of a line of systemd's. */
static void take_exit(const JournalLine *l, Failure *f) {
        bool exited = l->exit_code && streq(l->exit_code, "exited");
        int n = l->exit_status ? atoi(l->exit_status) : 0;

        if (!l->exit_code || (exited && n == 0))
                return;
        f->command = l->command;
        f->status = exited ? n : -1;
        f->signal = exited ? -1 : n;
}

/* Keeps the lines of the attempt that failed last. */
static void take_attempt(Context *c, const JournalLines *all, Failure *f) {
        const JournalLine *end = NULL;
        bool inside;

        vec_foreach(l, all)
                if (l->id && streq(l->id, MESSAGE_FAILURE_RESULT))
                        end = l;
        inside = !end || !end->invocation;
        vec_foreach(l, all) {
                /* of what a process says in its last moment the journal does not know the invocation any more */
                if (end && end->invocation && l->invocation)
                        inside = streq(l->invocation, end->invocation);
                if (!inside)
                        continue;
                vec_push(&c->arena, &f->lines, *l);
                if (l->id && streq(l->id, MESSAGE_PROCESS_EXIT) && l->manager)
                        take_exit(l, f);
                if (l->id && streq(l->id, MESSAGE_SPAWN_FAILED))
                        f->program = l->executable;
        }
        if (!end)
                return;
        f->since = end->time;
        if (end->result && (streq(f->result, "success") || streq(f->result, "start-limit-hit")))
                f->result = end->result;
}

static void ask_manager(Context *c, Failure *f) {
        Bus *b = context_bus(c);
        unsigned long long code = 0, status = 0, pid = 0, since = 0;

        (void) bus_unit_string(b, &c->arena, f->unit, "ActiveState", &f->state);
        (void) bus_unit_string(b, &c->arena, f->unit, "Result", &f->result);
        if (f->state && streq(f->state, "failed") && bus_unit_number(b, f->unit, "InactiveEnterTimestamp", &since) >= 0)
                f->since = since;
        if (bus_unit_number(b, f->unit, "ExecMainPID", &pid) >= 0)
                f->pid = (pid_t) pid;
        if (bus_unit_number(b, f->unit, "ExecMainCode", &code) < 0 ||
            bus_unit_number(b, f->unit, "ExecMainStatus", &status) < 0)
                return;
        if (code == CLD_EXITED && status != 0)
                f->status = (int) status;
        else if (code == CLD_KILLED || code == CLD_DUMPED)
                f->signal = (int) status;
}

int failure_find(Context *c, const char *unit, uint64_t since, Failure *ret) {
        JournalLines all;

        *ret = (Failure) { .unit = unit, .result = "success", .status = -1, .signal = -1 };
        ask_manager(c, ret);
        if (!ret->state)
                return say(EXIT_FAILED, "the system manager cannot be reached%s",
                           geteuid() != 0 ? " (run as root)" : "");
        ret->carries = carries_ours(c, unit);
        ret->has_journal = journal_unit(&c->arena, unit, false, since, LINES_MAX, &all) >= 0 && all.n > 0;
        if (ret->has_journal)
                take_attempt(c, &all, ret);
        return EXIT_FINE;
}
