/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bus-internal.h"

#include <stdlib.h>

#define PRIVATE_SOCKET "unix:path=/run/systemd/private"

static void bus_unrefp(sd_bus **b) {
        sd_bus_flush_close_unref(*b);
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

int bus_manager_string(Bus *b, Arena *a, const char *property, const char **ret) {
        _cleanup_(freep) char *s = NULL;
        int r = bus_begin(b);

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
        int r = bus_begin(b);

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
        int r = bus_begin(b);

        *ret = (BusUnits) {};
        if (r >= 0)
                r = sd_bus_call_method(b->bus, SYSTEMD, MANAGER_PATH, MANAGER, "ListUnitsByPatterns", &b->error, &m,
                                       "asas", 0, 1, "*.service");
        if (r >= 0)
                r = sd_bus_message_enter_container(m, SD_BUS_TYPE_ARRAY, "(ssssssouso)");
        while (r >= 0 && (r = sd_bus_message_read(m, "(ssssssouso)", &name, NULL, &load, &active, &sub, NULL, NULL,
                                                  NULL, NULL, NULL)) > 0)
                vec_push(a, ret, (BusUnit) { arena_strdup(a, name), arena_strdup(a, load), arena_strdup(a, active),
                                             arena_strdup(a, sub) });
        return r;
}
