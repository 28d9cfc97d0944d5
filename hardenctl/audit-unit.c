/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "audit.h"
#include "base/text.h"
#include "filters.h"
#include "inactive.h"
#include "option/value.h"

static void add(Audit *a, const char *option, const char *value, Verdict verdict, const char *evidence,
                const char *why) {
        vec_push(&a->context->arena, a->rows, (AuditRow) { a->unit->name, option, value, verdict, evidence, why });
}

static bool is_mask(const StatusLine *line) {
        return line->option == OPT(UMask);
}

/* PID 1 itself may be without a capability, in a container. */
Sight audit_see(Look *l, const StatusLine *line) {
        Sight s = is_mask(line) ? look_at_umask(l, line) : look_at(l, line);
        Look first = *l;

        if (s != HAS || is_mask(line) || (l->filters == HAS && option_filters(line->option, line->value)))
                return s;
        first.process = l->first;
        return look_at(&first, line) == HAS ? SIGHT_NONE : HAS;
}

/* How many options of the plan the process shows to have, or not to have. */
static size_t count(Audit *a, Sight s) {
        size_t n = 0;

        vec_foreach(line, &a->unit->lines)
                n += audit_see(&a->process, line) == s;
        return n;
}

/* What it lacks, and that it has none of the plan, shows that it was started without: a program sets but its umask. */
static bool is_older(Audit *a) {
        bool lacks = false;

        vec_foreach(line, &a->unit->lines)
                lacks = lacks || (!is_mask(line) && audit_see(&a->process, line) == LACKS);
        return lacks && count(a, HAS) == 0;
}

/* What a line takes back, or says about another one, is nothing to be enforced. */
static bool restricts(const Option *o) {
        return o->kind != OPTION_EXCEPTION && o != OPT(SystemCallErrorNumber);
}

/* What holds less than it seems to. */
static const char *reservation(Audit *a, const Option *o) {
        struct stat st;

        if (o == OPT(ProtectProc) && stat(arena_printf(&a->context->arena, "/proc/%d", (int) a->pid), &st) >= 0 &&
            st.st_gid == 0)
                return "though the kernel hides nothing from processes of the group root";
        return NULL;
}

static const char *why_missing(Audit *a, Sight copy) {
        Context *c = a->context;

        if (a->unit->own.privileged)
                return "ExecStart=+ runs it outside of the sandbox";
        if (a->no_copy)
                return arena_printf(&c->arena, "whether a restart helps is not known: %s", a->no_copy);
        if (copy == LACKS)
                return arena_printf(&c->arena, "a new process lacks it, too: this %s does not let it be",
                                    c->target.container ? "container" : "kernel");
        if (count(a, HAS) == 0)
                return arena_printf(&c->arena, "the process is older than the drop-in: systemctl restart %s",
                                    a->unit->name);
        return arena_printf(&c->arena, "it was taken from the process, or the policy is newer: systemctl restart %s",
                            a->unit->name);
}

/* All probes of an option: one that gets through outweighs the others. */
static Verdict judge_probes(Audit *a, const Option *o, const char **ret_text) {
        Arena *arena = &a->context->arena;
        Verdict verdict = VERDICT_NONE;
        Text enforced = { .arena = arena }, unknown = { .arena = arena }, missing = { .arena = arena };

        vec_foreach(p, &a->probes) {
                const char *text;
                Verdict v;

                if (p->option != o || a->no_copy)
                        continue;
                v = audit_judge(arena, p, &text);
                text_join(v == VERDICT_MISSING ? &missing : v == VERDICT_ENFORCED ? &enforced : &unknown, "; ", text);
                if (v == VERDICT_MISSING || verdict == VERDICT_NONE ||
                    (v == VERDICT_ENFORCED && verdict == VERDICT_UNKNOWN))
                        verdict = v;
        }
        *ret_text = verdict == VERDICT_MISSING ? text_get(&missing) :
                    verdict == VERDICT_ENFORCED ? text_get(&enforced) :
                    verdict == VERDICT_UNKNOWN ? text_get(&unknown) : NULL;
        return verdict;
}

static void audit_line(Audit *a, const StatusLine *line) {
        const char *name = line->option->name, *value = line->value, *text;
        Sight its = audit_see(&a->process, line), copy = a->copy ? a->copy[line - a->unit->lines.v] : SIGHT_NONE;
        Verdict probes = judge_probes(a, line->option, &text);

        if (its == LACKS && is_mask(line) && copy == HAS && count(a, HAS) > 0)
                add(a, name, value, VERDICT_UNKNOWN, NULL, "the program has set one of its own");
        else if (its == LACKS)
                add(a, name, value, VERDICT_MISSING, "the process shows it", why_missing(a, copy));
        else if (probes == VERDICT_MISSING)
                add(a, name, value, VERDICT_MISSING, text, why_missing(a, LACKS));
        else if (its == HAS)
                add(a, name, value, VERDICT_ENFORCED,
                    probes == VERDICT_ENFORCED ? arena_printf(&a->context->arena, "the process shows it; %s", text) :
                                                 "the process shows it", reservation(a, line->option));
        else if (probes == VERDICT_ENFORCED && is_older(a))
                add(a, name, value, VERDICT_MISSING, "a new process has it", why_missing(a, copy));
        else if (probes == VERDICT_ENFORCED && count(a, LACKS) == 0)
                add(a, name, value, VERDICT_ENFORCED, text, NULL);
        else if (probes == VERDICT_ENFORCED)
                add(a, name, value, VERDICT_UNKNOWN, text, "a new process has it, but this one is older");
        else
                add(a, name, value, VERDICT_UNKNOWN, NULL,
                    a->no_copy ?: text ?: "no process shows it, and no probe tells");
}

/* What is planned is not loaded, so that a copy of what is loaded tells nothing. */
static void audit_unloaded(Audit *a) {
        Context *c = a->context;
        const char *reason = generator_inactive(c);
        const char *why = reason ? arena_printf(&c->arena, "it is not loaded: %s", reason) :
                                   "it is not loaded: systemctl daemon-reload";

        vec_foreach(line, &a->unit->lines)
                if (!restricts(line->option))
                        continue;
                else if (audit_see(&a->process, line) == HAS)
                        add(a, line->option->name, line->value, VERDICT_MISSING,
                            "the process shows it still, until its restart", why);
                else
                        add(a, line->option->name, line->value, VERDICT_MISSING, NULL, why);
        if (a->unit->lines.n == 0)
                add(a, NULL, NULL, VERDICT_MISSING, NULL, why);
}

static void audit_overridden(Audit *a) {
        Context *c = a->context;
        const char *file = a->unit->detail;
        bool manager = endswith(file, "/zzz-lxc-service.conf");
        const char *why = arena_printf(&c->arena, "%s%s %s", file,
                                       manager ? ", which the container manager has put there," : "",
                                       a->unit->options.n > 0 ? "sets it again" : "stands in the place of the drop-in");

        vec_foreach(o, &a->unit->options)
                add(a, *o, NULL, VERDICT_MISSING, NULL, why);
        if (a->unit->options.n == 0)
                add(a, NULL, NULL, VERDICT_MISSING, NULL, why);
}

static bool find_process(Audit *a) {
        Context *c = a->context;
        unsigned long long pid;

        if (bus_unit_number(context_bus(c), a->unit->name, "MainPID", &pid) < 0 || pid == 0)
                return false;
        a->pid = (pid_t) pid;
        return look_open(c, a->unit, a->pid, &a->process) >= 0;
}

void audit_unit(Context *c, const StatusUnit *u, AuditRows *rows) {
        Audit a = { .context = c, .unit = u, .rows = rows };

        if (u->state == STATE_OVERRIDDEN)
                audit_overridden(&a);
        if (!find_process(&a)) {
                add(&a, NULL, NULL, VERDICT_UNKNOWN, NULL, "it does not run");
                return;
        }
        if (u->state == STATE_RELOAD || u->state == STATE_PLAN) {
                audit_unloaded(&a);
                return;
        }
        if (u->lines.n == 0)
                return;
        audit_select(&a);
        audit_run(&a);
        vec_foreach(line, &u->lines)
                if (restricts(line->option))
                        audit_line(&a, line);
}
