/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SystemCallFilter=: groups are opaque, so lists are only ever put behind one another (semantics.md 5). */
#include "base/text.h"
#include "option/names.h"
#include "plan/own.h"
#include "unit/word.h"

typedef enum FilterMode { FILTER_NONE, FILTER_ALLOW, FILTER_DENY } FilterMode;

typedef struct OwnFilter {
        FilterMode mode;
        bool has_errno;    /* a denial answers with an error of its own */
        bool has_removals; /* a deny list from which a plain line takes names */
        Strv denials;      /* the "~" lines */
} OwnFilter;

static OwnFilter own_filter(Planner *p, const Option *o) {
        OwnFilter f = {};
        Strv values = {};

        own_values(p, o, &values);
        vec_foreach(v, &values) {
                bool invert = **v == '~';

                if (!**v) {
                        f = (OwnFilter) {};
                        continue;
                }
                if (f.mode == FILTER_NONE)
                        f.mode = invert ? FILTER_DENY : FILTER_ALLOW;
                if (invert) {
                        vec_push(p->arena, &f.denials, *v);
                        f.has_errno = f.has_errno || strchr(*v, ':');
                } else if (f.mode == FILTER_DENY)
                        f.has_removals = true;
        }
        return f;
}

/* The words of a line that the target knows and, of a wish, no Except= takes out; NULL if none is left. */
static const char *known_words(Planner *p, const char *value, const Wish *wish, bool no_errors) {
        bool invert = *value == '~';
        Text t = { .arena = p->arena };
        const char *w;

        value += invert;
        while (word_next(p->arena, &value, 0, &w) > 0) {
                const char *name = arena_strndup(p->arena, w, strcspn(w, ":"));

                if (!*name || (*name == '@' && name_index(syscall_groups, name, p->target->version) < 0))
                        continue;
                if (wish && invert && wish_element_excepted(wish, OPT(SystemCallFilter), name))
                        continue;
                text_join(&t, " ", no_errors ? name : w);
        }
        return t.n > 0 ? plan_text(p, "%s%s", invert ? "~" : "", text_get(&t)) : NULL;
}

/* The lines of the wish from its last reset on, cleaned. With an allow list a denial is a removal, and one
 * with an error of its own keeps the service from starting (228 on 257 and 262). */
static void clean_lines(Planner *p, const WishLines *lines, bool own_allows, WishLines *ret) {
        bool allows = own_allows;

        vec_foreach(l, lines) {
                bool invert = *l->value == '~';
                const char *value = known_words(p, l->value, p->wish, allows && invert);

                if (!value) /* a reset, which comes first, or nothing that is known */
                        continue;
                allows = allows || (ret->n == 0 && !invert);
                vec_push(p->arena, ret, (WishLine) { value, l->file, l->line, l->reach });
        }
}

/* What Except= of an element puts back into an allow list. */
static void add_excepted(Planner *p, const Option *o, const WishLine *from) {
        vec_foreach(e, &p->wish->excepts)
                if (e->value && streq(e->option, o->name) &&
                    (e->value[0] != '@' || name_index(syscall_groups, e->value, p->target->version) >= 0))
                        plan_add_one(p, o, e->value, from);
}

static void add_all(Planner *p, const Option *o, const WishLines *wished) {
        vec_foreach(l, wished)
                plan_add_one(p, o, l->value, l);
        if (wished->v[0].value[0] != '~')
                add_excepted(p, o, wished->v + wished->n - 1);
}

/* The line that may give back what line @i denies: groups are opaque, so that any later one may. */
static const WishLine *given_back(const WishLines *wished, size_t i) {
        while (++i < wished->n)
                if (wished->v[i].value[0] != '~')
                        return wished->v + i;
        return NULL;
}

/* Of the wish only what denies, where nothing may be added. Names that the unit's own line or mode takes apart
 * already are not looked for: denying twice is harmless. */
static const char *add_denials(Planner *p, const Option *o, const WishLines *wished, const char *why) {
        bool any = false;

        for (size_t i = 0; i < wished->n; i++) {
                const WishLine *l = wished->v + i, *back = given_back(wished, i);
                bool denies = l->value[0] == '~';
                PlanLine *line;

                if (!denies && !any)
                        continue;
                any = true;
                line = plan_add_one(p, o, l->value, l);
                if (!denies)
                        line->reason = why;
                else if (back)
                        line->reason =
                                plan_reason(p, "%s:%u gives back some of it, and %s", back->file, back->line, why);
        }
        return any ? NULL : why;
}

const char *plan_syscalls(Planner *p, const Option *o, const WishLines *lines) {
        OwnFilter own = own_filter(p, o);
        const UnitLine *own_line = own_last(p, o);
        WishLines wished = {};
        bool allows;

        clean_lines(p, lines, own.mode == FILTER_ALLOW, &wished);
        if (wished.n == 0)
                return "names nothing that this systemd knows";
        allows = wished.v[0].value[0] != '~';
        if (own.mode == FILTER_NONE) {
                add_all(p, o, &wished);
                return NULL;
        }
        if (own.mode == FILTER_ALLOW)
                return add_denials(
                        p, o, &wished,
                        plan_reason(p, "the unit has an allow list of its own (%s), and a further one would add to it",
                                    own_place(p, own_line)));
        if (!allows)
                return add_denials(p, o, &wished, "would take names out of the unit's own deny list");
        if (own.has_errno || own.has_removals)
                return add_denials(
                        p, o, &wished,
                        plan_reason(
                                p,
                                "the unit has a deny list with %s of its own (%s), which an allow list would not keep",
                                own.has_errno ? "errors" : "exceptions", own_place(p, own_line)));
        /* An allow list behind a deny list does nothing: it must come first, the denials again after it. */
        plan_add_one(p, o, "", wished.v);
        add_all(p, o, &wished);
        vec_foreach(d, &own.denials)
                if (known_words(p, *d, NULL, false))
                        plan_add(p, o, known_words(p, *d, NULL, false), &wished)->note =
                                plan_text(p, "the unit's own denial, %s:%u", own_line->source->path, own_line->line);
        return NULL;
}
