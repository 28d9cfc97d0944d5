/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the unit's own lines use stays usable: an option that would take it away is withheld. */
#include "option/nameset.h"
#include "plan/own.h"
#include "plan/sockets.h"
#include "plan/used.h"
#include "unit/word.h"

static const char *use_text(Planner *p, const Use *u) {
        return plan_reason(p, "%s= of the unit uses %s%s (%s)", u->path.line->key, u->path.path,
                           u->path.partial ? "…" : "", own_place(p, u->path.line));
}

/* The first use for which @hit says yes. */
static const char *find_use(Planner *p, bool (*hit)(Planner *p, const Use *u, const void *argument),
                            const void *argument) {
        vec_foreach(u, &uses_of(p)->list)
                if (hit(p, u, argument))
                        return use_text(p, u);
        return NULL;
}

/* The paths that the policies ask for, whether they will go out or not. */
static void wished_paths(Planner *p, const Option *o, UnitPaths *ret) {
        vec_foreach(l, &p->wish->options[option_index(o)])
                unit_path_words(p->arena, p->unit, l->value, ret);
}

/* Where the unit or the plan keeps a place writable: paths and directories of its own. */
static bool stays_writable(Planner *p, const char *path) {
        static const struct {
                const Option *option;
                const char *base;
        } directories[] = {
                { OPT(RuntimeDirectory), "/run" },   { OPT(StateDirectory), "/var/lib" },
                { OPT(CacheDirectory), "/var/cache" }, { OPT(LogsDirectory), "/var/log" },
                { OPT(ConfigurationDirectory), "/etc" },
        };
        UnitPaths paths = {}, wished = {};

        unit_path_list(p->arena, p->unit, OPT(ReadWritePaths), &paths);
        unit_path_list(p->arena, p->unit, OPT(BindPaths), &paths);
        for (size_t i = 0; i < ELEMENTSOF(directories); i++) {
                UnitPaths names = {};

                unit_path_list(p->arena, p->unit, directories[i].option, &names);
                vec_foreach(n, &names)
                        vec_push(p->arena, &paths,
                                 (UnitPath) { plan_text(p, "%s/%s", directories[i].base, n->path), n->partial, NULL });
        }
        if (service_says_yes(p->unit, OPT(PrivateTmp)) &&
            (path_is_below(path, "/tmp") || path_is_below(path, "/var/tmp")))
                return true;
        if (paths_cover(&paths, path))
                return true;
        wished_paths(p, OPT(ReadWritePaths), &wished);
        vec_foreach(w, &wished)
                if (path_is_below(path, w->path))
                        return true;
        return false;
}

static bool hidden_home(Planner *p, const Use *u, const void *argument) {
        (void) p;
        /* Under ProtectHome=tmpfs a bind still shows what it binds; under yes nothing does. */
        if (u->kind == USE_BIND && streq(argument, "tmpfs"))
                return false;
        return is_in_areas(u->path.path, home_areas);
}

static bool written_home(Planner *p, const Use *u, const void *argument) {
        (void) argument;
        return u->kind == USE_WRITE && is_in_areas(u->path.path, home_areas) && !stays_writable(p, u->path.path);
}

static const char *uses_home(Planner *p, const char *value) {
        return find_use(p, streq(value, "read-only") ? written_home : hidden_home, value);
}

static bool written_system(Planner *p, const Use *u, const void *argument) {
        return u->kind == USE_WRITE && protect_system_covers(*(const unsigned *) argument, u->path.path) &&
               !stays_writable(p, u->path.path);
}

static const char *uses_system(Planner *p, const char *value) {
        unsigned bits = order_find(OPT(ProtectSystem), value, (unsigned) -1)->bits;

        return find_use(p, written_system, &bits);
}

static bool below_tmp(Planner *p, const Use *u, const void *argument) {
        (void) p, (void) argument;
        return u->kind != USE_BIND && (startswith(u->path.path, "/tmp/") || startswith(u->path.path, "/var/tmp/"));
}

static const char *uses_tmp(Planner *p, const char *value) {
        (void) value;
        return find_use(p, below_tmp, NULL);
}

static bool is_pseudo_device(const char *path) {
        static const char *const devices[] = { "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom",
                                               "/dev/tty",  "/dev/ptmx", "/dev/pts",  "/dev/shm",    "/dev/mqueue",
                                               "/dev/log",  "/dev/stdin", "/dev/stdout", "/dev/stderr" };

        for (size_t i = 0; i < ELEMENTSOF(devices); i++)
                if (streq(path, devices[i]))
                        return true;
        return false;
}

static bool real_device(Planner *p, const Use *u, const void *argument) {
        (void) p, (void) argument;
        return startswith(u->path.path, "/dev/") && !is_pseudo_device(u->path.path);
}

static const char *uses_devices(Planner *p, const char *value) {
        const UnitLine *l = lines_after_reset(unit_option(p->unit, OPT(DeviceAllow)));

        (void) value;
        for (; l; l = l->next) {
                const char *s = l->value, *w;

                if (word_next(p->arena, &s, 0, &w) > 0 && !is_pseudo_device(w))
                        return plan_reason(p, "DeviceAllow= of the unit names %s (%s)", w, own_place(p, l));
        }
        return find_use(p, real_device, NULL);
}

static const char *uses_realtime(Planner *p, const char *value) {
        const char *policy = unit_last(p->unit, FACT_CPU_SCHEDULING_POLICY);

        (void) value;
        if (policy && (streq(policy, "fifo") || streq(policy, "rr")))
                return plan_reason(p, "CPUSchedulingPolicy=%s of the unit is real-time (%s)", policy,
                                 own_place(p, unit_fact(p->unit, FACT_CPU_SCHEDULING_POLICY)));
        return NULL;
}

static const char *uses_network(Planner *p, const char *value) {
        const char *socket = service_socket(p->arena, p->index, p->unit);

        (void) value;
        return socket ? plan_reason(p, "%s listens for it outside", socket) : NULL;
}

/* Notifications and D-Bus go over sockets of AF_UNIX. */
static const char *talks_to_manager(Planner *p) {
        const char *type = p->matchable->type;

        if (startswith(type, "notify") || streq(type, "dbus"))
                return plan_text(p, "Type=%s", type);
        if (unit_last(p->unit, FACT_BUS_NAME))
                return "BusName=";
        return unit_last(p->unit, FACT_WATCHDOG) ? "WatchdogSec=" : NULL;
}

static const char *uses_families(Planner *p, const char *value) {
        const Option *o = OPT(RestrictAddressFamilies);
        const char *by = talks_to_manager(p);
        Strv values = {};
        NameSet set;

        if (!by)
                return NULL;
        vec_push(p->arena, &values, value);
        set = nameset_merge(p->arena, o, &values, VERSION_NEWEST);
        if (set.allowed & UINT64_C(1) << name_index(family_names, "AF_UNIX", VERSION_NEWEST))
                return NULL;
        return plan_reason(p, "%s of the unit needs AF_UNIX", by);
}

static const char *uses_pids(Planner *p, const char *value) {
        (void) value;
        return streq(p->matchable->type, "forking") ? "a unit with Type=forking would not load" : NULL;
}

static const char *uses_notify(Planner *p, const char *value) {
        const char *by = talks_to_manager(p);

        if (streq(value, "none") && by && !streq(by, "BusName=") && !streq(by, "Type=dbus"))
                return plan_reason(p, "%s of the unit needs notifications", by);
        return NULL;
}

/* The unit's ambient capabilities in the words of its lines. */
static const UnitLine *ambient(Planner *p) {
        return lines_after_reset(unit_option(p->unit, OPT(AmbientCapabilities)));
}

static const char *uses_capabilities(Planner *p, const char *value) {
        const Option *o = OPT(CapabilityBoundingSet);
        Strv values = {};
        NameSet set;

        vec_push(p->arena, &values, value);
        set = nameset_merge(p->arena, o, &values, p->target->version);
        for (const UnitLine *l = ambient(p); l; l = l->next) {
                const char *s = l->value, *w;

                while (*s != '~' && word_next(p->arena, &s, 0, &w) > 0) {
                        int i = name_index(capability_names, w, p->target->version);

                        if (i >= 0 && !(set.allowed & UINT64_C(1) << i))
                                return plan_reason(p, "AmbientCapabilities= of the unit names %s (%s)", w,
                                                   own_place(p, l));
                }
        }
        return NULL;
}

static const char *uses_users(Planner *p, const char *value) {
        const UnitLine *l = ambient(p);

        (void) value;
        return l ? plan_reason(p, "AmbientCapabilities= of the unit would count for nothing in a user namespace (%s)",
                             own_place(p, l))
                 : NULL;
}

/* It adds the clock's own device to what the unit may open (systemd.exec(5)). */
static const char *uses_clock(Planner *p, const char *value) {
        const UnitLine *l = unit_option(p->unit, OPT(DevicePolicy)) ?: unit_option(p->unit, OPT(DeviceAllow));

        (void) value;
        return l ? plan_reason(p, "it adds char-rtc to the devices that the unit restricts itself to (%s)",
                               own_place(p, l))
                 : NULL;
}

static const char *uses_dynamic_user(Planner *p, const char *value) {
        (void) value;
        return uses_system(p, "strict") ?: uses_home(p, "read-only") ?: uses_tmp(p, "yes");
}

static const struct {
        const Option *option;
        const char *(*check)(Planner *p, const char *value);
} checks[] = {
        { OPT(ProtectHome), uses_home },
        { OPT(ProtectSystem), uses_system },
        { OPT(PrivateTmp), uses_tmp },
        { OPT(PrivateDevices), uses_devices },
        { OPT(RestrictRealtime), uses_realtime },
        { OPT(PrivateNetwork), uses_network },
        { OPT(RestrictAddressFamilies), uses_families },
        { OPT(PrivatePIDs), uses_pids },
        { OPT(NotifyAccess), uses_notify },
        { OPT(CapabilityBoundingSet), uses_capabilities },
        { OPT(PrivateUsers), uses_users },
        { OPT(ProtectClock), uses_clock },
        { OPT(DynamicUser), uses_dynamic_user },
};

const char *uses_reason(Planner *p, const Option *o, const char *value) {
        for (size_t i = 0; i < ELEMENTSOF(checks); i++)
                if (checks[i].option == o)
                        return checks[i].check(p, value);
        return NULL;
}

static bool below_path(Planner *p, const Use *u, const void *argument) {
        (void) p;
        return path_is_below(u->path.path, argument);
}

static bool hidden_by_tmpfs(Planner *p, const Use *u, const void *argument) {
        return u->kind != USE_BIND && below_path(p, u, argument);
}

/* What the unit names to write stays writable where a deeper line of its own says so. */
static bool written_path(Planner *p, const Use *u, const void *argument) {
        if (u->kind != USE_WRITE || !path_is_below(u->path.path, argument))
                return false;
        return streq(u->path.path, argument) || !stays_writable(p, u->path.path);
}

static bool run_path(Planner *p, const Use *u, const void *argument) {
        UnitPaths own = {};

        if (u->kind != USE_EXEC || !path_is_below(u->path.path, argument))
                return false;
        unit_path_list(p->arena, p->unit, OPT(ExecPaths), &own);
        wished_paths(p, OPT(ExecPaths), &own);
        return !paths_cover(&own, u->path.path);
}

const char *uses_path_reason(Planner *p, const Option *o, const char *path) {
        static const struct {
                const Option *option;
                bool (*hit)(Planner *p, const Use *u, const void *argument);
        } hits[] = {
                { OPT(InaccessiblePaths), below_path },
                { OPT(TemporaryFileSystem), hidden_by_tmpfs },
                { OPT(ReadOnlyPaths), written_path },
                { OPT(NoExecPaths), run_path },
        };

        path = unit_path(p->arena, p->unit, path, NULL).path;
        for (size_t i = 0; i < ELEMENTSOF(hits); i++)
                if (hits[i].option == o)
                        return find_use(p, hits[i].hit, path);
        return NULL;
}

const char *uses_program_reason(Planner *p, const UnitPaths *closed, const UnitPaths *open) {
        vec_foreach(u, &uses_of(p)->list)
                if (u->kind == USE_EXEC && paths_cover(closed, u->path.path) && !paths_cover(open, u->path.path))
                        return use_text(p, u);
        return NULL;
}
