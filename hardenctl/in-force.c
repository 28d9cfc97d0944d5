/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "in-force.h"

#include "assignments.h"
#include "implied.h"
#include "base/text.h"
#include "option/limit.h"
#include "option/nameset.h"
#include "option/value.h"
#include "unit/word.h"

static bool is_boolean(const Option *o) {
        return o == OPT(DynamicUser) || o == OPT(MountAPIVFS) || o == OPT(BindLogSockets);
}

/* The last word counts. */
static bool is_scalar(const Option *o) {
        switch (o->kind) {
        case OPTION_ORDER:
        case OPTION_UMASK:
        case OPTION_MODE:
        case OPTION_FLAGS:
        case OPTION_LIMIT:
                return true;
        default:
                return is_boolean(o) || o == OPT(User) || o == OPT(Group) || o == OPT(RootDirectory) ||
                       o == OPT(SystemCallErrorNumber);
        }
}

/* What systemd does not understand it passes over. What only a newer one than this table knows may be right. */
static bool is_understood(const Target *t, const Option *o, const char *value) {
        Limit limit;
        unsigned mode;

        if (o->kind == OPTION_ORDER)
                return order_find(o, value, t->version) || (*value && !order_find(o, value, (unsigned) -1));
        if (is_boolean(o))
                return boolean_parse(value) >= 0;
        if (o->kind == OPTION_UMASK || o->kind == OPTION_MODE)
                return mode_parse(value, &mode) >= 0;
        if (o->kind == OPTION_LIMIT)
                return !*value || limit_parse(o->name, value, &limit) >= 0;
        return true;
}

static const char *canonical(const Subject *s, const Option *o, const char *value) {
        const OptionValue *v = o->kind == OPTION_ORDER ? order_find(o, value, s->target->version) : NULL;

        if (v)
                return v->name;
        if (is_boolean(o))
                return boolean_parse(value) ? "yes" : "no";
        return *value ? value : NULL;
}

static const char *default_value(const Subject *s, const Option *o) {
        Limit limit;

        if (o->kind == OPTION_LIMIT && default_limit(s->defaults, o, &limit))
                return limit_text(s->arena, &limit);
        return o->initial;
}

static void add_setters(Arena *a, const Assignment *from, InForce *f) {
        vec_foreach(p, &from->places)
                vec_push(a, &f->setters, (Setter) { from->kind, p->file, p->line, from->value, NULL });
}

static void merge_scalar(const Subject *s, const Option *o, const Assignments *all, InForce *ret) {
        const Assignment *last = NULL;

        vec_foreach(i, all)
                if (is_understood(s->target, o, i->value))
                        last = i;
        ret->value = last ? canonical(s, o, last->value) : NULL;
        if (!ret->value)
                ret->value = default_value(s, o);
        if (last)
                add_setters(s->arena, last, ret);
}

/* Whether a line forgets those before it. @ret_counts: it says something, too. */
static bool starts_anew(const Option *o, const char *value, bool *ret_counts) {
        *ret_counts = false;
        switch (o->kind) {
        case OPTION_CAPABILITIES: /* nothing, or all */
                *ret_counts = true;
                return !*value || streq(value, "~");
        case OPTION_NAMESPACES:
                *ret_counts = *value;
                return !*value || boolean_parse(value) >= 0;
        case OPTION_FAMILIES:
                return !*value || streq(value, "none");
        default:
                return !*value;
        }
}

/* The lines of a list that count. */
static void take_list(const Subject *s, const Option *o, const Assignments *all, Assignments *ret) {
        bool counts;
        size_t first = 0;

        for (size_t i = 0; i < all->n; i++)
                if (starts_anew(o, all->v[i].value, &counts))
                        first = counts || i + 1 == all->n ? i : i + 1;
        for (size_t i = first; i < all->n; i++)
                vec_push(s->arena, ret, all->v[i]);
}

static size_t count_bits(uint64_t bits) {
        return (size_t) __builtin_popcountll(bits);
}

static const char *set_text(const Subject *s, const Option *o, const NameSet *set) {
        const Name *names = option_names(o);
        uint64_t denied = names_all(names) & ~set->allowed;
        bool deny = set->deny || (o->kind == OPTION_CAPABILITIES && count_bits(denied) < count_bits(set->allowed));

        if (!set->restricted)
                return NULL;
        if (o->kind == OPTION_FAMILIES && !deny && set->allowed == 0)
                return "none";
        if (o->kind == OPTION_NAMESPACES && (set->allowed == 0 || denied == 0))
                return set->allowed == 0 ? "yes" : "no";
        return deny ? arena_printf(s->arena, "~%s", nameset_text(s->arena, names, denied, s->target->version))
                    : nameset_text(s->arena, names, set->allowed, s->target->version);
}

static void merge_set(const Subject *s, const Option *o, const Assignments *lines, InForce *ret) {
        Strv values = {};
        uint64_t left;
        NameSet set;

        vec_foreach(l, lines)
                vec_push(s->arena, &values, l->value);
        set = nameset_merge(s->arena, o, &values, s->target->version);
        if (o->kind == OPTION_CAPABILITIES) {
                left = implied_capabilities(s, set.allowed, &ret->setters);
                set.restricted = set.restricted || left != set.allowed;
                set.allowed = left;
        }
        ret->value = set_text(s, o, &set) ?: o->initial;
}

/* What cannot be said in one line. */
static bool needs_lines(const Option *o, const Assignments *lines) {
        if (o == OPT(DeviceAllow) || o == OPT(SocketBindAllow) || o == OPT(SocketBindDeny))
                return true;
        vec_foreach(l, lines)
                if (*l->value == '~')
                        return true;
        return false;
}

static void merge_list(const Subject *s, const Option *o, const Assignments *lines, InForce *ret) {
        const char *separator = needs_lines(o, lines) ? "\n" : " ";
        Text text = { .arena = s->arena };

        vec_foreach(l, lines)
                if (*l->value)
                        text_join(&text, separator, l->value);
        ret->value = *text_get(&text) ? text_get(&text) : NULL;
}

void in_force(const Subject *s, const Option *o, InForce *ret) {
        Assignments all = {}, lines = {};

        *ret = (InForce) {};
        assignments_of(s, o, &all);
        if (is_scalar(o))
                merge_scalar(s, o, &all, ret);
        else {
                take_list(s, o, &all, &lines);
                vec_foreach(l, &lines)
                        add_setters(s->arena, l, ret);
                if (option_names(o))
                        merge_set(s, o, &lines, ret);
                else
                        merge_list(s, o, &lines, ret);
        }
        implied_add(s, o, ret);
}
