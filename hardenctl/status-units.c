/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which units there is something to say about, and what the generator makes of them. */
#include <errno.h>

#include "inactive.h"
#include "say.h"
#include "status-plan.h"
#include "unit/name.h"

typedef struct EmittedFile {
        const char *path, *text;
} EmittedFile;

typedef struct Collection {
        Context *context;
        StatusUnits *units;
        VEC(EmittedFile) files;
        bool emitted; /* as the generator would; else with the policies of Mode=plan */
} Collection;

static StatusUnit *find(const StatusUnits *units, const char *name) {
        vec_foreach(u, units)
                if (streq(u->name, name))
                        return u;
        return NULL;
}

static const char *dropin_of(Arena *a, const char *name) {
        return arena_printf(a, "%s.d/" DROPIN_NAME, name);
}

static StatusUnit new_unit(Context *c, const char *name) {
        StatusUnit u = { .name = arena_strdup(&c->arena, name), .before = -1, .after = -1 };

        u.dropin = dropin_of(&c->arena, u.name);
        return u;
}

static void take_unit(Arena *scratch, const UnitPlan *p, void *userdata) {
        Collection *l = userdata;
        Context *c = l->context;
        StatusUnit u = new_unit(c, p->unit->name);
        Matchable m = matchable_of(scratch, p->unit);
        Wish w;

        if (find(l->units, u.name))
                return;
        wish_make(scratch, &c->policies, &m, !l->emitted, &w);
        status_take_policies(c, &w, &u);
        u.own = status_own(scratch, p->unit, &m);
        if (p->is_templates)
                u.dropin = dropin_of(&c->arena, m.template);
        if (p->unit->occupied) {
                u.state = STATE_OVERRIDDEN;
                u.detail = arena_strdup(&c->arena, p->unit->occupied);
        } else if (p->left_alone) {
                u.state = STATE_EXEMPT;
                u.detail = arena_strdup(&c->arena, p->left_alone);
        } else if (p->plan)
                status_take_plan(c, scratch, p, &w, l->emitted, &u);
        else
                return; /* an instance whose file only hides that of its template */
        if (u.state != STATE_NOTHING)
                vec_push(&c->arena, l->units, u);
}

static void take_file(Arena *scratch, const char *path, const char *text, void *userdata) {
        Collection *l = userdata;
        Arena *a = &l->context->arena;

        (void) scratch;
        vec_push(a, &l->files, (EmittedFile) { arena_strdup(a, path), arena_strdup(a, text) });
}

static const char *file_text(const Collection *l, const char *path) {
        vec_foreach(f, &l->files)
                if (streq(f->path, path))
                        return f->text;
        return NULL;
}

static void collect(Context *c, bool emitted, StatusUnits *ret) {
        Collection l = { .context = c, .units = ret, .emitted = emitted };
        Messages nobody = {};
        size_t from = ret->n;

        emit_machine(&c->units, &c->target, &c->policies, emitted ? 0 : PLAN_INCLUDE_PLAN,
                     emitted ? &c->messages : &nobody, take_file, take_unit, &l);
        messages_done(&nobody);
        for (size_t i = from; i < ret->n; i++)
                *(emitted ? &ret->v[i].text : &ret->v[i].planned) = file_text(&l, ret->v[i].dropin);
}

/* The policy of Mode=off that takes a unit out for which others had something. */
static const Policy *switched_off(Context *c, const Matchable *m) {
        const Policy *off = NULL;
        bool wished = false;

        vec_foreach(p, &c->policies.policies) {
                if (policy_match(*p, m) == MATCH_NO)
                        continue;
                if ((*p)->mode == MODE_OFF)
                        off = wished ? *p : off;
                else if ((*p)->mode == MODE_ENFORCE)
                        wished = true;
        }
        return off;
}

static void add_switched_off(Context *c, const char *name, StatusUnits *ret) {
        _cleanup_arena_ Arena scratch = {};
        Messages nobody = {};
        const Policy *off;
        Matchable m;
        Unit u;

        if (unit_load(&c->units, &scratch, &nobody, name, &u) >= 0 && !u.masked) {
                m = matchable_of(&scratch, &u);
                off = switched_off(c, &m);
                if (off) {
                        StatusUnit s = new_unit(c, name);

                        s.state = STATE_EXEMPT;
                        strv_add(&c->arena, &s.policies, off->file);
                        vec_push(&c->arena, ret, s);
                }
        }
        messages_done(&nobody);
}

static bool has_mode(const PolicySet *set, PolicyMode mode) {
        vec_foreach(p, &set->policies)
                if ((*p)->mode == mode)
                        return true;
        return false;
}

/* What was emitted at the last reload, for units that no policy means any more. */
static void add_left_over(Context *c, StatusUnits *ret) {
        DirEntries entries = {};

        if (!c->running || root_list(&c->root, &c->arena, GENERATOR_DIRECTORY, &entries) < 0)
                return;
        vec_foreach(e, &entries) {
                const char *end = endswith(e->name, ".service.d");
                const char *name = end ? arena_strndup(&c->arena, e->name,
                                                       (size_t) (end - e->name) + strlen(".service")) : NULL;
                struct stat st;

                if (!name || find(ret, name) ||
                    root_lstat(&c->root, arena_printf(&c->arena, GENERATOR_DIRECTORY "/%s/" DROPIN_NAME, e->name),
                               &st) < 0)
                        continue;
                vec_push(&c->arena, ret, new_unit(c, name));
                ret->v[ret->n - 1].state = STATE_RELOAD;
        }
}

int status_units(Context *c, StatusUnits *ret) {
        const char *off = generator_inactive(c);

        *ret = (StatusUnits) {};
        if (!off)
                collect(c, true, ret);
        if (off || has_mode(&c->policies, MODE_PLAN))
                collect(c, false, ret);
        if (has_mode(&c->policies, MODE_OFF))
                vec_foreach(s, &c->units.services)
                        if (s->state != UNIT_ALIAS && s->state != UNIT_MASKED && !find(ret, s->name))
                                add_switched_off(c, s->name, ret);
        add_left_over(c, ret);
        return EXIT_FINE;
}

void status_other_unit(Context *c, const char *name, StatusUnit *ret) {
        _cleanup_arena_ Arena scratch = {};
        Messages nobody = {};
        Matchable m;
        Wish w;
        Unit u;

        *ret = new_unit(c, name);
        ret->state = STATE_NO_POLICY;
        if (unit_load(&c->units, &scratch, &nobody, name, &u) < 0)
                ret->state = STATE_UNKNOWN;
        else if (u.masked)
                ret->state = STATE_MASKED;
        else {
                m = matchable_of(&scratch, &u);
                wish_make(&scratch, &c->policies, &m, true, &w);
                status_take_policies(c, &w, ret);
                if (w.policies.n > 0)
                        ret->state = STATE_NOTHING;
                else if (m.protected) {
                        ret->state = STATE_PROTECTED;
                        ret->detail = arena_strdup(&c->arena, m.protected);
                }
        }
        messages_done(&nobody);
}
