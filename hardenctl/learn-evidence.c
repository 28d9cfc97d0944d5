/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-evidence.h"

#include <sys/stat.h>

#include "learn-places.h"
#include "learn-proven.h"
#include "learn-traced.h"
#include "option/value.h"
#include "preflight.h"
#include "process.h"
#include "say.h"

#define LOOKS_APART 150000 /* µs between two looks at all processes */

static void add_uid(Seen *seen, uid_t uid) {
        for (size_t i = 0; i < seen->n_uids; i++)
                if (seen->uids[i] == uid)
                        return;
        if (uid != 0 && uid != 65534 && seen->n_uids < SEEN_UIDS_MAX)
                seen->uids[seen->n_uids++] = uid;
}

static void look_at_users(Learn *l) {
        const char *group;
        Pids pids;

        if (bus_unit_string(context_bus(l->context), l->arena, l->unit, "ControlGroup", &group) < 0 || !*group)
                return;
        strv_add(l->arena, &l->seen->groups, group);
        process_group(l->arena, group, &pids);
        vec_foreach(pid, &pids) {
                struct stat st;

                if (stat(arena_printf(l->arena, "/proc/%d", *pid), &st) >= 0)
                        add_uid(l->seen, st.st_uid);
        }
}

/* A namespace of that kind that systemd has made for the unit: each of its commands gets one. */
static bool is_of_unit(Learn *l, const char *type) {
        unsigned long long pid = 0;
        struct stat first, its;

        return bus_unit_number(context_bus(l->context), l->unit, "MainPID", &pid) >= 0 && pid > 0 &&
               stat(arena_printf(l->arena, "/proc/1/ns/%s", type), &first) >= 0 &&
               stat(arena_printf(l->arena, "/proc/%llu/ns/%s", pid, type), &its) >= 0 && first.st_ino != its.st_ino;
}

/* What else tells better: the times of files; and what a command has from systemd. */
static bool is_misleading(Learn *l, const Finding *f, bool is_path) {
        const char *of = strstr(f->evidence.v[0].what, "has a namespace of its own (");

        if (of) {
                of += strlen("has a namespace of its own (");
                return is_of_unit(l, arena_strndup(l->arena, of, strcspn(of, ")")));
        }
        if (l->runs_as_root && (strstr(f->evidence.v[0].what, " and is user 0") ||
                                strstr(f->evidence.v[0].what, " and has group 0")))
                return true;
        return !is_path && f->option == OPT(ProtectSystem);
}

/* Programs that gain rights, or would have namespaces of their own, go on where they get neither. */
static bool may_do_without(const Option *o, const Restriction *r) {
        return o == OPT(NoNewPrivileges) || o == OPT(RestrictNamespaces) ||
               (r->element && streq(r->element, "CAP_SYS_ADMIN"));
}

/* ProtectHome= has weaker forms that may do; of the others the element that is needed, or all of it. */
static void weaken_by(Learn *l, const Finding *f) {
        Seen *e = l->seen;
        const char *path = startswith(f->exemption, "ReadWritePaths="), *equals = strchr(f->exemption, '=');
        const char *because = arena_printf(l->arena, "%s %s", f->evidence.v[0].command, f->evidence.v[0].what);
        Restriction *r;

        if (is_misleading(l, f, path))
                return;
        if (path) {
                if (path_is_below(path, "/sys") || path_is_below(path, "/proc") || path_is_below(path, "/dev"))
                        return;
                path = writes_place(l->arena, path, true);
                if (!places_cover(&e->own, path) && !strv_contains(&l->candidate.writable, path)) {
                        vec_push(l->arena, &l->candidate.writable, path);
                        e->findings++;
                }
                return;
        }
        r = restriction_find(&l->candidate, f->option, equals ? equals + 1 : NULL);
        if (!r || !restriction_holds(r))
                return;
        r->level_before = r->level;
        r->by_suspicion = may_do_without(f->option, r);
        r->used = r->by_suspicion ? because : NULL;
        if (f->option == OPT(ProtectHome))
                restriction_weaken(r, because);
        else
                restriction_drop(r, because);
        e->findings++;
}

/* preflight holds what the processes do against the strictest candidate; each finding makes it weaker. */
static void look_at_processes(Learn *l) {
        Preflights all = {};
        Strv units = {};
        Seen *seen = l->seen;
        size_t before;

        vec_push(l->arena, &units, l->unit);
        do {
                before = seen->findings;
                all = (Preflights) {};
                preflight_units(l->context, &seen->set, 0, &units, &all);
                vec_foreach(p, &all)
                        vec_foreach(f, &p->findings)
                                weaken_by(l, f);
                if (seen->findings > before)
                        (void) learn_policies(l, learn_candidate_policy(l), &seen->set);
        } while (seen->findings > before);
        look_at_users(l);
}

static void watch(Learn *l, LearnStep step) {
        Seen *seen = l->seen;

        if (step == LEARN_PROBE && seen->step == LEARN_START) {
                writes_find(l->arena, seen->started, &seen->early);
                seen->probed = clock_usec(CLOCK_REALTIME);
        }
        if (step == LEARN_STOP && seen->step != LEARN_STOP) {
                look_at_processes(l);
                writes_find(l->arena, seen->probed, &seen->while_probed);
                writes_of_others(l->arena, &seen->groups, &seen->early);
                writes_of_others(l->arena, &seen->groups, &seen->while_probed);
                seen->stopping = clock_usec(CLOCK_REALTIME);
        }
        seen->step = step;
        if (clock_usec(CLOCK_MONOTONIC) < seen->next)
                return;
        look_at_processes(l);
        seen->next = clock_usec(CLOCK_MONOTONIC) + LOOKS_APART;
}

static int run_reference(Learn *l, Seen *e) {
        int r;

        *e = (Seen) { .step = LEARN_START, .started = clock_usec(CLOCK_REALTIME) };
        l->seen = e;
        learn_directories(l, &e->own);
        r = learn_policies(l, learn_candidate_policy(l), &e->set);
        if (r == EXIT_FINE)
                learn_run(l, l->plain, RUN_REFERENCE, watch, &l->reference);
        return r;
}

int evidence_take(Learn *l) {
        Seen e;
        int r = run_reference(l, &e);

        if (r == EXIT_FINE && (l->reference.step == LEARN_RELOAD || l->reference.step == LEARN_PROBE_AGAIN)) {
                l->usual.reload_fails = true;
                traced_weaken(l, &l->reference.traces); /* what the reload used counts all the same */
                vec_push(l->arena, &l->untested, "its reload, after which it does not work without a policy either");
                r = run_reference(l, &e);
        }
        if (r != EXIT_FINE)
                return r;
        if (l->reference.step == LEARN_INTERRUPTED)
                return say(EXIT_FAILED, "given up");
        if (l->reference.step == LEARN_LATE)
                return proven_take(l);
        if (learn_failed(&l->reference))
                return say(EXIT_FINDINGS, "%s does not work as it is, without anything being forbidden: %s", l->unit,
                           l->reference.why);
        places_take(l, &e);
        traced_weaken(l, &l->reference.traces);
        if (!traced_knows(&l->reference.traces, TRACE_CALL))
                vec_push(l->arena, &l->untested, "capabilities and system calls that it was not seen to need: "
                                                 "this kernel does not count them");
        return EXIT_FINE;
}
