/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>

#include "base/text.h"
#include "option/problem.h"
#include "policy/host.h"
#include "policy/lines.h"
#include "policy/policy.h"
#include "policy/profile.h"
#include "policy/waitpath.h"
#include "unit/conf.h"
#include "unit/name.h"
#include "unit/word.h"

typedef struct Reader {
        Arena *arena;
        const Target *target;
        Messages *messages;
        Profiles *profiles;
        const char *file;
        Policy *policy;
        bool refused;
        Strv host_keys; /* keys about the machine that the file has, and those that fit it */
        Strv host_fits;
} Reader;

/* A [Match] that is not understood disables the policy: without the condition it would match more. */
static void refuse(Reader *r, unsigned line, const char *what) {
        message_add(r->messages, LOG_ERR, r->file, line, "%s, policy ignored", what);
        r->refused = true;
}

static int words_of(Reader *r, const ConfLine *l, Strv *ret) {
        if (!*l->value)
                *ret = (Strv) {};
        return words_split(r->arena, l->value, WORD_RETAIN_ESCAPE, ret);
}

static void read_tristate(Reader *r, const ConfLine *l, Tristate *ret) {
        int b = boolean_parse(l->value);

        if (b < 0)
                refuse(r, l->line, arena_printf(r->arena, "%s=: \"%s\" is no boolean", l->key, l->value));
        else
                *ret = b ? YES : NO;
}

static void read_host(Reader *r, const ConfLine *l) {
        Strv words = {};

        if (words_of(r, l, &words) < 0 || words.n == 0) {
                refuse(r, l->line, arena_printf(r->arena, "%s=: nothing legible in it", l->key));
                return;
        }
        strv_add(r->arena, &r->host_keys, l->key);
        vec_foreach(w, &words)
                if (host_matches(r->target, l->key, *w))
                        strv_add(r->arena, &r->host_fits, l->key);
}

static void read_match(Reader *r, const ConfLine *l) {
        Policy *p = r->policy;
        const struct {
                const char *name;
                Strv *list;
        } lists[] = {
                { "Unit", &p->unit }, { "ExceptUnit", &p->except_unit }, { "Exec", &p->exec },
                { "User", &p->user }, { "Type", &p->type },
        };

        for (size_t i = 0; i < ELEMENTSOF(lists); i++)
                if (streq(l->key, lists[i].name)) {
                        if (words_of(r, l, lists[i].list) < 0)
                                refuse(r, l->line, arena_printf(r->arena, "%s=: quotes do not match", l->key));
                        return;
                }
        if (streq(l->key, "Chrooted"))
                read_tristate(r, l, &p->chrooted);
        else if (streq(l->key, "Networked"))
                read_tristate(r, l, &p->networked);
        else if (host_key(l->key))
                read_host(r, l);
        else if (!startswith(l->key, "X-"))
                refuse(r, l->line, arena_printf(r->arena, "unknown key %s= in [Match]", l->key));
}

static void read_mode(Reader *r, const ConfLine *l) {
        static const char *const modes[] = { "enforce", "plan", "off" };

        for (size_t i = 0; i < ELEMENTSOF(modes); i++)
                if (streq(l->value, modes[i])) {
                        r->policy->mode = (PolicyMode) i;
                        return;
                }
        refuse(r, l->line, arena_printf(r->arena, "Mode=: \"%s\" is none of enforce, plan, off", l->value));
}

static void read_tighten(Reader *r, const ConfLine *l) {
        bool all = streq(l->value, "all");

        if (all || streq(l->value, "vendor"))
                r->policy->tighten_all = all;
        else
                message_add(r->messages, LOG_ERR, r->file, l->line,
                            "Tighten=: \"%s\" is none of vendor, all, line ignored", l->value);
}

static void forget_excepts(Policy *p) {
        size_t n = 0;

        vec_foreach(e, &p->excepts)
                if (e->by_mistake)
                        p->excepts.v[n++] = *e;
        p->excepts.n = n;
}

/* Who wrote an exemption that cannot be read wanted something left alone: then all of it is. */
static void except_everything(Reader *r, const ConfLine *l, const char *problem) {
        message_add(r->messages, LOG_ERR, r->file, l->line, "Except=: %s, units of this policy left as they are",
                    problem);
        vec_push(r->arena, &r->policy->excepts, (PolicyExcept) { "*", NULL, r->file, l->line, true });
}

/* Why a word of Except= makes no sense; NULL: it does. */
static const char *except_problem(Arena *a, const char *option, const char *value) {
        const Option *o = option_find(option);

        if (!value && (is_glob(option) || streq(option, "Chroot") || streq(option, "Wait")))
                return NULL;
        if (!o)
                return arena_printf(a, "unknown option \"%s\"", option);
        if (!value)
                return NULL;
        if (!option_has_elements(o))
                return arena_printf(a, "%s= is no list with elements", option);
        if (!*value || *value == '~' || strpbrk(value, ": \t"))
                return arena_printf(a, "\"%s\" is no element", value);
        return value_problem(a, o, value);
}

static void read_except(Reader *r, const ConfLine *l) {
        Strv words = {};

        if (!*l->value)
                forget_excepts(r->policy);
        if (words_split(r->arena, l->value, WORD_RETAIN_ESCAPE, &words) < 0) {
                except_everything(r, l, "quotes do not match");
                return;
        }
        vec_foreach(w, &words) {
                const char *equals = strchr(*w, '=');
                const char *option = equals ? arena_strndup(r->arena, *w, (size_t) (equals - *w)) : *w;
                const char *problem = except_problem(r->arena, option, equals ? equals + 1 : NULL);

                if (problem)
                        except_everything(r, l, problem);
                else
                        vec_push(r->arena, &r->policy->excepts,
                                 (PolicyExcept) { option, equals ? equals + 1 : NULL, r->file, l->line, false });
        }
}

/* A condition that cannot be read must not be left out: neither does the unit get binds that need it. */
static void except_waiting(Reader *r, const ConfLine *l, const char *problem) {
        message_add(r->messages, LOG_ERR, r->file, l->line,
                    "%s=: %s, [Chroot] and [Wait] left out for the units of this policy", l->key, problem);
        vec_push(r->arena, &r->policy->excepts, (PolicyExcept) { "Chroot", NULL, r->file, l->line, true });
        vec_push(r->arena, &r->policy->excepts, (PolicyExcept) { "Wait", NULL, r->file, l->line, true });
}

/* The place of the value among the words of a key, -1 and a message if it is none of them. */
static int read_choice(Reader *r, const ConfLine *l, const char *const *words) {
        Text all = { .arena = r->arena };

        for (int i = 0; words[i]; i++) {
                if (streq(l->value, words[i]))
                        return i;
                text_join(&all, ", ", words[i]);
        }
        except_waiting(r, l, arena_printf(r->arena, "\"%s\" is none of %s", l->value, text_get(&all)));
        return -1;
}

static void read_chroot(Reader *r, const ConfLine *l) {
        static const char *const files[] = { "granular", "etc", "none", NULL };
        static const char *const changes[] = { "update", "restart", "none", NULL };
        PolicyChroot *c = &r->policy->chroot;
        int choice;

        if (streq(l->key, "Files")) {
                choice = read_choice(r, l, files);
                if (choice >= 0)
                        c->has_files = true, c->files = (ChrootFiles) choice, c->files_line = l->line;
        } else if (streq(l->key, "OnChange")) {
                choice = read_choice(r, l, changes);
                if (choice >= 0)
                        c->has_on_change = true, c->on_change = (ChrootOnChange) choice, c->on_change_line = l->line;
        } else if (!startswith(l->key, "X-"))
                policy_unknown_key(r->messages, r->file, l);
}

static void read_wait(Reader *r, const ConfLine *l) {
        const char *path = NULL, *problem;

        if (!streq(l->key, "PathExists")) {
                if (!startswith(l->key, "X-"))
                        policy_unknown_key(r->messages, r->file, l);
                return;
        }
        problem = *l->value ? wait_path_parse(r->arena, l->value, &path) : NULL;
        if (problem)
                except_waiting(r, l, problem);
        else
                vec_push(r->arena, &r->policy->paths, (PolicyPath) { path, r->file, l->line });
}

static void read_policy(Reader *r, const ConfLine *l) {
        if (streq(l->key, "Description"))
                r->policy->description = l->value;
        else if (streq(l->key, "Mode"))
                read_mode(r, l);
        else if (streq(l->key, "Tighten"))
                read_tighten(r, l);
        else if (streq(l->key, "Except"))
                read_except(r, l);
        else if (!streq(l->key, "Profile") && !streq(l->key, "Documentation") && !startswith(l->key, "X-"))
                policy_unknown_key(r->messages, r->file, l);
}

/* Profiles come before the policy's own lines, wherever they are named. */
static void read_profiles(Reader *r, const ConfLines *lines) {
        vec_foreach(l, lines) {
                Strv words = {};

                if (!l->key || !streq(l->section, "Policy") || !streq(l->key, "Profile"))
                        continue;
                if (!*l->value)
                        r->policy->lines.n = r->policy->profiles.n = 0;
                if (words_split(r->arena, l->value, 0, &words) < 0)
                        message_add(r->messages, LOG_ERR, r->file, l->line,
                                    "Profile=: quotes or backslashes do not match, line ignored");
                vec_foreach(w, &words) {
                        vec_push(r->arena, &r->policy->profiles, *w);
                        profile_add(r->arena, r->target, r->messages, r->profiles, *w, r->file, l->line, r->policy);
                }
        }
}

static void read_line(Reader *r, const ConfLine *l) {
        if (!l->key) {
                if (streq(l->section, "Match"))
                        refuse(r, l->line, l->value);
                else
                        message_add(r->messages, LOG_ERR, r->file, l->line, "%s, line ignored", l->value);
        } else if (streq(l->section, "Match"))
                read_match(r, l);
        else if (streq(l->section, "Policy"))
                read_policy(r, l);
        else if (streq(l->section, "Service"))
                policy_add_option(r->arena, r->messages, r->file, l, r->policy);
        else if (streq(l->section, "Chroot"))
                read_chroot(r, l);
        else if (streq(l->section, "Wait"))
                read_wait(r, l);
        else if (streq(l->section, ""))
                message_add(r->messages, LOG_ERR, r->file, l->line, "%s= stands before any section, line ignored",
                            l->key);
        else if (!startswith(l->section, "X-"))
                message_add(r->messages, LOG_ERR, r->file, l->line, "unknown section [%s], line ignored", l->section);
}

/* Whether any section of the file is one of a policy: binary junk gets one message and not a thousand. */
static bool has_section(const ConfLines *lines) {
        static const char *const sections[] = { "Match", "Policy", "Service", "Chroot", "Wait" };

        vec_foreach(s, &lines->sections)
                for (size_t i = 0; i < ELEMENTSOF(sections); i++)
                        if (streq(s->name, sections[i]))
                                return true;
        return false;
}

static bool selects_units(const Policy *p) {
        return p->unit.n > 0 || p->exec.n > 0 || p->user.n > 0 || p->type.n > 0 || p->chrooted != UNSET ||
               p->networked != UNSET;
}

bool policy_exempts(const Policy *p) {
        bool exempts = p->mode == MODE_OFF;

        vec_foreach(e, &p->excepts)
                exempts = exempts || !e->by_mistake || streq(e->option, "*");
        return exempts && p->unit.n > 0;
}

int policy_parse(Arena *a, const Target *t, Messages *m, Profiles *profiles, const char *file, char *data, size_t size,
                 Policy *ret) {
        Reader r = { .arena = a, .target = t, .messages = m, .profiles = profiles, .file = file, .policy = ret };
        ConfLines lines = {};
        unsigned last;
        int broken;

        *ret = (Policy) { .file = file, .chrooted = UNSET, .networked = UNSET };
        broken = conf_parse(a, data, size, &lines, &last);
        if (broken != -ENOBUFS && !has_section(&lines)) {
                refuse(&r, 0, "there is no section of a policy in it");
                return -EINVAL;
        }
        vec_foreach(s, &lines.sections)
                if (streq(s->name, "Chroot"))
                        ret->chroot.line = s->line;
        read_profiles(&r, &lines);
        vec_foreach(l, &lines)
                read_line(&r, l);
        if (broken < 0)
                refuse(&r, last, broken == -ENOBUFS ? "line over 1 MiB" : "broken section header");
        if (!r.refused && !selects_units(ret))
                refuse(&r, 0,
                       "[Match] selects no units (Unit=, Exec=, User=, Type=, Chrooted= or Networked= is needed)");
        vec_foreach(w, &ret->unit)
                ret->unit_has_globs = ret->unit_has_globs || is_glob(*w);
        ret->fits_machine = r.host_keys.n == r.host_fits.n;
        return r.refused ? -EINVAL : 0;
}
