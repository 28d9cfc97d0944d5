/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/strict.h"

#include "base/text.h"
#include "plan/own.h"
#include "plan/paths.h"
#include "unit/word.h"

/* Whether ProtectSystem=strict will be in force, by the unit or by the plan. */
static bool will_be_strict(Planner *p) {
        if (own_order(p, OPT(ProtectSystem), NULL) == 7)
                return true;
        vec_foreach(l, &p->plan->lines)
                if (!l->reason && ((l->option == OPT(ProtectSystem) && streq(l->value, "strict")) ||
                                   l->option == OPT(DynamicUser)))
                        return true;
        return false;
}

static bool is_exec_list(const PlanLine *l) {
        return !l->reason && (l->option == OPT(NoExecPaths) || l->option == OPT(ExecPaths));
}

/* Paths that the unit or the plan wants writable stay so. */
static bool is_meant_writable(Planner *p, const char *path) {
        UnitPaths paths = {};

        unit_path_list(p->arena, p->unit, OPT(ReadWritePaths), &paths);
        vec_foreach(l, &p->plan->lines) {
                const char *value = l->value, *w;

                if (l->reason || l->option != OPT(ReadWritePaths))
                        continue;
                while (word_next(p->arena, &value, 0, &w) > 0)
                        vec_push(p->arena, &paths, unit_path(p->arena, p->unit, path_skip_prefix(w), NULL));
        }
        return paths_cover(&paths, path);
}

/* The paths of one line that have to be closed again, as words. */
static const char *opened_paths(Planner *p, const PlanLine *l) {
        Text t = { .arena = p->arena };
        const char *value = l->value, *w;

        while (word_next(p->arena, &value, 0, &w) > 0) {
                const char *path = path_skip_prefix(w);
                const char *place = unit_path(p->arena, p->unit, path, NULL).path;

                if (protect_system_covers(7, place) && !streq(place, "/") && !is_meant_writable(p, place))
                        text_join(&t, " ", word_quote(p->arena, plan_text(p, "-%s", path)));
        }
        return text_get(&t);
}

static void take_back(Planner *p, const char *reason) {
        vec_foreach(l, &p->plan->lines)
                if (is_exec_list(l))
                        l->reason = reason;
}

void plan_keep_strict(Planner *p) {
        const Option *read_only = OPT(ReadOnlyPaths);
        size_t n = p->plan->lines.n;

        if (!will_be_strict(p))
                return;
        for (size_t i = 0; i < n; i++) {
                PlanLine *l = p->plan->lines.v + i, *added;
                const char *paths = is_exec_list(l) ? opened_paths(p, l) : "";
                WishLines none = {};

                if (!*paths)
                        continue;
                if (own_reach(p, read_only) == REACH_ADMIN || own_later(p, read_only)) {
                        take_back(p, "it would make the path writable again under ProtectSystem=strict, and ReadOnlyPaths= "
                                     "may not be added here");
                        return;
                }
                added = plan_add(p, read_only, paths, &none);
                l = p->plan->lines.v + i;
                added->sources.v = l->sources.v;
                added->sources.n = l->sources.n;
                added->note = plan_text(p, "keeps %s= from making it writable again under ProtectSystem=strict",
                                        l->option->name);
        }
}
