/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the way in which a service ended says: systemd's exit statuses, signals, results. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "suspect.h"
#include "syscalls.h"

#define SHELL_SIGNAL 128 /* a shell ends with this and the signal that has killed its child */

typedef struct EndRule {
        int number;          /* the exit status, or the signal */
        const Option *option;
        Certainty certainty;
        const char *because;
} EndRule;

static const EndRule steps[] = {
        { 200, OPT(ProtectHome), LIKELY, "its working directory is out of reach" },
        { 200, OPT(InaccessiblePaths), LIKELY, "its working directory is out of reach" },
        { 200, OPT(TemporaryFileSystem), LIKELY, "its working directory is out of reach" },
        { 200, OPT(RootDirectory), LIKELY, "its working directory is not in its root" },
        { 200, OPT(CapabilityBoundingSet), POSSIBLE, "its working directory is closed to it" },
        { 203, OPT(NoExecPaths), LIKELY, "its program, or the program's interpreter or libraries, may not be run" },
        { 203, OPT(InaccessiblePaths), POSSIBLE, "its program, or the program's interpreter, is hidden" },
        { 203, OPT(TemporaryFileSystem), POSSIBLE, "its program, or the program's interpreter, is hidden" },
        { 203, OPT(RootDirectory), LIKELY, "its program, or the program's interpreter, is not in its root" },
        { 203, OPT(SystemCallArchitectures), POSSIBLE, "its program may be of an architecture that is not allowed" },
        { 203, OPT(RestrictFileSystems), POSSIBLE, "its program lies on a file system that is not allowed" },
        { 205, OPT(LimitNOFILE), LIKELY, "systemd cannot set its limits" },
        { 210, OPT(RootDirectory), CERTAIN, "systemd cannot enter its root" },
        { 213, OPT(SecureBits), CERTAIN, "systemd cannot set them" },
        { 214, OPT(RestrictRealtime), POSSIBLE, "its scheduling cannot be set" },
        { 216, OPT(Group), CERTAIN, "there is no such group" },
        { 216, OPT(User), LIKELY, "there is no such user" },
        { 216, OPT(SupplementaryGroups), LIKELY, "its groups cannot be set" },
        { 217, OPT(User), CERTAIN, "there is no such user" },
        { 217, OPT(DynamicUser), CERTAIN, "no user can be made for it" },
        { 217, OPT(PrivateUsers), LIKELY, "no user namespace can be made for it" },
        { 218, OPT(CapabilityBoundingSet), LIKELY, "systemd cannot set its capabilities" },
        { 218, OPT(AmbientCapabilities), LIKELY, "systemd cannot set its capabilities" },
        { 225, OPT(PrivateNetwork), CERTAIN, "no network namespace can be made for it" },
        { 226, OPT(RootDirectory), LIKELY, "its mounts cannot be made" },
        { 226, OPT(PrivateDevices), POSSIBLE, "its mounts cannot be made" },
        { 226, OPT(PrivateTmp), POSSIBLE, "its mounts cannot be made" },
        { 226, OPT(ProtectSystem), POSSIBLE, "its mounts cannot be made" },
        { 226, OPT(ProtectHome), POSSIBLE, "its mounts cannot be made" },
        { 226, OPT(PrivateUsers), POSSIBLE, "its namespaces cannot be made" },
        { 226, OPT(ProtectHostname), POSSIBLE, "its namespaces cannot be made" },
        { 226, OPT(PrivateIPC), POSSIBLE, "its namespaces cannot be made" },
        { 227, OPT(NoNewPrivileges), CERTAIN, "systemd cannot set it" },
        { 228, OPT(SystemCallFilter), LIKELY, "its filters of system calls cannot be loaded" },
        { 228, OPT(SystemCallArchitectures), POSSIBLE, "its filters of system calls cannot be loaded" },
        { 228, OPT(RestrictNamespaces), POSSIBLE, "its filters of system calls cannot be loaded" },
        { 232, OPT(RestrictAddressFamilies), CERTAIN, "its filter of address families cannot be loaded" },
        { 233, OPT(RuntimeDirectory), CERTAIN, "systemd cannot make the directory" },
        { 238, OPT(StateDirectory), CERTAIN, "systemd cannot make the directory" },
        { 239, OPT(CacheDirectory), CERTAIN, "systemd cannot make the directory" },
        { 240, OPT(LogsDirectory), CERTAIN, "systemd cannot make the directory" },
        { 241, OPT(ConfigurationDirectory), CERTAIN, "systemd cannot make the directory" },
        { 245, OPT(RestrictFileSystems), CERTAIN, "systemd cannot load its filter" },
};

#define JIT "programs that make code at run time die so without writable and executable memory"

static const EndRule signals[] = {
        { SIGSYS, OPT(SystemCallFilter), CERTAIN, "it was killed for a forbidden system call" },
        { SIGSYS, OPT(SystemCallArchitectures), POSSIBLE, "it was killed for a system call of another architecture" },
        { SIGSEGV, OPT(MemoryDenyWriteExecute), LIKELY, JIT },
        { SIGTRAP, OPT(MemoryDenyWriteExecute), LIKELY, JIT },
        { SIGILL, OPT(MemoryDenyWriteExecute), LIKELY, JIT },
        { SIGABRT, OPT(MemoryDenyWriteExecute), POSSIBLE, JIT },
        { SIGBUS, OPT(MemoryDenyWriteExecute), POSSIBLE, JIT },
        { SIGSEGV, OPT(LimitSTACK), POSSIBLE, "its stack is larger than it may be" },
        { SIGXFSZ, OPT(LimitFSIZE), CERTAIN, "it writes a larger file than it may" },
};

typedef struct ResultRule {
        const char *result;
        const Option *option;
        const char *element; /* that the plan must take out */
        Certainty certainty;
        const char *because;
} ResultRule;

static const ResultRule results[] = {
        { "timeout", OPT(RestrictAddressFamilies), "AF_UNIX", LIKELY,
          "it tells systemd by a socket of AF_UNIX that it is ready" },
        { "timeout", OPT(NotifyAccess), NULL, LIKELY, "systemd does not listen to the process that says it is ready" },
        { "timeout", OPT(RootDirectory), NULL, LIKELY, "/run/systemd/notify may be missing in its root" },
        { "timeout", OPT(TemporaryFileSystem), NULL, POSSIBLE, "/run/systemd/notify may be hidden" },
        { "timeout", OPT(PrivateNetwork), NULL, POSSIBLE, "it may wait for the network" },
        { "timeout", OPT(IPAddressDeny), NULL, POSSIBLE, "it may wait for the network" },
        { "timeout", OPT(ProtectSystem), NULL, POSSIBLE, "it may be unable to write its PID file" },
        { "timeout", OPT(PrivatePIDs), NULL, POSSIBLE, "its process numbers mean nothing to systemd" },
        { "protocol", OPT(ProtectSystem), NULL, LIKELY, "it may be unable to write its PID file" },
        { "protocol", OPT(PrivatePIDs), NULL, LIKELY, "its process numbers mean nothing to systemd" },
        { "protocol", OPT(NotifyAccess), NULL, LIKELY, "systemd does not listen to the process that says it is ready" },
        { "oom-kill", OPT(MemoryMax), NULL, CERTAIN, "it takes more memory than it may" },
        { "oom-kill", OPT(MemoryHigh), NULL, POSSIBLE, "it takes more memory than it may" },
        { "oom-kill", OPT(MemorySwapMax), NULL, POSSIBLE, "it takes more memory than it may" },
        { "watchdog", OPT(NotifyAccess), NULL, LIKELY, "systemd does not listen to the process that says it is alive" },
        { "watchdog", OPT(RestrictAddressFamilies), "AF_UNIX", LIKELY,
          "it tells systemd by a socket of AF_UNIX that it is alive" },
        { "resources", OPT(RuntimeDirectory), NULL, POSSIBLE, "systemd cannot make the directory" },
};

static const char *last_of_manager(Case *k) {
        const char *text = NULL;

        vec_foreach(l, &k->failure->lines)
                if (l->manager && l->id && (streq(l->id, MESSAGE_SPAWN_FAILED) ||
                                            (!text && streq(l->id, MESSAGE_PROCESS_EXIT))))
                        text = l->message;
        return text;
}

static void by_number(Case *k, const EndRule *rules, size_t n, int number, bool of_child) {
        for (size_t i = 0; i < n; i++) {
                Suspect s = { .option = rules[i].option, .because = rules[i].because, .certainty = rules[i].certainty };

                if (rules[i].number != number || !plan_has(k, rules[i].option))
                        continue;
                if (of_child && s.certainty == CERTAIN)
                        s.certainty = LIKELY;
                s.evidence = last_of_manager(k);
                suspect_add(k, s);
        }
}

/* The socket for READY=1, and systemd's word for a message that it did not take. */
static void by_notify(Case *k) {
        const char *socket = "/run/systemd/notify", *word;

        vec_foreach(l, &k->failure->lines)
                if (l->manager && text_has(l->message, "reception only permitted for|but reception is disabled"))
                        suspect_add(k, (Suspect) { .option = OPT(NotifyAccess), .certainty = CERTAIN,
                                                   .because = "systemd does not listen to the process that says it is "
                                                              "ready", .evidence = l->message });
        if (streq(k->failure->result, "timeout") && plan_line_of_path(k, OPT(InaccessiblePaths), socket, &word))
                suspect_add(k, (Suspect) { .option = OPT(InaccessiblePaths), .certainty = LIKELY,
                                           .element = word, .path = socket,
                                           .line = plan_line_of_path(k, OPT(InaccessiblePaths), socket, &word),
                                           .because = "it cannot tell systemd that it is ready" });
}

static void by_result(Case *k) {
        for (size_t i = 0; i < ELEMENTSOF(results); i++)
                if (streq(results[i].result, k->failure->result) && plan_has(k, results[i].option) &&
                    (!results[i].element || plan_denies(k, results[i].option, results[i].element)))
                        suspect_add(k, (Suspect) { .option = results[i].option, .element = results[i].element,
                                                   .certainty = results[i].certainty, .because = results[i].because });
}

/* Numbers of the audit log are decimal, the architecture is hexadecimal. */
static const char *killed_by_syscall(Case *k, const char **ret_line) {
        JournalLines lines;
        uint64_t since = k->failure->lines.n > 0 ? k->failure->lines.v[0].time : k->failure->since;

        if (since == 0 || journal_seccomp(k->arena, since, &lines) < 0)
                return NULL;
        vec_foreach(l, &lines) {
                const char *pid = strstr(l->message, " pid="), *arch = strstr(l->message, " arch=");
                const char *number = strstr(l->message, " syscall=");

                if (!pid || !arch || !number || atoi(pid + strlen(" pid=")) != k->failure->pid)
                        continue;
                *ret_line = l->message;
                return syscall_name(k->arena, (unsigned) strtoul(arch + strlen(" arch="), NULL, 16),
                                    atoi(number + strlen(" syscall=")));
        }
        return NULL;
}

static void by_syscall(Case *k) {
        const char *line, *name = killed_by_syscall(k, &line);

        if (name && plan_denies(k, OPT(SystemCallFilter), name))
                suspect_add(k, (Suspect) { .option = OPT(SystemCallFilter), .element = name, .certainty = CERTAIN,
                                           .evidence = line,
                                           .because = arena_printf(k->arena, "it was killed for %s()", name) });
}

void suspects_by_end(Case *k) {
        const Failure *f = k->failure;

        if (f->signal == SIGSYS)
                by_syscall(k);
        by_notify(k);
        if (!streq(f->result, "timeout") && f->signal > 0)
                by_number(k, signals, ELEMENTSOF(signals), f->signal, false);
        else if (f->status >= 200 && step_name(f->status))
                by_number(k, steps, ELEMENTSOF(steps), f->status, false);
        else if (f->status > SHELL_SIGNAL)
                by_number(k, signals, ELEMENTSOF(signals), f->status - SHELL_SIGNAL, true);
        by_result(k);
}
