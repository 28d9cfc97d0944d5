/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sections.h"

#include "emit/machine.h"
#include "emit/render.h"

static void look_for_mirror(Arena *scratch, const char *path, const char *text, void *userdata) {
        bool *mirrored = userdata;

        (void) scratch, (void) text;
        *mirrored = *mirrored || startswith(path, "hardening-mirror-");
}

/* One answer for the whole machine, so it takes the plans of all units. */
static bool is_mirrored(const Explanation *e) {
        Context *c = e->context;
        Messages again = {};
        bool mirrored = false;

        emit_machine(&c->units, &c->target, &c->policies, 0, &again, look_for_mirror, NULL, &mirrored);
        messages_done(&again);
        return mirrored;
}

void sections_add(Explanation *e) {
        const ChrootPlan *chroot = e->plan ? e->plan->chroot : NULL;
        Strv waits = {};
        bool mirrored;

        e->resolv_bind = RESOLV_CONF;
        if (!chroot || chroot_plan_is_empty(chroot))
                return;
        mirrored = is_mirrored(e);
        service_waits(e->arena, chroot, mirrored, &waits);
        e->resolv_bind = arena_printf(e->arena, "%s%s", strv_contains(&waits, RESOLV_CONF) ? "" : "-",
                                      mirrored ? MIRROR ":" RESOLV_CONF : RESOLV_CONF);
        vec_foreach(w, &chroot->waits)
                if (strv_contains(&waits, w->path))
                        vec_push(e->arena, &e->sections,
                                 (ExplainedLine) { "ConditionPathExists",
                                                   percent_escape(e->arena, watched_path(w->path, mirrored)),
                                                   w->sources });
        vec_foreach(l, &chroot->lines)
                vec_push(e->arena, &e->sections, (ExplainedLine) { l->key, l->value ?: e->resolv_bind, l->sources });
}
