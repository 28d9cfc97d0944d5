/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What systemd sets by itself when another option is set (systemd.exec(5); unit_patch_contexts()). */
#include "option/nameset.h"
#include "option/target.h"
#include "plan/own.h"
#include "unit/word.h"

typedef struct Implied {
        const char *option, *implies, *value;
} Implied;

static const Implied implied_table[] = {
        { "DynamicUser", "ProtectSystem", "strict" },
        { "DynamicUser", "ProtectHome", "read-only" },
        { "DynamicUser", "PrivateTmp", "disconnected" }, /* yes before 257 */
        { "DynamicUser", "RemoveIPC", "yes" },
        { "DynamicUser", "NoNewPrivileges", "yes" },
        { "DynamicUser", "RestrictSUIDSGID", "yes" },
        { "PrivateDevices", "DevicePolicy", "closed" },
};

static const struct {
        const char *option, *capabilities;
} capability_table[] = {
        { "PrivateDevices", "CAP_MKNOD CAP_SYS_RAWIO" },
        { "ProtectClock", "CAP_SYS_TIME CAP_WAKE_ALARM" },
        { "ProtectKernelModules", "CAP_SYS_MODULE" },
        { "ProtectKernelLogs", "CAP_SYSLOG" },
};

static bool is_on(Planner *p, const char *option) {
        return streq(option, "DynamicUser") ? service_is_dynamic(p->unit) : service_says_yes(p->unit, option);
}

const OptionValue *implied_value(Planner *p, const Option *o, const char **ret_by) {
        for (size_t i = 0; i < ELEMENTSOF(implied_table); i++)
                if (streq(implied_table[i].implies, o->name) && is_on(p, implied_table[i].option)) {
                        const OptionValue *v = order_find(o, implied_table[i].value, (unsigned) -1);

                        *ret_by = implied_table[i].option;
                        return order_at_most(o, v->bits, p->target->version);
                }
        return NULL;
}

uint64_t implied_capabilities(const char *option) {
        for (size_t i = 0; i < ELEMENTSOF(capability_table); i++)
                if (streq(capability_table[i].option, option)) {
                        const char *s = capability_table[i].capabilities;
                        uint64_t bits = 0;

                        while (*s) {
                                size_t n = strcspn(s, " ");
                                char name[32] = "";

                                memcpy(name, s, n);
                                bits |= UINT64_C(1) << name_index(capability_names, name, VERSION_NEWEST);
                                s += n + (s[n] == ' ');
                        }
                        return bits;
                }
        return 0;
}

/* The admin's word on another option that @o would overrule. */
static const char *admin_order_reason(Planner *p, const Option *o) {
        for (size_t i = 0; i < ELEMENTSOF(implied_table); i++) {
                const Option *other;

                if (!streq(implied_table[i].option, o->name))
                        continue;
                other = option_find(implied_table[i].implies);
                if (own_reach(p, other) == REACH_ADMIN && own_order(p, other, NULL) == 0)
                        return plan_text(p, "it implies %s=%s, and the admin has set that otherwise (%s)", other->name,
                                         implied_table[i].value, own_place(p, unit_option(p->unit, other)));
        }
        return NULL;
}

static const char *admin_nnp_reason(Planner *p, const Option *o) {
        const Option *nnp = option_find("NoNewPrivileges");

        if (p->target->version >= NNP_EXPLICIT_SINCE || !(o->flags & OPTION_IMPLIES_NNP) || service_is_root(p->unit) ||
            own_reach(p, nnp) != REACH_ADMIN || own_order(p, nnp, NULL) != 0)
                return NULL;
        return plan_text(p, "before systemd %u it implies NoNewPrivileges=yes, and the admin has set that otherwise (%s)",
                         NNP_EXPLICIT_SINCE, own_place(p, unit_option(p->unit, nnp)));
}

/* The capabilities that the unit's own plain lists name. */
static uint64_t named_capabilities(Planner *p, const char *option) {
        uint64_t bits = 0;

        for (const UnitLine *l = lines_after_reset(unit_option(p->unit, option_find(option))); l; l = l->next) {
                const char *s = l->value, *w;

                if (*s == '~')
                        continue;
                while (word_next(p->arena, &s, 0, &w) > 0) {
                        int i = name_index(capability_names, w, p->target->version);

                        bits |= i >= 0 ? UINT64_C(1) << i : 0;
                }
        }
        return bits;
}

static const char *capabilities_reason(Planner *p, const Option *o, bool pattern, WishReach reach) {
        const Option *bounding = option_find("CapabilityBoundingSet");
        uint64_t taken = implied_capabilities(o->name), kept;
        Strv values = {};

        if (taken == 0)
                return NULL;
        if (named_capabilities(p, "AmbientCapabilities") & taken)
                return plan_text(p, "it takes away %s, which AmbientCapabilities= of the unit names",
                                 nameset_text(p->arena, capability_names, taken, p->target->version));
        if (pattern && named_capabilities(p, "CapabilityBoundingSet") & taken)
                return plan_text(p, "it takes away %s, which CapabilityBoundingSet= of the unit names",
                                 nameset_text(p->arena, capability_names, taken, p->target->version));
        if (own_reach(p, bounding) != REACH_ADMIN || reach == REACH_ADMIN)
                return NULL;
        own_values(p, bounding, &values);
        kept = nameset_merge(p->arena, bounding, &values, p->target->version).allowed;
        if (!(kept & taken))
                return NULL;
        return plan_text(p, "it takes away %s, and the admin has set CapabilityBoundingSet= otherwise (%s)",
                         nameset_text(p->arena, capability_names, taken, p->target->version),
                         own_place(p, unit_option(p->unit, bounding)));
}

const char *implied_reason(Planner *p, const Option *o, bool pattern, WishReach reach) {
        const char *reason = capabilities_reason(p, o, pattern, reach);

        if (reason || reach == REACH_ADMIN)
                return reason;
        return admin_order_reason(p, o) ?: admin_nnp_reason(p, o);
}
