/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "implied.h"

#include "option/implies.h"
#include "option/names.h"
#include "option/value.h"
#include "unit/service.h"
#include "unit/word.h"

#define DEVICES_AS_NEEDED_SINCE 252

static bool is_on(const Subject *s, const Option *o) {
        InForce f;

        if (o->since > s->target->version)
                return false;
        in_force(s, o, &f);
        return f.value && boolean_parse(f.value) > 0;
}

static void add_setter(const Subject *s, Setters *setters, const char *by) {
        vec_push(s->arena, setters, (Setter) { .kind = SETTER_IMPLIED, .by = by });
}

/* Others count for nothing beside it. */
static void replace(const Subject *s, InForce *f, const char *value, const char *by) {
        f->value = value;
        f->setters.n = 0;
        add_setter(s, &f->setters, by);
}

static const char *says_yes(const Subject *s, const Option *o) {
        return arena_printf(s->arena, "%s=yes", o->name);
}

uint64_t implied_capabilities(const Subject *s, uint64_t allowed, Setters *setters) {
        const Option *last = NULL;

        for (const ImpliedCapability *i = implied_capability_table; i->by; i++) {
                uint64_t bit = UINT64_C(1) << name_index(capability_names, i->capability, VERSION_NEWEST);

                if (!(allowed & bit) || !is_on(s, i->by))
                        continue;
                allowed &= ~bit;
                if (i->by != last)
                        add_setter(s, setters, says_yes(s, i->by));
                last = i->by;
        }
        return allowed;
}

static void add_value(const Subject *s, const Option *o, InForce *f) {
        for (const Implied *i = implied_table; i->by; i++) {
                const OptionValue *implied, *own;

                if (i->option != o || !is_on(s, i->by))
                        continue;
                implied = order_find(o, i->value, (unsigned) -1);
                implied = order_at_most(o, implied->bits, s->target->version);
                own = order_find(o, f->value, s->target->version);
                if (own && own->bits != implied->bits && (i->always || own->bits == 0))
                        replace(s, f, implied->name, says_yes(s, i->by));
        }
}

/* The user gets the unit's name; what is no name of a user, such as one with a dot, is hashed by systemd. */
static void add_user(const Subject *s, const Option *o, InForce *f) {
        InForce user = {};

        if (f->value || !is_on(s, OPT(DynamicUser)))
                return;
        if (o == OPT(Group))
                in_force(s, OPT(User), &user);
        replace(s, f, user.value ?: arena_strndup(s->arena, s->unit->name, strcspn(s->unit->name, "@.")),
                says_yes(s, OPT(DynamicUser)));
}

/* Before systemd 255 a filter of system calls needs it where the service is not root. */
static void add_no_new_privileges(const Subject *s, InForce *f) {
        InForce user;

        if (s->target->version >= NNP_EXPLICIT_SINCE || streq(f->value, "yes"))
                return;
        in_force(s, OPT(User), &user);
        if (!user.value || streq(user.value, "root") || streq(user.value, "0"))
                return;
        for (const Option *by = option_table; by->name; by++) {
                InForce other;

                if (!(by->flags & OPTION_IMPLIES_NNP) || by->since > s->target->version)
                        continue;
                in_force(s, by, &other);
                if (other.setters.n > 0 && other.value && boolean_parse(other.value) != 0) {
                        replace(s, f, "yes", arena_printf(s->arena, "%s=", by->name));
                        return;
                }
        }
}

static bool is_given(const char *s) {
        return s && !streq(s, "0") && !streq(s, "infinity");
}

static void add_notify_access(const Subject *s, InForce *f) {
        const char *type = service_type(s->unit), *by = NULL;

        if (startswith(type, "notify"))
                by = arena_printf(s->arena, "Type=%s", type);
        else if (is_given(unit_last(s->unit, FACT_WATCHDOG)))
                by = "WatchdogSec=";
        else if (is_given(unit_last(s->unit, FACT_FD_STORE)))
                by = "FileDescriptorStoreMax=";
        if (by && streq(f->value, "none"))
                replace(s, f, "main", by);
}

static void add_root_mounts(const Subject *s, const Option *o, InForce *f) {
        InForce root;

        if (f->value)
                return;
        in_force(s, OPT(RootDirectory), &root);
        if (root.value && !path_is_root(root.value))
                replace(s, f, "yes", "RootDirectory=");
        else if (unit_last(s->unit, FACT_ROOT_IMAGE))
                replace(s, f, "yes", "RootImage=");
        else if (o == OPT(BindLogSockets) && is_on(s, OPT(MountAPIVFS)))
                replace(s, f, "yes", "MountAPIVFS=yes");
}

/* Since systemd 252 only where devices are restricted anyway. */
static void add_clock(const Subject *s, InForce *f) {
        InForce policy;

        if (!is_on(s, OPT(ProtectClock)))
                return;
        in_force(s, OPT(DevicePolicy), &policy);
        if (s->target->version >= DEVICES_AS_NEEDED_SINCE && !f->value && streq(policy.value, "auto"))
                return;
        f->value = f->value ? arena_printf(s->arena, "%s\nchar-rtc r", f->value) : "char-rtc r";
        add_setter(s, &f->setters, says_yes(s, OPT(ProtectClock)));
}

void implied_add(const Subject *s, const Option *o, InForce *f) {
        add_value(s, o, f);
        if (o == OPT(User) || o == OPT(Group))
                add_user(s, o, f);
        else if (o == OPT(NoNewPrivileges))
                add_no_new_privileges(s, f);
        else if (o == OPT(NotifyAccess))
                add_notify_access(s, f);
        else if (o == OPT(MountAPIVFS) || o == OPT(BindLogSockets))
                add_root_mounts(s, o, f);
        else if (o == OPT(DeviceAllow))
                add_clock(s, f);
}
