/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* explain UNIT: all options that the unit or a policy concerns. */
#include "explain-text.h"

#include <stdio.h>

#include "prose.h"

const char *value_text(const char *value) {
        return !value ? "unset" : !*value ? "(empty)" : value;
}

const char *setters_text(Arena *a, const Setters *setters) {
        Strv places = {};

        vec_foreach(s, setters)
                strv_add(a, &places, s->kind == SETTER_IMPLIED ? arena_printf(a, "implied by %s", s->by)
                                                               : arena_printf(a, "%s:%u", s->file, s->line));
        return places.n > 0 ? strv_join(a, ", ", &places) : "systemd's default";
}

const char *sources_text(Arena *a, const PlanSources *sources) {
        Text t = { .arena = a };

        vec_foreach(s, sources)
                text_join(&t, ", ", arena_printf(a, "%s:%u", s->file, s->line));
        return text_get(&t);
}

/* "Option=value", once for each line that the value takes. */
static const char *setting(Arena *a, const Option *o, const char *value) {
        Text t = { .arena = a };

        for (const char *s = value ?: "";; s++) {
                size_t n = strcspn(s, "\n");

                text_join(&t, "\n", arena_printf(a, "%s=%.*s", o->name, (int) n, s));
                s += n;
                if (!*s)
                        return text_get(&t);
        }
}

static void print_label(const char *label) {
        printf("%12s%s ", label, *label ? ":" : " ");
}

static void print_field(Arena *a, const char *label, const char *text) {
        print_label(label);
        prose_print(a, text, 14, 16, COLOUR_NONE);
}

static void print_policies(const Explanation *e) {
        static const char *const modes[] = {
                [MODE_ENFORCE] = "", [MODE_PLAN] = ", Mode=plan", [MODE_OFF] = ", Mode=off",
        };

        vec_foreach(p, &e->policies)
                print_field(e->arena, p == e->policies.v ? "Policies" : "",
                            arena_printf(e->arena, "%s (%s%s%s)%s%s", p->policy->file,
                                         p->match == MATCH_NAMED ? "names it" : "by a pattern", modes[p->policy->mode],
                                         p->dropped ? ", switched off by what follows" : "",
                                         p->policy->description ? " " : "", p->policy->description ?: ""));
}

static void print_head(const Explanation *e) {
        const Unit *u = e->unit;
        bool first = true;

        prose_print(e->arena, u->name, 0, 0, COLOUR_BOLD);
        print_field(e->arena, "Fragment", u->fragment ?: "none that can be read here");
        if (e->copy_of)
                print_field(e->arena, "",
                            arena_printf(e->arena, "a copy of %s, but the admin's word since it stands here",
                                         e->copy_of));
        if (e->hides)
                print_field(e->arena, "", arena_printf(e->arena, "in the place of %s", e->hides));
        vec_foreach(s, &u->sources) {
                if (u->fragment && streq((*s)->path, u->fragment))
                        continue;
                print_field(e->arena, first ? "Drop-ins" : "",
                            arena_printf(e->arena, "%s%s", (*s)->path,
                                         (*s)->after ? " (sorts after " DROPIN_NAME ")" : ""));
                first = false;
        }
        print_policies(e);
        if (e->unhardened)
                print_field(e->arena, "Not hardened", e->unhardened);
}

static void add_withheld(Arena *a, const ExplainedOption *x, Strv *details) {
        vec_foreach(l, &x->withheld)
                vec_push(a, details, arena_printf(a, "withheld: %s (%s): %s", value_text((*l)->value),
                                                  sources_text(a, &(*l)->sources), (*l)->reason));
}

static void print_by_policy(const Explanation *e, const ExplainedOption *x) {
        Arena *a = e->arena;
        Strv details = {};

        vec_push(a, &details, setters_text(a, &x->now.setters));
        vec_foreach(l, &x->emitted)
                if ((*l)->note)
                        vec_push(a, &details, arena_printf(a, "(%s)", (*l)->note));
        if (x->own.setters.n > 0)
                vec_push(a, &details, arena_printf(a, "without the policies: %s (%s)", value_text(x->own.value),
                                                   setters_text(a, &x->own.setters)));
        add_withheld(a, x, &details);
        prose_entry(a, setting(a, x->option, x->now.value), COLOUR_GREEN, &details);
}

static void print_withheld(const Explanation *e, const ExplainedOption *x) {
        Arena *a = e->arena;
        const PlanLine *l = x->withheld.v[0];
        Strv details = {};

        vec_push(a, &details, sources_text(a, &l->sources));
        vec_push(a, &details, l->reason);
        vec_push(a, &details,
                 arena_printf(a, "in force: %s (%s)", value_text(x->now.value), setters_text(a, &x->now.setters)));
        for (size_t i = 1; i < x->withheld.n; i++)
                vec_push(a, &details, arena_printf(a, "%s (%s): %s", value_text(x->withheld.v[i]->value),
                                                   sources_text(a, &x->withheld.v[i]->sources),
                                                   x->withheld.v[i]->reason));
        prose_entry(a, setting(a, x->option, l->value), COLOUR_YELLOW, &details);
}

static void print_planned(const Explanation *e, const ExplainedOption *x) {
        vec_foreach(l, &x->planned) {
                Strv details = {};

                vec_push(e->arena, &details, sources_text(e->arena, &(*l)->sources));
                prose_entry(e->arena, setting(e->arena, x->option, (*l)->value), COLOUR_NONE, &details);
        }
}

static void print_own(const Explanation *e, const ExplainedOption *x) {
        Strv details = {};

        vec_push(e->arena, &details, setters_text(e->arena, &x->now.setters));
        prose_entry(e->arena, setting(e->arena, x->option, x->now.value), COLOUR_NONE, &details);
}

static bool is_set_by_policy(const ExplainedOption *x) {
        vec_foreach(s, &x->now.setters)
                if (s->kind == SETTER_POLICY)
                        return true;
        return false;
}

/* What [Chroot] alone sets has a place of its own. */
typedef enum Group { GROUP_POLICY, GROUP_WITHHELD, GROUP_PLANNED, GROUP_OWN, _GROUPS, GROUP_CHROOT } Group;

static Group group_of(const ExplainedOption *x) {
        if (x->emitted.n > 0)
                return GROUP_POLICY;
        if (x->planned.n > 0)
                return GROUP_PLANNED;
        if (x->withheld.n > 0)
                return GROUP_WITHHELD;
        return is_set_by_policy(x) ? GROUP_CHROOT : GROUP_OWN;
}

static size_t print_group(const Explanation *e, Group group) {
        static const struct {
                const char *heading;
                void (*print)(const Explanation *e, const ExplainedOption *x);
        } groups[_GROUPS] = {
                [GROUP_POLICY] = { "Set by policies", print_by_policy },
                [GROUP_WITHHELD] = { "Wished by policies and withheld", print_withheld },
                [GROUP_PLANNED] = { "Planned, and not emitted", print_planned },
                [GROUP_OWN] = { "In force, and no policy asks for it", print_own },
        };
        size_t n = 0;

        vec_foreach(x, &e->options)
                if (group_of(x) == group) {
                        if (n++ == 0)
                                prose_heading(e->arena, groups[group].heading);
                        groups[group].print(e, x);
                }
        return n;
}

static void print_sections(const Explanation *e) {
        const ChrootPlan *chroot = e->plan ? e->plan->chroot : NULL;

        if (e->sections.n == 0 && (!chroot || chroot->notes.n == 0))
                return;
        prose_heading(e->arena, "By [Chroot] and [Wait]");
        vec_foreach(l, &e->sections) {
                Strv details = {};

                vec_push(e->arena, &details, sources_text(e->arena, &l->sources));
                prose_entry(e->arena, arena_printf(e->arena, "%s=%s", l->key, l->value), COLOUR_GREEN, &details);
        }
        for (size_t i = 0; chroot && i < chroot->sockets.n; i++)
                prose_entry(e->arena, arena_printf(e->arena, "%s waits, too", chroot->sockets.v[i]), COLOUR_NONE,
                            &(Strv) {});
        for (size_t i = 0; chroot && i < chroot->notes.n; i++) {
                const ChrootNote *n = chroot->notes.v + i;
                Strv details = {};

                if (n->file)
                        vec_push(e->arena, &details, arena_printf(e->arena, "%s:%u", n->file, n->line));
                prose_entry(e->arena, n->text, COLOUR_YELLOW, &details);
        }
}

static void print_legend(const Explanation *e, size_t set, size_t withheld) {
        printf("\n%zu option%s set by policies, ", set, set == 1 ? "" : "s");
        if (e->sections.n > 0)
                printf("%zu line%s by [Chroot] and [Wait], ", e->sections.n, e->sections.n == 1 ? "" : "s");
        printf("%zu withheld.\n", withheld);
}

void explain_print_unit(const Explanation *e) {
        size_t counts[_GROUPS];

        print_head(e);
        for (Group g = 0; g < _GROUPS; g++) {
                counts[g] = print_group(e, g);
                if (g == GROUP_POLICY)
                        print_sections(e);
        }
        if (!e->context->options->no_legend)
                print_legend(e, counts[GROUP_POLICY], counts[GROUP_WITHHELD]);
}
