/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bus-filter.h"

#include <stdlib.h>

#include "bus-internal.h"

int bus_unit_filter(Bus *b, Arena *a, const char *unit, bool *ret_allow, Strv *ret) {
        _cleanup_(message_unrefp) sd_bus_message *m = NULL;
        char *path = NULL;
        const char *s;
        int allow = 0, r = bus_begin(b);

        *ret = (Strv) {};
        if (r >= 0)
                r = sd_bus_path_encode(MANAGER_PATH "/unit", unit, &path);
        if (r >= 0)
                r = sd_bus_get_property(b->bus, SYSTEMD, path, SYSTEMD ".Service", "SystemCallFilter", &b->error, &m,
                                        "(bas)");
        free(path);
        if (r >= 0)
                r = sd_bus_message_enter_container(m, SD_BUS_TYPE_STRUCT, "bas");
        if (r >= 0)
                r = sd_bus_message_read(m, "b", &allow);
        if (r >= 0)
                r = sd_bus_message_enter_container(m, SD_BUS_TYPE_ARRAY, "s");
        while (r >= 0 && (r = sd_bus_message_read(m, "s", &s)) > 0)
                vec_push(a, ret, arena_strndup(a, s, strcspn(s, ":"))); /* without the errno */
        *ret_allow = allow;
        return r;
}
