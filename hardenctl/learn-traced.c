/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-traced.h"

#include <linux/capability.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "option/names.h"
#include "syscalls.h"

/* The kernel asks for these by the way, as for memory and buffers; whoever is not granted them goes on. Others that
 * broke none of fifty services are likewise only in doubt. */
static const unsigned by_the_way[] = { CAP_SYS_ADMIN, CAP_NET_ADMIN };

/* Who uses these needs them, or goes on as somebody else than the one it should be. */
static const unsigned needed[] = { CAP_SETUID, CAP_SETGID, CAP_NET_BIND_SERVICE };

static const struct {
        unsigned number;
        const char *name;
} families[] = {
        { AF_UNIX, "AF_UNIX" },       { AF_INET, "AF_INET" },     { AF_INET6, "AF_INET6" },
        { AF_NETLINK, "AF_NETLINK" }, { AF_PACKET, "AF_PACKET" },
};

bool traced_knows(const Traces *traces, TraceKind kind) {
        vec_foreach(t, traces)
                if (t->kind == kind)
                        return true;
        return false;
}

static bool is_among(const unsigned *list, size_t n, unsigned capability) {
        for (size_t i = 0; i < n; i++)
                if (list[i] == capability)
                        return true;
        return false;
}

static bool is_by_the_way(unsigned capability, const Restriction *r) {
        return is_among(by_the_way, ELEMENTSOF(by_the_way), capability) || r->broke == 0;
}

static void drop(Learn *l, const Option *o, const char *element, const char *because) {
        Restriction *r = restriction_find(&l->candidate, o, element);

        if (!r)
                return;
        if (restriction_holds(r))
                restriction_drop(r, because);
        r->by_suspicion = false;
}

/* It was used, and may not be missed: that is tried at the end, if the generator would do it. */
static void drop_for_now(Learn *l, const Option *o, const char *element, const char *because) {
        Restriction *r = restriction_find(&l->candidate, o, element);

        if (!r || !restriction_holds(r))
                return;
        if (strstr(l->strictest, arena_printf(l->arena, "%s=", o->name))) {
                r->level_before = r->level;
                r->by_suspicion = true;
                r->used = because;
        }
        restriction_drop(r, because);
}

/* What the unit gives to its process it shall have: the generator takes none of it. */
static void keep_ambient(Learn *l) {
        unsigned long long bits = 0;

        (void) bus_unit_number(context_bus(l->context), l->unit, "AmbientCapabilities", &bits);
        for (unsigned i = 0; capability_names[i].name; i++)
                if (bits & UINT64_C(1) << i) {
                        drop(l, OPT(CapabilityBoundingSet), capability_names[i].name,
                             "the unit gives it to its process");
                        drop(l, OPT(PrivateUsers), NULL, "the unit gives capabilities to its process");
                }
}

/* Who may write any file may also read any. What has rights though the unit has a user may run outside of the
 * sandbox. */
static void weaken_capabilities(Learn *l, const Traces *traces) {
        Restriction *users = restriction_find(&l->candidate, OPT(PrivateUsers), NULL);
        const char *command;

        keep_ambient(l);
        for (unsigned i = 0; capability_names[i].name; i++) {
                Restriction *r = restriction_find(&l->candidate, OPT(CapabilityBoundingSet), capability_names[i].name);
                void (*leave_out)(Learn *l, const Option *o, const char *element, const char *because);

                if (!r || !trace_has(traces, TRACE_CAPABILITY, i, &command))
                        continue;
                r->in_doubt = users->in_doubt = true;
                if (is_by_the_way(i, r) || l->runs_outside ||
                    (i == CAP_DAC_READ_SEARCH && trace_has(traces, TRACE_CAPABILITY, CAP_DAC_OVERRIDE, NULL)))
                        continue;
                leave_out = is_among(needed, ELEMENTSOF(needed), i) ? drop : drop_for_now;
                leave_out(l, OPT(PrivateUsers), NULL,
                          arena_printf(l->arena, "%s uses %s outside of a user namespace", command, r->element));
                leave_out(l, r->option, r->element, arena_printf(l->arena, "%s uses it", command));
        }
}

static bool is_listed(unsigned family) {
        for (size_t i = 0; i < ELEMENTSOF(families); i++)
                if (families[i].number == family)
                        return true;
        return false;
}

static void weaken_families(Learn *l, const Traces *traces) {
        const Option *o = OPT(RestrictAddressFamilies);
        const char *command;

        for (size_t i = 0; i < ELEMENTSOF(families); i++)
                if (trace_has(traces, TRACE_FAMILY, families[i].number, &command)) {
                        const char *because = arena_printf(l->arena, "%s makes such sockets", command);

                        if (families[i].number == AF_UNIX) {
                                drop(l, o, families[i].name, because);
                                continue;
                        }
                        drop_for_now(l, o, families[i].name, because);
                        drop_for_now(l, OPT(PrivateNetwork), NULL,
                                     arena_printf(l->arena, "%s uses the network", command));
                }
        vec_foreach(t, traces)
                if (t->kind == TRACE_FAMILY && !is_listed(t->number))
                        drop(l, o, OTHER_FAMILIES,
                             arena_printf(l->arena, "%s makes sockets of the family %u", t->command, t->number));
}

/* No kernel tells: then those that most services need stay. */
static void keep_families(Learn *l) {
        static const char *const usual[] = { "AF_UNIX", "AF_INET", "AF_INET6" };

        for (size_t i = 0; i < ELEMENTSOF(usual); i++)
                drop(l, OPT(RestrictAddressFamilies), usual[i], "most services use such sockets");
        drop(l, OPT(PrivateNetwork), NULL, "most services use the network");
}

/* What these calls are refused, many do without: resources, the rights of a command outside of the sandbox, and a look
 * at the clock by who may not set it. */
static bool may_do_without(Learn *l, const Traces *traces, const Restriction *r, const char *call) {
        if (streq(call, "adjtimex") || streq(call, "clock_adjtime"))
                return !trace_has(traces, TRACE_CAPABILITY, CAP_SYS_TIME, NULL);
        return streq(r->element, "@resources") || (l->runs_outside && streq(r->element, "@privileged"));
}

/* A call of @privileged that a service does without only by staying who it is. */
static bool changes_user(const char *call) {
        return startswith(call, "set") && (strstr(call, "uid") || strstr(call, "gid") || strstr(call, "groups"));
}

static void weaken_calls(Learn *l, const Traces *traces) {
        const Option *o = OPT(SystemCallFilter);

        vec_foreach(t, traces) {
                const char *name = t->kind == TRACE_CALL ? traced_call(l->arena, t->number) : NULL, *because;

                if (!name)
                        continue;
                if (streq(name, "shmget") || streq(name, "msgget") || streq(name, "semget"))
                        drop(l, OPT(PrivateIPC), NULL, /* what others do with it no probe of the service shows */
                             arena_printf(l->arena, "%s calls %s()", t->command, name));
                if (!syscalls_has(l->arena, ALLOW_LIST, name))
                        strv_add(l->arena, &l->candidate.calls, name);
                vec_foreach(r, &l->candidate.all) {
                        if (r->option != o || streq(r->element, ALLOW_LIST) ||
                            !syscalls_has(l->arena, r->element, name))
                                continue;
                        because = arena_printf(l->arena, "%s calls %s()", t->command, name);
                        if (may_do_without(l, traces, r, name))
                                r->in_doubt = true;
                        else if (streq(r->element, "@privileged") && !changes_user(name))
                                drop_for_now(l, o, r->element, because);
                        else
                                drop(l, o, r->element, because);
                }
        }
}

/* The file of a command that was run, if it is one that gains rights when it starts; NULL: it is none. */
static const char *program_with_rights(Arena *a, const char *command) {
        static const char *const dirs[] = { "/usr/bin", "/usr/sbin", "/usr/libexec", "/usr/lib/postfix/sbin",
                                            "/usr/local/bin",
                                            "/usr/local/sbin" };

        for (size_t i = 0; i < ELEMENTSOF(dirs); i++) {
                const char *path = arena_printf(a, "%s/%s", dirs[i], command);
                struct stat st;

                if (stat(path, &st) >= 0 && S_ISREG(st.st_mode) && st.st_mode & (S_ISUID | S_ISGID))
                        return path;
        }
        return NULL;
}

/* It may do without them, too: that is tried at the end. */
static void weaken_new_privileges(Learn *l, const Traces *traces) {
        Restriction *r = restriction_find(&l->candidate, OPT(NoNewPrivileges), NULL);
        const char *before = "";

        vec_foreach(t, traces) {
                const char *path = !streq(t->command, before) ? program_with_rights(l->arena, t->command) : NULL;

                before = t->command;
                if (!path || !restriction_holds(r))
                        continue;
                r->level_before = r->level;
                r->by_suspicion = true;
                restriction_drop(r, arena_printf(l->arena, "it runs %s, which gains rights when it starts", path));
        }
}

void traced_weaken(Learn *l, const Traces *traces) {
        weaken_new_privileges(l, traces);
        weaken_capabilities(l, traces);
        weaken_calls(l, traces);
        if (trace_has(traces, TRACE_PLACE, TRACE_HOME, NULL))
                restriction_find(&l->candidate, OPT(ProtectHome), NULL)->in_doubt = true;
        if (trace_has(traces, TRACE_PLACE, TRACE_TMP, NULL))
                restriction_find(&l->candidate, OPT(PrivateTmp), NULL)->in_doubt = true;
        if (traced_knows(traces, TRACE_FAMILY) || traced_knows(traces, TRACE_CALL))
                weaken_families(l, traces);
        else
                keep_families(l);
}
