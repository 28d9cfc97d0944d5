/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/used.h"

#include "unit/word.h"

static void add_use(Planner *p, Uses *uses, const char *s, UseKind kind, const UnitLine *l) {
        if (*s == '/' || *s == '%')
                vec_push(p->arena, &uses->list, (Use) { unit_path(p->arena, p->unit, s, l), kind });
}

/* Whether a later line of the same key takes @l back: an empty one, of a single value any. */
static bool is_superseded(const UnitLine *l, bool single) {
        for (const UnitLine *later = l->next; later; later = later->next)
                if (streq(later->key, l->key) && (single || !*later->value))
                        return true;
        return false;
}

static void add_programs(Planner *p, Uses *uses, UnitFact fact) {
        for (const UnitLine *l = unit_fact(p->unit, fact); l; l = l->next) {
                Program program;

                if (!is_superseded(l, false) && exec_program(p->arena, l->value, &program) > 0 && !program.privileged)
                        add_use(p, uses, program.path, USE_EXEC, l);
        }
}

static void add_standard_io(Planner *p, Uses *uses) {
        static const char *const prefixes[] = { "file:", "append:", "truncate:" };

        for (const UnitLine *l = unit_fact(p->unit, FACT_STANDARD_IO); l; l = l->next)
                for (size_t i = 0; i < ELEMENTSOF(prefixes); i++) {
                        const char *path = startswith(l->value, prefixes[i]);

                        if (path && !is_superseded(l, true))
                                add_use(p, uses, path, streq(l->key, "StandardInput") ? USE_READ : USE_WRITE, l);
                }
}

static void add_path_fact(Planner *p, Uses *uses, UnitFact fact, UseKind kind) {
        for (const UnitLine *l = unit_fact(p->unit, fact); l; l = l->next)
                if (!is_superseded(l, fact != FACT_ENVIRONMENT_FILE))
                        add_use(p, uses, path_skip_prefix(l->value), kind, l);
}

static void add_list(Planner *p, Uses *uses, const Option *o, UseKind kind) {
        UnitPaths paths = {};

        unit_path_list(p->arena, p->unit, o, &paths);
        vec_foreach(i, &paths)
                vec_push(p->arena, &uses->list, (Use) { *i, kind });
}

/* A relative PIDFile= is below /run (systemd.service(5)). */
static void add_pid_file(Planner *p, Uses *uses) {
        for (const UnitLine *l = unit_fact(p->unit, FACT_PID_FILE); l; l = l->next)
                if (*l->value && !is_superseded(l, true))
                        add_use(p, uses,
                                *l->value == '/' || *l->value == '%' ? l->value : plan_text(p, "/run/%s", l->value),
                                USE_WRITE, l);
}

static void collect(Planner *p, Uses *uses) {
        add_programs(p, uses, FACT_EXEC_START);
        add_programs(p, uses, FACT_EXEC_OTHER);
        add_path_fact(p, uses, FACT_WORKING_DIRECTORY, USE_READ);
        add_path_fact(p, uses, FACT_ENVIRONMENT_FILE, USE_READ);
        add_standard_io(p, uses);
        add_pid_file(p, uses);
        add_list(p, uses, OPT(RootDirectory), USE_READ);
        add_list(p, uses, OPT(ReadWritePaths), USE_WRITE);
        add_list(p, uses, OPT(ReadOnlyPaths), USE_READ);
        add_list(p, uses, OPT(ExecPaths), USE_READ);
        add_list(p, uses, OPT(BindPaths), USE_BIND);
        add_list(p, uses, OPT(BindReadOnlyPaths), USE_BIND);
}

const struct Uses *uses_of(Planner *p) {
        if (!p->uses) {
                p->uses = arena_new(p->arena, Uses);
                collect(p, p->uses);
        }
        return p->uses;
}
