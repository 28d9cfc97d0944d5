/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Options that do not compare: set only where the unit leaves them unset; and lists that are only taken from. */
#include "base/text.h"
#include "option/nameset.h"
#include "option/target.h"
#include "plan/own.h"
#include "plan/paths.h"
#include "unit/word.h"

static bool is_root_name(const char *s) {
        return streq(s, "root") || streq(s, "0");
}

static const char *check_user(Planner *p, const char *value) {
        if (is_root_name(value))
                return "root is no restriction";
        return service_is_dynamic(p->unit) ? "the unit has DynamicUser=yes" : NULL;
}

/* Another group than that of the unit's own user would be no less, only different. */
static const char *check_group(Planner *p, const char *value) {
        if (is_root_name(value))
                return "root is no restriction";
        return service_is_root(p->unit) ? NULL : "the unit has a user of its own, and with it a group";
}

static const char *check_dynamic_user(Planner *p, const char *value) {
        if (boolean_parse(value) == 0)
                return "restricts nothing";
        if (service_is_root(p->unit) && unit_last_option(p->unit, OPT(User)))
                return "the unit says User=root";
        return NULL;
}

static const char *check_root(Planner *p, const char *value) {
        if (strspn(value, "/") == strlen(value))
                return "/ is no other root";
        return p->matchable->chrooted ? "the unit has a root of its own" : NULL;
}

static const char *check_filter_unset(Planner *p, const char *value) {
        const UnitLine *l = unit_option(p->unit, OPT(SystemCallFilter));

        (void) value;
        return l ? plan_reason(p, "the unit has a filter of its own (%s)", own_place(p, l)) : NULL;
}

/* A file system in memory could be written where the unit had closed the tree. */
static const char *check_temporary(Planner *p, const char *value) {
        const char *w;

        while (word_next(p->arena, &value, 0, &w) > 0) {
                const char *path = arena_strndup(p->arena, w, strcspn(w, ":"));
                const char *reason;
                const char *options = strchr(w, ':');

                path = unit_path(p->arena, p->unit, path, NULL).path;
                if (!own_leaves_visible(p, path) ||
                    (!(options && strstr(options, "ro")) && !own_leaves_writable(p, path)))
                        return plan_reason(p, "the unit itself closes %s", path);
                reason = uses_path_reason(p, OPT(TemporaryFileSystem), path);
                if (reason)
                        return reason;
        }
        return NULL;
}

static const struct {
        const Option *option;
        const char *base; /* base: where a *Directory= option makes its directories */
        const char *(*check)(Planner *p, const char *value);
} fills[] = {
        { OPT(User), NULL, check_user },
        { OPT(Group), NULL, check_group },
        { OPT(DynamicUser), NULL, check_dynamic_user },
        { OPT(RootDirectory), NULL, check_root },
        { OPT(TemporaryFileSystem), NULL, check_temporary },
        { OPT(SystemCallErrorNumber), NULL, check_filter_unset },
        { OPT(SystemCallLog), NULL, NULL },
        { OPT(RuntimeDirectory), "/run", NULL },
        { OPT(StateDirectory), "/var/lib", NULL },
        { OPT(CacheDirectory), "/var/cache", NULL },
        { OPT(LogsDirectory), "/var/log", NULL },
        { OPT(ConfigurationDirectory), "/etc", NULL },
};

/* A directory of its own is writable for the service, whatever ProtectSystem= says. */
static const char *check_directory(Planner *p, const char *base, const char *value) {
        const char *w;

        while (word_next(p->arena, &value, 0, &w) > 0) {
                const char *path = plan_text(p, "%s/%.*s", base, (int) strcspn(w, ":"), w);

                if (!own_leaves_writable(p, unit_path(p->arena, p->unit, path, NULL).path))
                        return plan_reason(p, "the unit itself closes %s for writing", path);
        }
        return NULL;
}

static const char *check_fill(Planner *p, const Option *o, const char *value) {
        for (size_t i = 0; i < ELEMENTSOF(fills); i++)
                if (fills[i].option == o) {
                        if (fills[i].base)
                                return check_directory(p, fills[i].base, value);
                        return fills[i].check ? fills[i].check(p, value) : NULL;
                }
        return NULL;
}

/* Options of one value; the others are lists, whose lines add up. */
static bool is_single(const Option *o) {
        return o == OPT(User) || o == OPT(Group) || o == OPT(DynamicUser) || o == OPT(RootDirectory) ||
               o == OPT(SystemCallErrorNumber);
}

const char *plan_fill(Planner *p, const Option *o, const WishLines *lines) {
        const UnitLine *own = unit_option(p->unit, o);
        const char *reason;
        bool any = false;

        if (own)
                return plan_reason(p, "set by the unit (%s), and its values do not compare", own_place(p, own));
        for (size_t i = is_single(o) ? lines->n - 1 : 0; i < lines->n; i++) {
                const WishLine *line = lines->v + i;

                if (!*line->value) /* a reset, and the first line then */
                        continue;
                reason = check_fill(p, o, line->value);
                plan_add_one(p, o, line->value, line)->reason = reason;
                any = true;
        }
        return any ? NULL : "names nothing";
}

/* What the unit has of it, as systemd merges ambient capabilities. */
static uint64_t own_ambient(Planner *p) {
        uint64_t own = 0, all = names_all(capability_names);
        Strv values = {};

        own_values(p, OPT(AmbientCapabilities), &values);
        vec_foreach(v, &values) {
                const char *s = *v + (**v == '~'), *w;
                uint64_t bits = 0;

                while (word_next(p->arena, &s, 0, &w) > 0) {
                        int i = name_index(capability_names, w, p->target->version);

                        bits |= i >= 0 ? UINT64_C(1) << i : 0;
                }
                if (bits == 0 || own == 0)
                        own = **v == '~' ? all & ~bits : bits;
                else
                        own = **v == '~' ? own & ~bits : own | bits;
        }
        return own;
}

/* The capabilities that the wish takes away; -1 (all) for an empty line. */
static uint64_t wished_removal(Planner *p, const WishLine *line) {
        const char *s = line->value, *w;
        uint64_t bits = 0;

        if (!*s)
                return UINT64_MAX;
        if (*s != '~')
                return 0;
        for (s++; word_next(p->arena, &s, 0, &w) > 0;) {
                int i = name_index(capability_names, w, p->target->version);

                bits |= i >= 0 ? UINT64_C(1) << i : 0;
        }
        return bits;
}

static const char *remove_ambient(Planner *p, const Option *o, const WishLines *lines) {
        uint64_t own = own_ambient(p), removed = 0;

        vec_foreach(l, lines)
                removed |= wished_removal(p, l);
        if (removed == 0)
                return "a policy can only take ambient capabilities away";
        if ((own & removed) == 0)
                return "the unit has none of them";
        /* On an empty set a "~" line would give all others: so what is left must not be empty. */
        plan_add(p, o, own & ~removed ? plan_text(p, "~%s", nameset_text(p->arena, capability_names, own & removed,
                                                                         p->target->version))
                                      : "",
                 lines);
        return NULL;
}

const char *plan_remove(Planner *p, const Option *o, const WishLines *lines) {
        const WishLine *last = lines->v + lines->n - 1;

        if (o == OPT(AmbientCapabilities))
                return remove_ambient(p, o, lines);
        if (*last->value)
                return "a policy can only empty this list";
        if (!lines_after_reset(unit_option(p->unit, o)))
                return "the unit has nothing in it";
        plan_add_one(p, o, "", last);
        return NULL;
}
