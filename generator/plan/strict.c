/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/strict.h"

#include "plan/own.h"
#include "plan/paths.h"

static bool is_exec_list(const PlanLine *l) {
        return !l->reason && (l->option == OPT(NoExecPaths) || l->option == OPT(ExecPaths));
}

bool option_opens_run(const Option *o) {
        return o == OPT(ProtectProc) || o == OPT(ProcSubset) || o == OPT(ProtectKernelTunables) ||
               o == OPT(ProtectControlGroups) || o == OPT(MountAPIVFS) || o == OPT(PrivatePIDs) || o == OPT(PrivateBPF);
}

/* The paths of the emitted lines of a list. */
static void planned_paths(Planner *p, const Option *o, UnitPaths *ret) {
        vec_foreach(l, &p->plan->lines)
                if (!l->reason && l->option == o)
                        unit_path_words(p->arena, p->unit, l->value, ret);
}

/* The bits of ProtectSystem= that the plan sets. */
static unsigned planned_system(const Planner *p) {
        unsigned bits = 0;

        vec_foreach(l, &p->plan->lines) {
                if (l->reason)
                        continue;
                if (l->option == OPT(ProtectSystem))
                        bits |= order_find(l->option, l->value, (unsigned) -1)->bits;
                else if (l->option == OPT(DynamicUser))
                        bits |= order_find(OPT(ProtectSystem), "strict", (unsigned) -1)->bits;
        }
        return bits;
}

/* Whether the unit or the plan means @path to be writable. */
static bool is_meant_writable(Planner *p, const char *path) {
        UnitPaths paths = {};

        unit_path_list(p->arena, p->unit, OPT(ReadWritePaths), &paths);
        planned_paths(p, OPT(ReadWritePaths), &paths);
        return paths_cover(&paths, path);
}

static bool is_closed_by_plan(Planner *p, const char *path) {
        UnitPaths paths = {};

        planned_paths(p, OPT(ReadOnlyPaths), &paths);
        return paths_cover(&paths, path) || protect_system_covers(planned_system(p), path);
}

/* The exceptions that were reckoned with may have been withheld. */
static const char *programs_reason(Planner *p) {
        UnitPaths closed = {}, open = {};

        planned_paths(p, OPT(NoExecPaths), &closed);
        planned_paths(p, OPT(ExecPaths), &open);
        unit_path_list(p->arena, p->unit, OPT(ExecPaths), &open);
        return uses_program_reason(p, &closed, &open);
}

static void take_exec_lists_back(Planner *p, const char *reason) {
        vec_foreach(l, &p->plan->lines)
                if (reason && is_exec_list(l))
                        l->reason = reason;
}

/* A list with a path that should stay closed goes, and the other one with it: neither makes sense alone. */
static void keep_exec_lists_closed(Planner *p) {
        const char *reason = NULL;

        vec_foreach(l, &p->plan->lines) {
                UnitPaths paths = {};

                if (!is_exec_list(l) || reason)
                        continue;
                planned_paths(p, l->option, &paths);
                vec_foreach(i, &paths)
                        if (!streq(i->path, "/") && !is_meant_writable(p, i->path) &&
                            (is_closed_by_plan(p, i->path) || !own_leaves_writable(p, i->path)))
                                reason = plan_reason(p, "%s=%s would make that writable, which is closed otherwise",
                                                     l->option->name, i->path);
        }
        take_exec_lists_back(p, reason ?: programs_reason(p));
}

/* The same lists of the unit itself open their paths as soon as the plan makes the system strict. */
static void keep_own_exec_lists_closed(Planner *p) {
        const char *opened = NULL;
        UnitPaths paths = {};

        unit_path_list(p->arena, p->unit, OPT(NoExecPaths), &paths);
        unit_path_list(p->arena, p->unit, OPT(ExecPaths), &paths);
        vec_foreach(i, &paths)
                if (!streq(i->path, "/") && !own_leaves_writable(p, i->path))
                        opened = i->path;
        vec_foreach(l, &p->plan->lines) {
                bool strict = l->option == OPT(DynamicUser) ||
                              (l->option == OPT(ProtectSystem) && streq(l->value, "strict"));

                if (opened && strict && !l->reason)
                        l->reason =
                                plan_reason(p,
                                            "with NoExecPaths= or ExecPaths= of the unit it would make %s writable, "
                                            "which is closed now",
                                            opened);
        }
}

static PlanLine *opens_run(Planner *p) {
        vec_foreach(l, &p->plan->lines)
                if (!l->reason && option_opens_run(l->option))
                        return l;
        return NULL;
}

/* Whether the unit's own options open /run already. */
static bool is_run_open(Planner *p) {
        static const Option *const options[] = { OPT(ProtectProc), OPT(ProcSubset), OPT(ProtectKernelTunables),
                                                 OPT(ProtectControlGroups), OPT(PrivatePIDs), OPT(PrivateBPF) };

        for (size_t i = 0; i < ELEMENTSOF(options); i++)
                if (options[i]->since <= p->target->version && full_order(p, options[i]) != 0)
                        return true;
        return service_says_yes(p->unit, OPT(MountAPIVFS));
}

static void keep_run_closed(Planner *p) {
        bool closed = !own_leaves_writable(p, "/run") && !is_run_open(p);
        PlanLine *opener = opens_run(p), *added;
        WishLines none = {};

        if (!opener || is_meant_writable(p, "/run") || (!closed && !is_closed_by_plan(p, "/run")))
                return;
        if (own_reach(p, OPT(ReadOnlyPaths)) != REACH_ADMIN && !own_later(p, OPT(ReadOnlyPaths))) {
                PlanSource source = opener->sources.v[0];

                added = plan_add(p, OPT(ReadOnlyPaths), "-/run", &none);
                added->note = plan_text(p, "%s= would make it writable", opener->option->name);
                vec_push(p->arena, &added->sources, source);
                return;
        }
        for (; closed && (opener = opens_run(p));)
                opener->reason = "it would make /run writable, and ReadOnlyPaths= may not be added here";
}

void plan_keep_closed(Planner *p) {
        keep_own_exec_lists_closed(p);
        keep_exec_lists_closed(p);
        keep_run_closed(p);
}
