/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What systemd sets by itself when another option is set (systemd.exec(5); unit_patch_contexts()). */
#include "option/nameset.h"
#include "option/target.h"
#include "plan/own.h"
#include "unit/word.h"

typedef struct Implied {
        const Option *option, *implies;
        const char *value;
} Implied;

static const Implied implied_table[] = {
        { OPT(DynamicUser), OPT(ProtectSystem), "strict" },
        { OPT(DynamicUser), OPT(ProtectHome), "read-only" },
        { OPT(DynamicUser), OPT(PrivateTmp), "disconnected" }, /* yes before 257 */
        { OPT(DynamicUser), OPT(RemoveIPC), "yes" },
        { OPT(DynamicUser), OPT(NoNewPrivileges), "yes" },
        { OPT(DynamicUser), OPT(RestrictSUIDSGID), "yes" },
        { OPT(PrivateDevices), OPT(DevicePolicy), "closed" },
};

static const struct {
        const Option *option;
        const char *capabilities;
} capability_table[] = {
        { OPT(PrivateDevices), "CAP_MKNOD CAP_SYS_RAWIO" },
        { OPT(ProtectClock), "CAP_SYS_TIME CAP_WAKE_ALARM" },
        { OPT(ProtectKernelModules), "CAP_SYS_MODULE" },
        { OPT(ProtectKernelLogs), "CAP_SYSLOG" },
};

static bool is_on(Planner *p, const Option *o) {
        return o == OPT(DynamicUser) ? service_is_dynamic(p->unit) : service_says_yes(p->unit, o);
}

const OptionValue *implied_value(Planner *p, const Option *o, const char **ret_by) {
        for (size_t i = 0; i < ELEMENTSOF(implied_table); i++)
                if (implied_table[i].implies == o && is_on(p, implied_table[i].option)) {
                        const OptionValue *v = order_find(o, implied_table[i].value, (unsigned) -1);

                        *ret_by = implied_table[i].option->name;
                        return order_at_most(o, v->bits, p->target->version);
                }
        return NULL;
}

/* The capabilities that setting @o takes away, as bits. */
static uint64_t implied_capabilities(const Option *o) {
        for (size_t i = 0; i < ELEMENTSOF(capability_table); i++)
                if (capability_table[i].option == o) {
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

                if (implied_table[i].option != o)
                        continue;
                other = implied_table[i].implies;
                if (own_reach(p, other) == REACH_ADMIN &&
                    (own_order(p, other, NULL) == 0 || (other == OPT(ProtectSystem) && own_order(p, other, NULL) != 7)))
                        return plan_reason(p, "it implies %s=%s, and the admin has set that otherwise (%s)", other->name,
                                         implied_table[i].value, own_place(p, unit_option(p->unit, other)));
        }
        return NULL;
}

static const char *admin_nnp_reason(Planner *p, const Option *o) {
        const Option *nnp = OPT(NoNewPrivileges);

        if (p->target->version >= NNP_EXPLICIT_SINCE || !(o->flags & OPTION_IMPLIES_NNP) || service_is_root(p->unit) ||
            own_reach(p, nnp) != REACH_ADMIN || own_order(p, nnp, NULL) != 0)
                return NULL;
        return plan_reason(p, "before systemd %u it implies NoNewPrivileges=yes, and the admin has set that otherwise (%s)",
                         NNP_EXPLICIT_SINCE, own_place(p, unit_option(p->unit, nnp)));
}

/* The capabilities that the unit's own plain lists name. */
static uint64_t named_capabilities(Planner *p, const Option *o) {
        uint64_t bits = 0;

        for (const UnitLine *l = lines_after_reset(unit_option(p->unit, o)); l; l = l->next) {
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
        const Option *bounding = OPT(CapabilityBoundingSet);
        uint64_t taken = implied_capabilities(o), kept;
        Strv values = {};

        if (taken == 0)
                return NULL;
        if (named_capabilities(p, OPT(AmbientCapabilities)) & taken)
                return plan_reason(p, "it takes away %s, which AmbientCapabilities= of the unit names",
                                 nameset_text(p->arena, capability_names, taken, p->target->version));
        if (pattern && named_capabilities(p, OPT(CapabilityBoundingSet)) & taken)
                return plan_reason(p, "it takes away %s, which CapabilityBoundingSet= of the unit names",
                                 nameset_text(p->arena, capability_names, taken, p->target->version));
        if (own_reach(p, bounding) != REACH_ADMIN || reach == REACH_ADMIN)
                return NULL;
        own_values(p, bounding, &values);
        kept = nameset_merge(p->arena, bounding, &values, p->target->version).allowed;
        if (!(kept & taken))
                return NULL;
        return plan_reason(p, "it takes away %s, and the admin has set CapabilityBoundingSet= otherwise (%s)",
                         nameset_text(p->arena, capability_names, taken, p->target->version),
                         own_place(p, unit_option(p->unit, bounding)));
}

const char *implied_reason(Planner *p, const Option *o, bool pattern, WishReach reach) {
        const char *reason = capabilities_reason(p, o, pattern, reach);

        if (reason || reach == REACH_ADMIN)
                return reason;
        return admin_order_reason(p, o) ?: admin_nnp_reason(p, o);
}
