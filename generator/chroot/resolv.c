/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* /etc/resolv.conf for a service with a root of its own: the rules of wait.md, section 3. */
#include "base/text.h"
#include "chroot/link.h"
#include "chroot/planner.h"
#include "plan/paths.h"

#define CLIMBING_LINK_SINCE 257 /* before, the mount point of a link with too many ".." is made on the host */

static const OwnBind *bind_to(ChrootPlanner *p, const char *destination) {
        vec_foreach(b, &p->binds)
                if (!b->partial && streq(b->destination, destination))
                        return b;
        return NULL;
}

/* A directory above /etc/resolv.conf that the unit binds: a bind in it would make a file on the host. */
static const OwnBind *bind_above(ChrootPlanner *p) {
        return bind_to(p, "/etc") ?: bind_to(p, "/");
}

static const OwnBind *first_partial(ChrootPlanner *p) {
        vec_foreach(b, &p->binds)
                if (b->partial)
                        return b;
        return NULL;
}

static bool own_binds_cover(ChrootPlanner *p, const char *path) {
        vec_foreach(b, &p->binds)
                if (!b->partial && path_is_below(path, b->destination))
                        return true;
        return false;
}

/* The link in the /etc that is bound must not lead into nothing. */
static void add_link_directory(ChrootPlanner *p) {
        const char *dir = link_directory(p->arena, p->machine->target->root, RESOLV_CONF);

        if (dir && !path_is_below(dir, "/etc") && !own_binds_cover(p, dir))
                chroot_add(p, "BindReadOnlyPaths", arena_printf(p->arena, "-%s", dir));
}

/* Why the unit's own bind may not be replaced by the mirror; NULL: it may. */
static const char *replacement_problem(ChrootPlanner *p, const OwnBind *own) {
        WishReach needed = own->line->source->admin ? REACH_ADMIN : REACH_VENDOR;

        if (p->wish->chroot.on_change == ON_CHANGE_NONE)
                return "OnChange=none says so";
        if (p->wish->chroot.reach < needed)
                return needed == REACH_ADMIN
                               ? "the admin has set it, and no policy that names the unit says Tighten=all"
                               : "no policy names the unit";
        if (own->line->source->after)
                return "it stands in a drop-in that sorts after " DROPIN_NAME;
        return NULL;
}

/* All binds again, each with its own key, without those to /etc/resolv.conf. */
static void replay_binds(ChrootPlanner *p) {
        const UnitLine *last = NULL;
        Text t = { .arena = p->arena };

        chroot_add(p, "BindReadOnlyPaths", "");
        vec_foreach(b, &p->binds) {
                if (b->line->source->after || streq(b->destination, RESOLV_CONF))
                        continue;
                if (last && last != b->line) {
                        chroot_add(p, last->key, text_get(&t));
                        t = (Text) { .arena = p->arena };
                }
                text_join(&t, " ", b->word);
                last = b->line;
        }
        if (last)
                chroot_add(p, last->key, text_get(&t));
}

/* Rule 3: the unit binds /etc/resolv.conf itself. */
static void replace_own(ChrootPlanner *p, const OwnBind *own) {
        const char *problem = replacement_problem(p, own);
        const OwnBind *partial = first_partial(p);

        if (!problem && partial)
                chroot_note(p, LOG_WARNING, partial->line,
                            "%s=: not understood here, so the binds of %s are left as they are, and its " RESOLV_CONF
                            " goes stale when the file is replaced", partial->line->key, p->unit->name);
        else if (problem)
                chroot_note(p, LOG_DEBUG, own->line, RESOLV_CONF " withheld: the unit's own bind stays, and goes stale "
                            "when the file is replaced, since %s", problem)->stale =
                        p->wish->chroot.on_change != ON_CHANGE_NONE;
        if (problem || partial)
                return;
        replay_binds(p);
        chroot_add(p, "BindReadOnlyPaths", NULL);
        p->ret->mirror = true;
}

/* Why nothing can be bound in the root that the unit has; NULL: it can. */
static const char *root_problem(ChrootPlanner *p) {
        if (p->root.kind == ROOT_READ_ONLY)
                return "is read-only, and it cannot be known whether there is a place in it for";
        if (p->root.kind != ROOT_TREE)
                return NULL;
        if (p->machine->target->version < CLIMBING_LINK_SINCE && unit_root_link_climbs(p->arena, &p->root))
                return "has a link that leads above its root in the place of";
        if (!unit_root_has(&p->root, RESOLV_CONF) && unit_root_is_read_only(p->arena, p->machine, &p->root))
                return "is read-only and has no";
        return NULL;
}

void plan_resolv(ChrootPlanner *p) {
        const OwnBind *own = bind_to(p, RESOLV_CONF);
        const char *problem;

        if (own && !streq(own->source, RESOLV_CONF)) {
                chroot_note(p, LOG_DEBUG, own->line, RESOLV_CONF " withheld: the unit puts %s in its place",
                            own->source);
                forget_wait(p, RESOLV_CONF);
                return;
        }
        if (bind_above(p)) {
                add_link_directory(p);
                return;
        }
        if (own) {
                replace_own(p, own);
                return;
        }
        problem = root_problem(p);
        if (problem) {
                chroot_note(p, LOG_WARNING, p->root.line, "%s=%s %s " RESOLV_CONF ", %s gets none%s", p->root.option,
                            p->root.path, problem, p->unit->name,
                            p->root.kind == ROOT_TREE ? ": create an empty file there" : "");
                forget_wait(p, RESOLV_CONF);
                return;
        }
        chroot_add(p, "BindReadOnlyPaths", NULL);
        p->ret->mirror = p->wish->chroot.on_change != ON_CHANGE_NONE;
}
