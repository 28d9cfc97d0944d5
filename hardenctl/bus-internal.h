/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the files of bus.h share. */

#include <errno.h>
#include <systemd/sd-bus.h>

#include "bus.h"

#define SYSTEMD "org.freedesktop.systemd1"
#define MANAGER_PATH "/org/freedesktop/systemd1"
#define MANAGER SYSTEMD ".Manager"

struct Bus {
        sd_bus *bus;
        sd_bus_error error;
};

/* Every call begins with this. */
static inline int bus_begin(Bus *b) {
        if (!b)
                return -ENOTCONN;
        sd_bus_error_free(&b->error);
        return 0;
}

static inline void message_unrefp(sd_bus_message **m) {
        sd_bus_message_unref(*m);
}
