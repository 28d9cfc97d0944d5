/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* verify: what the policies do to the units of this machine. */
#include <fnmatch.h>
#include <stdarg.h>

#include "option/nameset.h"
#include "policy/match.h"
#include "say.h"
#include "verify-unit.h"

const PlanLine *unit_emits(const UnitCheck *u, const Option *o) {
        vec_foreach(l, &u->plan->lines)
                if (l->option == o && !l->reason)
                        return l;
        return NULL;
}

/* The last policy of the unit that has the line @s out of a profile; NULL: it is a policy's own. */
static const Policy *profile_user(const UnitCheck *u, const PlanSource *s) {
        Matchable m = matchable_of(u->arena, u->unit);
        const Policy *user = NULL;

        vec_foreach(p, &u->verify->set->policies) {
                if (streq((*p)->file, s->file))
                        return NULL;
                vec_foreach(l, &(*p)->lines)
                        if (l->line == s->line && streq(l->file, s->file) && policy_match(*p, &m) != MATCH_NO)
                                user = *p;
        }
        return user;
}

static unsigned profile_line(const Verify *v, const Policy *p) {
        vec_foreach(t, &v->files)
                vec_foreach(l, &t->lines)
                        if (t->policy == p && l->key && streq(l->section, "Policy") && streq(l->key, "Profile"))
                                return l->line;
        return 0;
}

void unit_add(const UnitCheck *u, const PlanSources *sources, const char *format, ...) {
        const PlanSource *s = sources->n > 0 ? sources->v : NULL;
        const Policy *user = s ? profile_user(u, s) : NULL;
        const char *text;
        va_list args;

        va_start(args, format);
        text = arena_vprintf(u->arena, format, args);
        va_end(args);
        if (user)
                verify_add(u->verify, LOG_WARNING, user->file, profile_line(u->verify, user), "%s (set by %s:%u)", text,
                           s->file, s->line);
        else
                verify_add(u->verify, LOG_WARNING, s ? s->file : NULL, s ? s->line : 0, "%s", text);
}

/* The capabilities that the service will be bounded by. */
static NameSet bounding_set(const UnitCheck *u) {
        const Option *o = OPT(CapabilityBoundingSet);
        Strv values = {};

        for (unsigned after = 0; after < 2; after++) {
                for (const UnitLine *l = unit_option(u->unit, o); l; l = l->next)
                        if (l->source->after == after)
                                vec_push(u->arena, &values, l->value);
                vec_foreach(l, &u->plan->lines)
                        if (!after && l->option == o && !l->reason)
                                vec_push(u->arena, &values, l->value);
        }
        return nameset_merge(u->arena, o, &values, u->verify->context->target.version);
}

static bool keeps(const UnitCheck *u, const char *capability) {
        return bounding_set(u).allowed >> name_index(capability_names, capability, (unsigned) -1) & 1;
}

static bool runs_as_root(const UnitCheck *u) {
        return service_is_root(u->unit) && !unit_emits(u, OPT(User)) && !unit_emits(u, OPT(DynamicUser));
}

/* Whether verify-policy.c has looked at the line that the set of capabilities comes from, and spoken of it or let it
 * pass. */
static bool is_judged(const UnitCheck *u, const PlanLine *l) {
        for (size_t i = 0; l && i < l->sources.n; i++) {
                vec_foreach(t, &u->verify->files)
                        if (t->shipped && !t->is_profile && streq(t->path, l->sources.v[i].file))
                                return true;
                vec_foreach(f, &u->verify->findings)
                        if (streq(f->check, "ptrace") && f->line == l->sources.v[i].line &&
                            streq(f->file, l->sources.v[i].file))
                                return true;
        }
        return false;
}

/* As in verify-policy.c, for a set of capabilities that others have made. */
static void check_ptrace(const UnitCheck *u) {
        const PlanLine *l = unit_emits(u, OPT(ProtectProc));

        if (l && runs_as_root(u) && keeps(u, "CAP_SYS_PTRACE") &&
            !is_judged(u, unit_emits(u, OPT(CapabilityBoundingSet))))
                unit_add(u, &l->sources, "ProtectProc=%s hides nothing from %s, which is root and keeps CAP_SYS_PTRACE",
                         l->value, u->unit->name);
}

typedef struct Known {
        const char *glob, *what;
} Known;

/* Programs that need set-uid or set-gid, and services that call such in silence. */
static const Known callers[] = {
        { "sendmail", "sendmail" }, { "mail", "sendmail" }, { "mailx", "sendmail" }, { "msmtp", "sendmail" },
        { "sudo", "sudo" }, { "su", "su" }, { "pkexec", "pkexec" }, { "doas", "doas" },
        { "ping", "ping" }, { "ping6", "ping" }, { "fping", "fping" }, { "fping6", "fping" },
        { "fusermount", "fusermount" }, { "fusermount3", "fusermount" }, { "newuidmap", "newuidmap" },
        { "smartd", "sendmail" }, { "monit", "sendmail" }, { "fail2ban-server", "sendmail" }, { "mdadm", "sendmail" },
        { "apcupsd", "sendmail" }, { "php-fpm*", "sendmail" }, { "nagios*", "ping" }, { "icinga2", "ping" },
        { "zabbix_server*", "fping" }, { "zabbix_agent*", "sudo" }, { "smokeping", "fping" },
};

static const Known ntp_daemons[] = {
        { "chronyd", NULL }, { "ntpd", NULL }, { "ntp-daemon", NULL }, { "openntpd", NULL }, { "rdate", NULL },
        { "htpdate", NULL }, { "htpd", NULL }, { "ptp4l", NULL }, { "phc2sys", NULL }, { "sntp", NULL },
        { "systemd-timesyncd", NULL },
};

/* The row of @table for a program among the words of one line; the words of a script in it count, too. */
static const Known *known_in(const UnitCheck *u, const char *value, const Known *table, size_t n) {
        static const char separators[] = " \t\"'`;&|()<>$=,@-+!:";

        while (*(value += strspn(value, separators))) {
                size_t length = strcspn(value, " \t\"'`;&|()<>$=,");
                const char *name = base_name(arena_strndup(u->arena, value, length));

                for (size_t i = 0; i < n; i++)
                        if (fnmatch(table[i].glob, name, 0) == 0)
                                return table + i;
                value += length;
        }
        return NULL;
}

static void check_no_new_privileges(const UnitCheck *u) {
        static const UnitFact facts[] = { FACT_EXEC_START, FACT_EXEC_OTHER };
        const PlanLine *l = unit_emits(u, OPT(NoNewPrivileges));

        for (size_t i = 0; l && i < ELEMENTSOF(facts); i++)
                for (const UnitLine *e = unit_fact(u->unit, facts[i]); e; e = e->next) {
                        const Known *k = known_in(u, e->value, callers, ELEMENTSOF(callers));

                        if (!k)
                                continue;
                        unit_add(u, &l->sources,
                                 "NoNewPrivileges=yes takes the privileges from %s, which %s calls (%s:%u)",
                                 k->what, u->unit->name, e->source->path, e->line);
                        return;
                }
}

static void check_clock(const UnitCheck *u) {
        const PlanLine *clock = unit_emits(u, OPT(ProtectClock)), *set = unit_emits(u, OPT(CapabilityBoundingSet));
        const UnitLine *start = lines_after_reset(unit_fact(u->unit, FACT_EXEC_START));

        if (!start || (!clock && !set) || !known_in(u, start->value, ntp_daemons, ELEMENTSOF(ntp_daemons)) ||
            strstr(start->value, " -x")) /* chronyd that leaves the clock alone */
                return;
        if (clock)
                unit_add(u, &clock->sources, "ProtectClock=%s keeps %s from setting the clock, which is what it is for",
                         clock->value, u->unit->name);
        else if (!keeps(u, "CAP_SYS_TIME"))
                unit_add(u, &set->sources, "without CAP_SYS_TIME %s cannot set the clock, which is what it is for",
                         u->unit->name);
}

static bool says_tighten_all(const UnitCheck *u, const PlanLine *l) {
        vec_foreach(p, &u->verify->set->policies)
                vec_foreach(s, &l->sources)
                        if ((*p)->tighten_all && streq((*p)->file, s->file))
                                return true;
        return false;
}

/* The admin's own word stands, and is no finding unless somebody wishes to tighten it. */
static void check_overridden(const UnitCheck *u) {
        vec_foreach(l, &u->plan->lines) {
                const UnitLine *later = unit_option(u->unit, l->option);

                while (later && !later->source->after)
                        later = later->next;
                if (later && l->reason && l->sources.n > 0 && (!later->source->admin || says_tighten_all(u, l)))
                        verify_add(u->verify, LOG_WARNING, later->source->path, later->line,
                                   "%s= is set here, in a drop-in that sorts after " DROPIN_NAME ", so %s:%u has no "
                                   "effect on %s", l->option->name, l->sources.v[0].file, l->sources.v[0].line,
                                   u->unit->name);
        }
}

static const struct {
        const char *name;
        void (*check)(const UnitCheck *u);
} checks[] = {
        { "ptrace", check_ptrace },
        { "no-new-privileges", check_no_new_privileges },
        { "clock", check_clock },
        { "plus", check_plus },
        { "overridden", check_overridden },
        { "stale", check_stale },
        { "waits-for-itself", check_waits_for_itself },
        { "exception", check_exceptions },
};

static void check_unit(Arena *scratch, const UnitPlan *p, void *userdata) {
        UnitCheck u = { .verify = userdata, .arena = scratch, .unit = p->unit, .plan = p->plan, .chroot = p->chroot };

        if (p->plan && !chroot_plan_is_empty(p->chroot))
                vec_push(u.verify->arena, &u.verify->chrooted, arena_strdup(u.verify->arena, p->unit->name));
        for (size_t i = 0; p->plan && i < ELEMENTSOF(checks); i++) {
                u.verify->check = checks[i].name;
                checks[i].check(&u);
        }
}

int verify_machine(Verify *v) {
        Context *c = v->context;
        int r = context_load_units(c);

        if (r != EXIT_FINE)
                return r;
        v->about_units = true;
        emit_machine(&c->units, &c->target, v->set, PLAN_INCLUDE_PLAN | PLAN_EXPLAIN, &c->messages, NULL, check_unit,
                     v);
        v->about_units = false;
        verify_exceptions(v);
        if (!v->given)
                verify_left_behind(v);
        return EXIT_FINE;
}
