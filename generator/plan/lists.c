/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lists of restrictions, and of exceptions to them. */
#include "base/text.h"
#include "plan/own.h"
#include "plan/paths.h"
#include "unit/word.h"

/* Options whose value is a list of words; the others take one whole value a line. */
static bool is_word_list(const Option *o) {
        return o != OPT(DeviceAllow) && o != OPT(MountAPIVFS) && o != OPT(BindLogSockets);
}

/* One element as it goes out: paths never fail for being absent. */
static const char *element_text(Planner *p, const Option *o, const char *element) {
        if (o->flags & OPTION_PATHS) {
                const char *path = path_skip_prefix(element);

                return word_quote(p->arena, plan_text(p, "-%s%s", path > element && path[-1] == '+' ? "+" : "", path));
        }
        if (o->flags & OPTION_BINDS)
                return *element == '-' ? element : plan_text(p, "-%s", element);
        return element;
}

/* Why one element may not go out; NULL: it may. */
typedef const char *(*ElementCheck)(Planner *p, const Option *o, const char *element);

/* Emits the elements of each wish line (from the last reset on) that pass the check, and keeps the
 * others with their reasons. */
static const char *add_elements(Planner *p, const Option *o, const WishLines *lines, ElementCheck check) {
        size_t before = p->plan->lines.n, first = 0;

        for (size_t i = 0; i < lines->n; i++)
                if (!*lines->v[i].value)
                        first = i + 1;
        for (size_t i = first; i < lines->n; i++) {
                const char *value = lines->v[i].value;
                Text t = { .arena = p->arena };
                Strv elements = {};

                if (is_word_list(o))
                        (void) words_split(p->arena, value, o->flags & OPTION_BINDS ? WORD_RETAIN_ESCAPE : 0,
                                           &elements);
                else
                        vec_push(p->arena, &elements, value);
                vec_foreach(e, &elements) {
                        const PolicyExcept *except = wish_element_excepted(p->wish, o, path_skip_prefix(*e));
                        const char *why = except ? plan_reason(p, "taken out by Except=%s=%s in %s:%u", o->name,
                                                             except->value, except->file, except->line)
                                                 : check(p, o, *e);
                        const char *w = element_text(p, o, *e);

                        if (why)
                                plan_add_one(p, o, w, lines->v + i)->reason = why;
                        else
                                text_join(&t, " ", w);
                }
                if (t.n > 0)
                        plan_add_one(p, o, text_get(&t), lines->v + i);
        }
        return p->plan->lines.n > before ? NULL : "names nothing";
}

/* A line for the very place of a file system in memory takes that away, and shows what lies below it. */
static const char *check_mount_point(Planner *p, const char *path) {
        UnitPaths own = {};

        path = unit_path(p->arena, p->unit, path, NULL).path;
        unit_path_list(p->arena, p->unit, OPT(TemporaryFileSystem), &own);
        vec_foreach(i, &own)
                if (streq(i->path, path))
                        return plan_reason(p, "it would take away TemporaryFileSystem=%s of the unit (%s)", path,
                                           own_place(p, i->line));
        return NULL;
}

static const char *check_restriction(Planner *p, const Option *o, const char *element) {
        const char *path = path_skip_prefix(element);

        return o->flags & OPTION_PATHS ? check_mount_point(p, path) ?: uses_path_reason(p, o, path) : NULL;
}

const char *plan_restrict(Planner *p, const Option *o, const WishLines *lines) {
        return add_elements(p, o, lines, check_restriction);
}

/* Which restrictions an exception belongs to. The first two are such as break a service without it. */
static const struct {
        const Option *exception;
        const Option *restrictions[7];
} belongs_to[] = {
        { OPT(ReadWritePaths),
          { OPT(ProtectSystem), OPT(ReadOnlyPaths), OPT(ProtectHome), OPT(DynamicUser), OPT(ProtectKernelTunables),
            OPT(ProtectControlGroups), NULL } },
        { OPT(ExecPaths), { OPT(NoExecPaths), NULL } },
        { OPT(SocketBindAllow), { OPT(SocketBindDeny), NULL } },
        { OPT(IPAddressAllow), { OPT(IPAddressDeny), NULL } },
        { OPT(DeviceAllow), { OPT(DevicePolicy), OPT(PrivateDevices), NULL } },
        { OPT(BindPaths),
          { OPT(ProtectHome), OPT(TemporaryFileSystem), OPT(RootDirectory), OPT(PrivateTmp), OPT(ProtectSystem),
            NULL } },
        { OPT(BindReadOnlyPaths),
          { OPT(ProtectHome), OPT(TemporaryFileSystem), OPT(RootDirectory), OPT(PrivateTmp), OPT(PrivateDevices),
            NULL } },
        { OPT(MountAPIVFS), { OPT(RootDirectory), OPT(TemporaryFileSystem), NULL } },
        { OPT(BindLogSockets), { OPT(RootDirectory), OPT(TemporaryFileSystem), NULL } },
};

static const Option *const *restrictions_of(const Option *o) {
        static const Option *const none[] = { NULL };

        for (size_t i = 0; i < ELEMENTSOF(belongs_to); i++)
                if (belongs_to[i].exception == o)
                        return belongs_to[i].restrictions;
        return none;
}

static const char *check_bind(Planner *p, const Option *o, const char *element) {
        bool writable = o == OPT(BindPaths);
        Bind b;

        if (bind_parse(p->arena, element, &b) < 0)
                return "is not understood";
        b.source = unit_path(p->arena, p->unit, b.source, NULL).path;
        b.destination = unit_path(p->arena, p->unit, b.destination, NULL).path;
        if (check_mount_point(p, b.destination))
                return check_mount_point(p, b.destination);
        if (!own_leaves_visible(p, b.source))
                return plan_reason(p, "the unit itself hides %s", b.source);
        if (writable && !own_leaves_writable(p, b.source))
                return plan_reason(p, "the unit itself closes %s for writing", b.source);
        if (writable && !own_leaves_writable(p, b.destination))
                return plan_reason(p, "the unit itself closes %s for writing", b.destination);
        return NULL;
}

/* Other exceptions are made only where the unit has nothing of the kind itself. */
static const char *check_counterpart(Planner *p, const Option *o) {
        const Option *const *restrictions = restrictions_of(o);

        for (; *restrictions; restrictions++) {
                const Option *r = *restrictions;
                bool closed = r->kind == OPTION_ORDER ? full_order(p, r) != 0 : unit_option(p->unit, r) != NULL;

                if (closed)
                        return plan_reason(p, "the unit itself restricts this by %s=", r->name);
        }
        if (unit_option(p->unit, o))
                return plan_reason(p, "the unit has exceptions of its own (%s)", own_place(p, own_last(p, o)));
        return NULL;
}

static const char *check_exception(Planner *p, const Option *o, const char *element) {
        const char *path;

        if (o->flags & OPTION_BINDS)
                return check_bind(p, o, element);
        if (!(o->flags & OPTION_PATHS))
                return check_counterpart(p, o);
        path = unit_path(p->arena, p->unit, path_skip_prefix(element), NULL).path;
        if (check_mount_point(p, path))
                return check_mount_point(p, path);
        if (o == OPT(ExecPaths))
                return own_leaves_executable(p, path) ? NULL
                                                      : plan_reason(p, "the unit itself forbids to run %s", path);
        return own_leaves_writable(p, path) ? NULL : plan_reason(p, "the unit itself closes %s for writing", path);
}

const char *plan_exception(Planner *p, const Option *o, const WishLines *lines) {
        const Option *const *restrictions = restrictions_of(o);
        bool beside = false;

        for (const Option *const *r = restrictions; *r; r++)
                beside = beside || plan_emits(p, *r);
        if (!beside)
                return "an exception goes out only beside a restriction of the same plan, and there is none";
        return add_elements(p, o, lines, check_exception);
}

/* A restriction without the exceptions that its author saw as part of it would break the service. */
const char *exceptions_reason(Planner *p, const Option *restriction) {
        for (size_t i = 0; i < ELEMENTSOF(belongs_to); i++)
                if (belongs_to[i].restrictions[0] == restriction || belongs_to[i].restrictions[1] == restriction) {
                        const char *reason = exception_blocked(p, belongs_to[i].exception);

                        if (reason)
                                return reason;
                }
        return NULL;
}
