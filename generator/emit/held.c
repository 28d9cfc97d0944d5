/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit/held.h"

#include "emit/render.h"
#include "emit/waiting.h"

static void add_service_file(Arena *a, Arena *scratch, HeldUnit *h, const UnitPlan *p) {
        HeldFile f = { .path = arena_printf(a, "%s.d/" DROPIN_NAME, h->name) };
        const ChrootPlan *c = p->chroot;
        bool options = p->plan->emitted > 0 || p->hides_template;
        UnitPlan alone = *p;

        for (int mirrored = 0; mirrored < 2; mirrored++) {
                Strv waits = {};

                service_waits(scratch, c, mirrored, &waits);
                if (options || waits.n > 0 || c->lines.n > 0 || (mirrored && c->mirror))
                        f.text[mirrored] = arena_strdup(a, render_dropin(scratch, p, mirrored));
        }
        alone.chroot = NULL;
        if (options)
                f.text[HELD_ALONE] = arena_strdup(a, render_dropin(scratch, &alone, false));
        vec_push(a, &h->files, f);
}

void held_add(Arena *a, Arena *scratch, HeldUnits *held, const UnitPlan *p) {
        HeldUnit h = {
                .name = arena_strdup(a, p->unit->name),
                .has_sockets = p->chroot->sockets.n > 0,
                .mirror = p->chroot->mirror,
                .restart = p->chroot->restart,
        };

        add_service_file(a, scratch, &h, p);
        vec_foreach(s, &p->chroot->sockets) {
                HeldFile f = { .path = arena_printf(a, "%s.d/" DROPIN_NAME, *s) };

                for (int mirrored = 0; mirrored < 2; mirrored++)
                        f.text[mirrored] = arena_strdup(a, render_socket_dropin(scratch, p, *s, mirrored));
                vec_push(a, &h.files, f);
        }
        vec_foreach(w, &p->chroot->waits)
                vec_push(a, &h.paths, arena_strdup(a, w->path));
        vec_push(a, held, h);
}

void held_emit(Arena *a, const Target *t, Messages *m, const HeldUnits *held, FileFunc func, void *userdata) {
        HeldText which = HELD_PLAIN;
        Waiting w;

        vec_foreach(h, held)
                if (h->mirror)
                        which = HELD_MIRRORED;
        if (!mirror_is_installed(t))
                which = HELD_PLAIN;
        waiting_init(a, t, held, which == HELD_MIRRORED, &w);
        if (w.instances > WAIT_INSTANCES_MAX) {
                message_add(m, LOG_ERR, NULL, 0,
                            "services wait for %zu paths, which is more than systemd can watch: none gets "
                            "anything of [Chroot] and [Wait]",
                            w.paths.n);
                which = HELD_ALONE;
        }
        vec_foreach(h, held)
                vec_foreach(f, &h->files)
                        if (f->text[which])
                                func(a, f->path, f->text[which], userdata);
        if (which != HELD_ALONE)
                waiting_emit(a, &w, func, userdata);
}
