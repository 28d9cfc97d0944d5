/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit/held.h"

#include "emit/render.h"
#include "emit/waiting.h"

void held_add(Arena *a, Arena *scratch, HeldUnits *held, const UnitPlan *p) {
        HeldUnit h = {
                .name = arena_strdup(a, p->unit->name),
                .has_sockets = p->chroot->sockets.n > 0,
                .mirror = p->chroot->mirror,
                .restart = p->chroot->restart,
        };
        HeldFile f = { .path = arena_printf(a, "%s.d/" DROPIN_NAME, h.name) };

        for (int mirrored = 0; mirrored < 2; mirrored++) {
                Strv waits = {};
                bool anything;

                service_waits(scratch, p->chroot, mirrored, &waits);
                anything = waits.n > 0 || p->chroot->lines.n > 0 || p->plan->emitted > 0 ||
                           (mirrored && p->chroot->mirror) || p->hides_template;
                f.text[mirrored] = anything ? arena_strdup(a, render_dropin(scratch, p, mirrored)) : NULL;
        }
        vec_push(a, &h.files, f);
        vec_foreach(s, &p->chroot->sockets) {
                f.path = arena_printf(a, "%s.d/" DROPIN_NAME, *s);
                for (int mirrored = 0; mirrored < 2; mirrored++)
                        f.text[mirrored] = arena_strdup(a, render_socket_dropin(scratch, p, *s, mirrored));
                vec_push(a, &h.files, f);
        }
        vec_foreach(w, &p->chroot->waits)
                vec_push(a, &h.paths, arena_strdup(a, w->path));
        vec_push(a, held, h);
}

void held_emit(Arena *a, const Target *t, Messages *m, const HeldUnits *held, FileFunc func, void *userdata) {
        bool mirrored = false;
        Waiting w;

        vec_foreach(h, held)
                mirrored = mirrored || h->mirror;
        mirrored = mirrored && mirror_is_installed(t);
        waiting_init(a, t, held, mirrored, &w);
        if (w.instances > WAIT_INSTANCES_MAX) {
                message_add(m, LOG_ERR, NULL, 0, "services wait for %zu paths, and systemd could not watch them all: "
                            "those that wait are left as they are", w.paths.n);
                return;
        }
        vec_foreach(h, held)
                vec_foreach(f, &h->files)
                        if (f->text[mirrored])
                                func(a, f->path, f->text[mirrored], userdata);
        waiting_emit(a, &w, func, userdata);
}
