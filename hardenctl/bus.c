/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bus.h"

#include <errno.h>
#include <stdlib.h>
#include <systemd/sd-bus.h>

#define SYSTEMD "org.freedesktop.systemd1"
#define MANAGER_PATH "/org/freedesktop/systemd1"
#define MANAGER SYSTEMD ".Manager"
#define PRIVATE_SOCKET "unix:path=/run/systemd/private"

struct Bus {
        sd_bus *bus;
        sd_bus_error error;
};

static void bus_unrefp(sd_bus **b) {
        sd_bus_flush_close_unref(*b);
}

static void message_unrefp(sd_bus_message **m) {
        sd_bus_message_unref(*m);
}

static void freep(void *p) {
        free(*(void **) p);
}

/* Works in the midst of an upgrade, and where no D-Bus runs. */
static int open_private(sd_bus **ret) {
        _cleanup_(bus_unrefp) sd_bus *bus = NULL;
        int r;

        r = sd_bus_new(&bus);
        if (r >= 0)
                r = sd_bus_set_address(bus, PRIVATE_SOCKET);
        if (r >= 0)
                r = sd_bus_start(bus);
        if (r < 0)
                return r;
        *ret = bus;
        bus = NULL;
        return 0;
}

int bus_open(Bus **ret) {
        sd_bus *bus = NULL;
        int r = -EPERM;

        if (geteuid() == 0)
                r = open_private(&bus);
        if (r < 0)
                r = sd_bus_open_system(&bus);
        if (r < 0)
                return r;
        *ret = calloc(1, sizeof(Bus));
        if (!*ret) {
                sd_bus_unref(bus);
                return -ENOMEM;
        }
        (*ret)->bus = bus;
        return 0;
}

void bus_close(Bus *b) {
        if (!b)
                return;
        sd_bus_error_free(&b->error);
        bus_unrefp(&b->bus);
        free(b);
}

const char *bus_error(const Bus *b) {
        return b && b->error.message ? b->error.message : "";
}

/* Every call begins with this. */
static int begin(Bus *b) {
        if (!b)
                return -ENOTCONN;
        sd_bus_error_free(&b->error);
        return 0;
}

int bus_manager_string(Bus *b, Arena *a, const char *property, const char **ret) {
        _cleanup_(freep) char *s = NULL;
        int r = begin(b);

        if (r >= 0)
                r = sd_bus_get_property_string(b->bus, SYSTEMD, MANAGER_PATH, MANAGER, property, &b->error, &s);
        if (r >= 0)
                *ret = arena_strdup(a, s);
        return r < 0 ? r : 0;
}

/* Reads a property, first of the interface Service, then of Unit, which has the fewer. */
static int get_property(Bus *b, const char *unit, const char *property, const char *type, sd_bus_message **ret) {
        static const char *const interfaces[] = { SYSTEMD ".Service", SYSTEMD ".Unit" };
        _cleanup_(freep) char *path = NULL;
        int r = begin(b);

        if (r >= 0)
                r = sd_bus_path_encode(MANAGER_PATH "/unit", unit, &path);
        if (r < 0)
                return r;
        for (size_t i = 0; i < ELEMENTSOF(interfaces); i++) {
                sd_bus_error_free(&b->error);
                r = sd_bus_call_method(b->bus, SYSTEMD, path, "org.freedesktop.DBus.Properties", "Get", &b->error, ret,
                                       "ss", interfaces[i], property);
                if (r >= 0 || !sd_bus_error_has_name(&b->error, SD_BUS_ERROR_UNKNOWN_PROPERTY))
                        break;
        }
        if (r < 0)
                return r;
        return sd_bus_message_enter_container(*ret, SD_BUS_TYPE_VARIANT, type);
}

int bus_unit_string(Bus *b, Arena *a, const char *unit, const char *property, const char **ret) {
        _cleanup_(message_unrefp) sd_bus_message *m = NULL;
        const char *s;
        int r;

        r = get_property(b, unit, property, "s", &m);
        if (r >= 0)
                r = sd_bus_message_read(m, "s", &s);
        if (r < 0)
                return r;
        *ret = arena_strdup(a, s);
        return 0;
}

int bus_unit_strings(Bus *b, Arena *a, const char *unit, const char *property, Strv *ret) {
        _cleanup_(message_unrefp) sd_bus_message *m = NULL;
        const char *s;
        int r;

        *ret = (Strv) {};
        r = get_property(b, unit, property, "as", &m);
        if (r >= 0)
                r = sd_bus_message_enter_container(m, SD_BUS_TYPE_ARRAY, "s");
        while (r >= 0 && (r = sd_bus_message_read(m, "s", &s)) > 0)
                vec_push(a, ret, arena_strdup(a, s));
        return r;
}

int bus_unit_number(Bus *b, const char *unit, const char *property, unsigned long long *ret) {
        _cleanup_(message_unrefp) sd_bus_message *m = NULL;
        const char *contents;
        union {
                int boolean;
                uint8_t y;
                uint16_t q;
                uint32_t u;
                int32_t i;
                uint64_t t;
        } v = {};
        char type;
        int r;

        r = get_property(b, unit, property, NULL, &m);
        if (r >= 0)
                r = sd_bus_message_peek_type(m, &type, &contents);
        if (r < 0)
                return r;
        if (!strchr("byqnuixt", type))
                return -EINVAL;
        r = sd_bus_message_read_basic(m, type, &v);
        if (r < 0)
                return r;
        *ret = type == 'b' ? v.boolean != 0 : type == 'y' ? v.y : type == 'q' || type == 'n' ? v.q : type == 'u' ? v.u :
               type == 'i' ? (unsigned long long) v.i : v.t;
        return 0;
}

int bus_services(Bus *b, Arena *a, BusUnits *ret) {
        _cleanup_(message_unrefp) sd_bus_message *m = NULL;
        const char *name, *load, *active, *sub;
        int r = begin(b);

        *ret = (BusUnits) {};
        if (r >= 0)
                r = sd_bus_call_method(b->bus, SYSTEMD, MANAGER_PATH, MANAGER, "ListUnitsByPatterns", &b->error, &m,
                                       "asas", 0, 1, "*.service");
        if (r >= 0)
                r = sd_bus_message_enter_container(m, SD_BUS_TYPE_ARRAY, "(ssssssouso)");
        while (r >= 0 && (r = sd_bus_message_read(m, "(ssssssouso)", &name, NULL, &load, &active, &sub, NULL, NULL, NULL,
                                                  NULL, NULL)) > 0)
                vec_push(a, ret, (BusUnit) { arena_strdup(a, name), arena_strdup(a, load), arena_strdup(a, active),
                                             arena_strdup(a, sub) });
        return r;
}

int bus_reload(Bus *b) {
        _cleanup_(message_unrefp) sd_bus_message *m = NULL;
        int r = begin(b);

        if (r >= 0)
                r = sd_bus_message_new_method_call(b->bus, &m, SYSTEMD, MANAGER_PATH, MANAGER, "Reload");
        if (r >= 0)
                r = sd_bus_call(b->bus, m, UINT64_MAX, &b->error, NULL); /* generators may take their time */
        return r < 0 ? r : 0;
}

typedef struct Jobs {
        Arena *arena;
        Strv paths, units; /* those still waited for, "" where it is done */
        size_t open;
        Strv *failed;
} Jobs;

static int job_removed(sd_bus_message *m, void *userdata, sd_bus_error *error) {
        Jobs *jobs = userdata;
        const char *path, *result;

        (void) error;
        if (sd_bus_message_read(m, "uoss", NULL, &path, NULL, &result) < 0)
                return 0;
        for (size_t i = 0; i < jobs->paths.n; i++)
                if (streq(jobs->paths.v[i], path)) {
                        jobs->paths.v[i] = "";
                        jobs->open--;
                        if (!streq(result, "done") && !streq(result, "skipped"))
                                vec_push(jobs->arena, jobs->failed, jobs->units.v[i]);
                }
        return 0;
}

/* Asks for the restart of one unit. */
static int add_job(Bus *b, Jobs *jobs, const char *unit) {
        _cleanup_(message_unrefp) sd_bus_message *m = NULL;
        const char *path;
        int r;

        sd_bus_error_free(&b->error);
        r = sd_bus_call_method(b->bus, SYSTEMD, MANAGER_PATH, MANAGER, "TryRestartUnit", &b->error, &m, "ss", unit,
                               "replace");
        if (r >= 0)
                r = sd_bus_message_read(m, "o", &path);
        if (r < 0)
                return r;
        vec_push(jobs->arena, &jobs->paths, arena_strdup(jobs->arena, path));
        vec_push(jobs->arena, &jobs->units, unit);
        jobs->open++;
        return 0;
}

int bus_try_restart(Bus *b, Arena *a, const Strv *units, Strv *ret_failed) {
        Jobs jobs = { .arena = a, .failed = ret_failed };
        sd_bus_slot *slot = NULL;
        int r = begin(b);

        *ret_failed = (Strv) {};
        if (r >= 0)
                r = sd_bus_match_signal(b->bus, &slot, NULL, MANAGER_PATH, MANAGER, "JobRemoved", job_removed, &jobs);
        if (r >= 0)
                r = sd_bus_call_method(b->bus, SYSTEMD, MANAGER_PATH, MANAGER, "Subscribe", &b->error, NULL, NULL);
        /* Signals wait in the queue until they are processed below: none comes before its job is known. */
        for (size_t i = 0; r >= 0 && i < units->n; i++)
                if (add_job(b, &jobs, units->v[i]) < 0)
                        vec_push(a, ret_failed, units->v[i]);
        while (r >= 0 && jobs.open > 0) {
                r = sd_bus_process(b->bus, NULL);
                if (r == 0)
                        r = sd_bus_wait(b->bus, UINT64_MAX);
        }
        sd_bus_slot_unref(slot);
        if (r < 0)
                return r;
        return ret_failed->n > 0 ? -EIO : 0;
}
