/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One unit: its plan, its processes, all checks, and what they cannot see. */
#include <linux/capability.h>
#include <stdlib.h>

#include "option/names.h"
#include "preflight-look.h"
#include "say.h"

#define CAPABILITIES_MAX 8 /* named one by one */

static const Check *const groups[] = {
        checks_of_files,  checks_of_memory,     checks_of_sockets, checks_of_devices,
        checks_of_rights, checks_of_namespaces, checks_of_limits,
};

const char *preflight_obstacle(Context *c) {
        char *status;
        const char *s;

        if (!c->running)
                return "it looks at running processes, and no systemd runs them below this root";
        if (process_file(&c->arena, getpid(), "status", &status) < 0 || !(s = process_field(status, "CapEff")))
                return "/proc cannot be read";
        if (!(strtoull(s, NULL, 16) & UINT64_C(1) << CAP_SYS_PTRACE))
                return "it looks at processes of others, which needs CAP_SYS_PTRACE: run it as root";
        return context_bus(c) ? NULL : "the system manager cannot be asked which processes belong to a unit";
}

static bool is_same(const char *a, const char *b) {
        return a == b || (a && b && streq(a, b));
}

static void fill_bars(Look *l) {
        for (const Option *o = option_table; o->name; o++) {
                Bar *b = l->bars + option_index(o);

                b->option = o;
                in_force(&l->now, o, &b->now);
                in_force(&l->own, o, &b->own);
                b->differs = !is_same(b->now.value, b->own.value);
        }
}

static bool concerns(const Look *l, const Check *c) {
        for (size_t i = 0; c->options[i]; i++)
                if (bar(l, c->options[i])->differs)
                        return true;
        return false;
}

static void run_checks(Look *l) {
        for (size_t g = 0; g < ELEMENTSOF(groups); g++)
                for (const Check *c = groups[g]; c->look; c++)
                        if (concerns(l, c))
                                vec_foreach(r, &l->runners)
                                        c->look(l, r);
}

static bool is_checked(const Option *o) {
        for (size_t g = 0; g < ELEMENTSOF(groups); g++)
                for (const Check *c = groups[g]; c->look; c++)
                        for (size_t i = 0; c->options[i]; i++)
                                if (c->options[i] == o)
                                        return true;
        return false;
}

static bool has_finding(const Look *l, const char *exemption) {
        vec_foreach(f, &l->result->findings)
                if (streq(f->exemption, exemption))
                        return true;
        return false;
}

/* Capabilities that a process has now, and of which nothing shows that they are used. */
static void add_unknown_capabilities(Look *l) {
        const Option *o = OPT(CapabilityBoundingSet);
        uint64_t permitted = 0;
        Strv list = {};

        vec_foreach(r, &l->runners)
                permitted |= r->permitted;
        for (size_t i = 0; capability_names[i].name; i++)
                if (bar_takes(l, o, capability_names[i].name) && (permitted & UINT64_C(1) << i) &&
                    !has_finding(l, exemption_of(l, o, capability_names[i].name)))
                        vec_push(l->arena, &list, capability_names[i].name);
        if (list.n > CAPABILITIES_MAX)
                vec_push(l->arena, &l->result->unknown,
                         arena_printf(l->arena, "whether it uses any of %zu more capabilities that the plan takes",
                                      list.n));
        else if (list.n > 0)
                vec_push(l->arena, &l->result->unknown,
                         arena_printf(l->arena, "whether it uses %s", strv_join(l->arena, ", ", &list)));
}

/* Whether @o restricts anything: what else a plan sets takes nothing from a service. */
static bool is_restriction(const Option *o) {
        if (o->kind == OPTION_FILL)
                return o == OPT(User) || o == OPT(Group) || o == OPT(DynamicUser) || o == OPT(RootDirectory) ||
                       o == OPT(RestrictNetworkInterfaces);
        return o->kind != OPTION_EXCEPTION;
}

static void add_unknown(Look *l) {
        Strv list = {};

        add_unknown_capabilities(l);
        vec_foreach(r, &l->runners)
                if (r->uids[1] == 0 && (bar(l, OPT(ProtectSystem))->differs || bar(l, OPT(ReadOnlyPaths))->differs)) {
                        vec_push(l->arena, &l->result->unknown, "which files root has written and closed again");
                        break;
                }
        for (const Bar *b = l->bars; b < l->bars + OPTIONS_N; b++)
                if (b->differs && is_restriction(b->option) &&
                    (!is_checked(b->option) || b->option == OPT(SystemCallFilter)))
                        vec_push(l->arena, &list, arena_printf(l->arena, "%s=", b->option->name));
        if (list.n > 0)
                vec_push(l->arena, &l->result->unknown,
                         arena_printf(l->arena, "what %s would refuse", strv_join(l->arena, ", ", &list)));
}

void preflight_unit(Context *c, const UnitPlan *p, Preflight *ret) {
        Look *l = arena_new(&c->arena, Look);
        Defaults *defaults = arena_new(&c->arena, Defaults);
        unsigned long long pid = 0;
        const char *group;

        *ret = (Preflight) { .unit = arena_strdup(&c->arena, p->unit->name) };
        if (bus_unit_string(context_bus(c), &c->arena, p->unit->name, "ControlGroup", &group) < 0 || !*group)
                return;
        (void) bus_unit_number(context_bus(c), p->unit->name, "MainPID", &pid);
        *defaults = (Defaults) { .arena = &c->arena, .target = &c->target };
        *l = (Look) { .context = c, .arena = &c->arena, .unit = p->unit, .plan = p->plan, .result = ret };
        l->own = l->now = (Subject) { .arena = &c->arena, .target = &c->target, .unit = p->unit, .defaults = defaults,
                                      .resolv_bind = RESOLV_CONF };
        l->now.plan = p->plan;
        l->now.chroot = p->chroot;
        processes_read(l, group, (pid_t) pid);
        ret->processes = l->runners.n;
        if (l->runners.n == 0)
                return;
        fill_bars(l);
        run_checks(l);
        add_unknown(l);
}

typedef struct Planning {
        Context *context;
        Preflights *all;
} Planning;

static void take_plan(Arena *scratch, const UnitPlan *p, void *userdata) {
        Planning *planning = userdata;
        Preflight one;

        (void) scratch;
        if (!p->plan || p->plan->emitted == 0)
                return;
        preflight_unit(planning->context, p, &one);
        if (one.processes > 0)
                vec_push(&planning->context->arena, planning->all, one);
}

void preflight_units(Context *c, const PolicySet *set, PlanFlags flags, const Strv *units, Preflights *ret) {
        Planning planning = { .context = c, .all = ret };
        Messages nobody = {}; /* what is wrong with policies is told where they are loaded */

        plan_some_units(&c->units, &c->target, set, flags, &nobody, units, take_plan, &planning);
        messages_done(&nobody);
}

void preflight_beside(Context *c, const Strv *units, Preflights *ret) {
        Messages nobody = {};
        PolicySet set;

        *ret = (Preflights) {};
        if (units->n > 0 && !preflight_obstacle(c) && context_load_units(c) == EXIT_FINE &&
            policy_set_load(&c->arena, &c->target, &nobody, &set) >= 0)
                preflight_units(c, &set, 0, units, ret);
        messages_done(&nobody);
}
