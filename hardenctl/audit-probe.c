/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>

#include "audit.h"
#include "bus-filter.h"
#include "bus-transient.h"
#include "option/nameset.h"
#include "option/value.h"
#include "sandbox.h"

#define PROBE_PATH LIBEXECDIR "/hardening-generator/probe"

typedef struct Row {
        const char *name, *option, *value, *word, *call;
} Row;

static const Row rows[] = {
#define PROBE(name, option, value, function) { #name, #option, value, NULL, NULL },
#define NAMED(name, option, word, function, number) { #name, #option, NULL, word, NULL },
#define CALL(call, function) { "call_" #call, "SystemCallFilter", NULL, NULL, #call },
#include "../probe/rows.h"
};

typedef struct Filter {
        bool known, allow;
        Strv calls;
} Filter;

static bool has_value(const Option *o, const char *value, const char *least) {
        const OptionValue *v = order_find(o, value, (unsigned) -1), *l = order_find(o, least, (unsigned) -1);

        return v && l && (v->bits & l->bits) == l->bits;
}

static bool forbids_word(Audit *a, const StatusLine *line, const char *word) {
        unsigned version = a->context->target.version;
        Strv values = { .v = (const char **) &line->value, .n = 1 };
        NameSet set = nameset_merge(&a->context->arena, line->option, &values, version);
        int i = name_index(option_names(line->option), word, version);

        return i >= 0 && set.restricted && !(set.allowed & UINT64_C(1) << i);
}

static bool forbids_call(Audit *a, Filter *f, const char *call) {
        Context *c = a->context;

        if (!f->known && bus_unit_filter(context_bus(c), &c->arena, a->unit->name, &f->allow, &f->calls) < 0)
                return false;
        f->known = true;
        return f->calls.n > 0 && strv_contains(&f->calls, call) != f->allow;
}

void audit_select(Audit *a) {
        Filter filter = {};

        vec_foreach(line, &a->unit->lines)
                for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                        const Row *r = rows + i;

                        if (!streq(r->option, line->option->name))
                                continue;
                        if (r->value ? has_value(line->option, line->value, r->value) :
                            r->word ? forbids_word(a, line, r->word) : forbids_call(a, &filter, r->call)) {
                                bool listed = false;

                                vec_foreach(p, &a->probes)
                                        listed = listed || streq(p->name, r->name);
                                if (!listed)
                                        vec_push(&a->context->arena, &a->probes,
                                                 (AuditProbe) { .name = r->name, .option = line->option });
                        }
                }
}

static void take_line(Audit *a, char *line, bool inside) {
        static const char *const kinds[] = { [ABSENT] = "absent", [THROUGH] = "through", [STOPPED] = "stopped",
                                             [KILLED] = "killed" };
        char name[64], kind[16];
        int number;

        if (sscanf(line, "%63s %15s %d", name, kind, &number) != 3)
                return;
        for (size_t i = 0; i < ELEMENTSOF(kinds); i++)
                if (streq(kind, kinds[i]))
                        vec_foreach(p, &a->probes)
                                if (streq(p->name, name))
                                        *(inside ? &p->inside : &p->outside) = OUTCOME((OutcomeKind) i, number);
}

/* Returns whether all probes have said something. */
static bool read_results(Audit *a, int fd, bool inside) {
        _cleanup_(closep) int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
        FILE *f = copy < 0 ? NULL : fdopen(copy, "re");
        char line[256];
        bool end = false;

        if (!f)
                return false;
        copy = -1; /* it is the stream's */
        while (!end && fgets(line, sizeof(line), f)) {
                end = streq(line, "end\n");
                take_line(a, line, inside);
        }
        fclose(f);
        return end;
}

static void look_at_copy(Audit *a, const Sandbox *s) {
        Context *c = a->context;
        unsigned long long pid;
        Look look;

        if (bus_unit_number(context_bus(c), s->clone, "MainPID", &pid) < 0 || pid == 0 ||
            look_open(c, a->unit, (pid_t) pid, &look) < 0)
                return;
        a->copy = arena_alloc(&c->arena, a->unit->lines.n * sizeof(*a->copy));
        for (size_t i = 0; i < a->unit->lines.n; i++)
                a->copy[i] = audit_see(&look, a->unit->lines.v + i);
}

static const char *const *command_of(Audit *a) {
        const char **words = arena_alloc(&a->context->arena, (a->probes.n + 2) * sizeof(*words));

        words[0] = PROBE_PATH;
        for (size_t i = 0; i < a->probes.n; i++)
                words[i + 1] = a->probes.v[i].name;
        return words;
}

/* The probe waits for the end of its input: meanwhile it is looked at. */
static bool run(Audit *a, Sandbox *s, bool inside) {
        SandboxRun run = { .command = command_of(a), .alone = true };
        int in[2] = { -1, -1 }, out[2] = { -1, -1 };
        bool told = false;

        if (inside)
                sandbox_fit(s, &run);
        if (pipe2(in, O_CLOEXEC) >= 0 && pipe2(out, O_CLOEXEC) >= 0) {
                run.fds[0] = in[0];
                run.fds[1] = run.fds[2] = out[1];
                if (sandbox_start(s, &run) == 0) {
                        closep(out + 1);
                        out[1] = -1;
                        told = read_results(a, out[0], inside);
                        if (inside)
                                look_at_copy(a, s);
                        closep(in + 1);
                        in[1] = -1;
                        bus_transient_wait(s->transient);
                }
        }
        sandbox_done(s);
        for (size_t i = 0; i < 2; i++) {
                closep(in + i);
                closep(out + i);
        }
        return told;
}

void audit_run(Audit *a) {
        Sandbox s, control;

        if (access(PROBE_PATH, X_OK) < 0) {
                a->no_copy = PROBE_PATH " is not installed";
                return;
        }
        if (sandbox_open(a->context, a->unit->name, &s) != 0 || !run(a, &s, true)) {
                a->no_copy = "no copy of its sandbox can be made";
                return;
        }
        sandbox_control(&s, &control);
        (void) run(a, &control, false);
}

static const char *outcome_text(Arena *a, Outcome o) {
        switch (o.kind) {
        case STOPPED:
                return strerror(o.number);
        case KILLED:
                return o.number == SIGSYS ? "killed by SIGSYS" : arena_printf(a, "killed by signal %d", o.number);
        case THROUGH:
                return "gets through";
        default:
                return "nothing is there";
        }
}

/* An error that only a sandbox makes, where outside something else has stopped it. */
static bool tells(const AuditProbe *p) {
        return p->inside.kind == KILLED || p->inside.number == EROFS || p->inside.number == EAFNOSUPPORT;
}

static bool same(Outcome x, Outcome y) {
        return x.kind == y.kind && x.number == y.number;
}

Verdict audit_judge(Arena *a, const AuditProbe *p, const char **ret_text) {
        const char *inside = outcome_text(a, p->inside), *outside = outcome_text(a, p->outside);

        if (p->outside.kind == THROUGH) {
                *ret_text = arena_printf(a, "%s: %s", p->name, inside);
                return p->inside.kind == THROUGH ? VERDICT_MISSING : VERDICT_ENFORCED;
        }
        if (p->outside.kind == STOPPED && p->inside.kind != THROUGH && !same(p->inside, p->outside) && tells(p)) {
                *ret_text = arena_printf(a, "%s: %s", p->name, inside);
                return VERDICT_ENFORCED;
        }
        *ret_text = arena_printf(a, "%s: outside, too, %s", p->name,
                                 p->outside.kind == ABSENT ? "there is nothing to try" : outside);
        return VERDICT_UNKNOWN;
}
