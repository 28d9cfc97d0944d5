/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "explain-text.h"
#include "meaning.h"

static void pair(Json *j, const char *key, const char *value) {
        json_key(j, key);
        json_string(j, value);
}

static void add_place(Json *j, const char *file, unsigned line) {
        pair(j, "file", file);
        json_key(j, "line");
        json_integer(j, line);
}

static void add_sources(Json *j, const PlanSources *sources) {
        json_key(j, "sources");
        json_begin(j, '[');
        vec_foreach(s, sources) {
                json_begin(j, '{');
                add_place(j, s->file, s->line);
                json_end(j);
        }
        json_end(j);
}

static void add_in_force(Json *j, const InForce *f, const char *value, const char *setters) {
        static const char *const kinds[] = {
                [SETTER_FRAGMENT] = "fragment", [SETTER_DROPIN] = "drop-in",
                [SETTER_POLICY] = "policy", [SETTER_IMPLIED] = "implied",
        };

        pair(j, value, f->value);
        json_key(j, setters);
        json_begin(j, '[');
        vec_foreach(s, &f->setters) {
                json_begin(j, '{');
                pair(j, "by", kinds[s->kind]);
                if (s->kind == SETTER_IMPLIED)
                        pair(j, "option", s->by);
                else {
                        add_place(j, s->file, s->line);
                        pair(j, "value", s->value);
                }
                json_end(j);
        }
        json_end(j);
}

static void add_plan_lines(Json *j, const char *key, const PlanLineRefs *lines) {
        json_key(j, key);
        json_begin(j, '[');
        vec_foreach(l, lines) {
                json_begin(j, '{');
                pair(j, "value", (*l)->value);
                add_sources(j, &(*l)->sources);
                pair(j, "reason", (*l)->reason);
                pair(j, "note", (*l)->note);
                json_end(j);
        }
        json_end(j);
}

static void add_wished(Json *j, const WishLines *lines) {
        static const char *const reaches[] = {
                [REACH_PATTERN] = "unset", [REACH_VENDOR] = "vendor", [REACH_ADMIN] = "admin",
        };

        json_key(j, "wished");
        json_begin(j, '[');
        vec_foreach(l, lines) {
                json_begin(j, '{');
                pair(j, "value", l->value);
                add_place(j, l->file, l->line);
                pair(j, "tightens", reaches[l->reach]);
                json_end(j);
        }
        json_end(j);
}

static void add_option(Json *j, const ExplainedOption *x) {
        pair(j, "option", x->option->name);
        add_in_force(j, &x->now, "value", "set_by");
        add_in_force(j, &x->own, "own_value", "own_set_by");
        add_wished(j, &x->wished);
        add_plan_lines(j, "emitted", &x->emitted);
        add_plan_lines(j, "withheld", &x->withheld);
        add_plan_lines(j, "planned", &x->planned);
        json_key(j, "at_reload");
        json_bool(j, x->option->flags & OPTION_AT_RELOAD);
        pair(j, "meaning", option_meaning(x->option));
        pair(j, "manual", x->option->man);
}

void explain_json_option(const Explanation *e, const ExplainedOption *x, Json *j) {
        json_begin(j, '{');
        pair(j, "unit", e->unit->name);
        pair(j, "not_hardened", e->unhardened);
        add_option(j, x);
        json_end(j);
}

static void add_files(Json *j, const Explanation *e) {
        Strv dropins = {};

        vec_foreach(s, &e->unit->sources)
                if (!e->unit->fragment || !streq((*s)->path, e->unit->fragment))
                        vec_push(e->arena, &dropins, (*s)->path);
        pair(j, "fragment", e->unit->fragment);
        pair(j, "copy_of", e->copy_of);
        pair(j, "hides", e->hides);
        json_key(j, "drop_ins");
        json_strings(j, &dropins);
}

static void add_policies(Json *j, const Explanation *e) {
        static const char *const modes[] = { [MODE_ENFORCE] = "enforce", [MODE_PLAN] = "plan", [MODE_OFF] = "off" };

        json_key(j, "policies");
        json_begin(j, '[');
        vec_foreach(p, &e->policies) {
                json_begin(j, '{');
                pair(j, "file", p->policy->file);
                pair(j, "description", p->policy->description);
                pair(j, "match", p->match == MATCH_NAMED ? "name" : "pattern");
                pair(j, "mode", modes[p->policy->mode]);
                json_key(j, "dropped");
                json_bool(j, p->dropped);
                json_end(j);
        }
        json_end(j);
}

static void add_sections(Json *j, const Explanation *e) {
        const ChrootPlan *chroot = e->plan ? e->plan->chroot : NULL;
        Strv notes = {};

        json_key(j, "chroot_and_wait");
        json_begin(j, '[');
        vec_foreach(l, &e->sections) {
                json_begin(j, '{');
                pair(j, "key", l->key);
                pair(j, "value", l->value);
                add_sources(j, &l->sources);
                json_end(j);
        }
        json_end(j);
        for (size_t i = 0; chroot && i < chroot->notes.n; i++)
                vec_push(e->arena, &notes, chroot->notes.v[i].text);
        json_key(j, "notes");
        json_strings(j, &notes);
}

void explain_json_unit(const Explanation *e, Json *j) {
        json_begin(j, '{');
        pair(j, "unit", e->unit->name);
        add_files(j, e);
        add_policies(j, e);
        pair(j, "not_hardened", e->unhardened);
        json_key(j, "options");
        json_begin(j, '[');
        vec_foreach(x, &e->options) {
                json_begin(j, '{');
                add_option(j, x);
                json_end(j);
        }
        json_end(j);
        add_sections(j, e);
        json_end(j);
}
