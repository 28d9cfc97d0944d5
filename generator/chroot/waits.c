/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* [Wait]: the paths that a unit waits for. */
#include <stdlib.h>

#include "chroot/names.h"
#include "chroot/planner.h"
#include "plan/sockets.h"
#include "unit/word.h"

#define UNIT_NAME_MAX 255

/* Why a pattern never holds the unit; NULL: it may (design.md section 6). */
static const char *never_held_reason(ChrootPlanner *p) {
        static const char *const network[] = {
                "network-pre.target", "network.target", "network-online.target", "nss-lookup.target",
        };

        if (unit_last(p->unit, FACT_BUS_NAME))
                return "its callers over D-Bus would hang";
        for (const UnitLine *l = unit_fact(p->unit, FACT_BEFORE); l; l = l->next) {
                Strv words = {};

                (void) words_split(p->arena, l->value, WORD_RETAIN_ESCAPE, &words);
                for (size_t i = 0; i < ELEMENTSOF(network); i++)
                        if (strv_contains(&words, network[i]))
                                return "it is ordered before what brings the network up, and may be what makes the file";
        }
        return NULL;
}

static void add_wait(ChrootPlanner *p, const WishLine *l) {
        PlanSource source = { l->file, l->line };
        ChrootWait w = { .path = l->value };

        vec_foreach(i, &p->ret->waits)
                if (streq(i->path, l->value)) {
                        vec_push(p->arena, &i->sources, source);
                        return;
                }
        vec_push(p->arena, &w.sources, source);
        vec_push(p->arena, &p->ret->waits, w);
}

/* Stable, by the escaped names: the same set has the same name. */
static void sort_waits(ChrootPlanner *p) {
        ChrootWait *v = p->ret->waits.v;

        for (size_t i = 1; i < p->ret->waits.n; i++) {
                ChrootWait w = v[i];
                const char *name = path_escape(p->arena, w.path);
                size_t k = i;

                for (; k > 0 && strcmp(path_escape(p->arena, v[k - 1].path), name) > 0; k--)
                        v[k] = v[k - 1];
                v[k] = w;
        }
}

/* The marker of each unit that waits holds its name. */
static const char *without_room_for_marker(ChrootPlanner *p) {
        Strv names = {};
        size_t room;

        vec_foreach(w, &p->ret->waits)
                vec_push(p->arena, &names, path_escape(p->arena, w->path));
        room = UNIT_NAME_MAX - strlen("hardening-wait-@.target") - strlen(wait_name(p->arena, &names));
        if (strlen(p->unit->name) > room)
                return p->unit->name;
        vec_foreach(s, &p->ret->sockets)
                if (strlen(*s) > room)
                        return *s;
        return NULL;
}

/* Where a socket cannot wait, its service must not: a condition that fails would take the socket down. */
static void keep_occupied_sockets(ChrootPlanner *p) {
        vec_foreach(s, &p->ret->sockets) {
                const char *file = socket_occupied(p->arena, p->machine->index, *s);

                if (!file)
                        continue;
                chroot_note(p, LOG_DEBUG, NULL, "[Wait] withheld: %s is there already", file);
                p->ret->waits.n = p->ret->sockets.n = 0;
                return;
        }
}

bool plan_waits(ChrootPlanner *p) {
        const char *reason = never_held_reason(p), *problem = NULL, *too_long;

        vec_foreach(l, &p->wish->paths) {
                if (!reason || l->reach != REACH_PATTERN)
                        add_wait(p, l);
                else
                        chroot_note(p, LOG_DEBUG, NULL, "PathExists=%s withheld: no pattern holds it back, %s (%s:%u)",
                                    l->value, reason, l->file, l->line);
        }
        sort_waits(p);
        if (p->ret->waits.n > WAIT_PATHS_MAX)
                problem = arena_printf(p->arena, "waits for %zu paths and at most %d are possible", p->ret->waits.n,
                                       WAIT_PATHS_MAX);
        else if (p->ret->waits.n > 0) {
                service_sockets(p->arena, p->machine->index, p->unit, &p->ret->sockets);
                too_long = without_room_for_marker(p);
                if (too_long)
                        problem = arena_printf(p->arena,
                                               "%s too long to wait (the name of its marker would be over 255 bytes)",
                                               streq(too_long, p->unit->name) ? "its name is"
                                                                              : "the name of its socket is");
        }
        if (!problem) {
                keep_occupied_sockets(p);
                return true;
        }
        chroot_note(p, LOG_ERR, NULL, "%s: %s, it gets nothing of [Chroot] and [Wait]", p->unit->name, problem);
        p->ret->waits.n = p->ret->sockets.n = 0;
        return false;
}

void forget_wait(ChrootPlanner *p, const char *path) {
        size_t n = 0;

        vec_foreach(w, &p->ret->waits)
                if (!streq(w->path, path))
                        p->ret->waits.v[n++] = *w;
        p->ret->waits.n = n;
        if (n == 0)
                p->ret->sockets.n = 0;
}
