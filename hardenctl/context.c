/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "context.h"

#include <errno.h>
#include <stdlib.h>

#include "say.h"

/* What PID 1 says of itself: during an upgrade it may be older than what is installed. */
static unsigned running_version(Context *c) {
        const char *version;

        if (!context_bus(c) || bus_manager_string(c->bus, &c->arena, "Version", &version) < 0)
                return 0;
        return (unsigned) strtoul(version + strcspn(version, "0123456789"), NULL, 10);
}

int context_open(Context *c, const Options *o) {
        const char *path = o->root ?: "/";
        int r;

        *c = (Context) { .options = o, .root.fd = -1 };
        r = root_open(&c->root, path);
        if (r < 0)
                return say(EXIT_FAILED, "%s cannot be opened: %s", path, strerror(-r));
        c->running = c->root.is_host && access("/run/systemd/system", F_OK) >= 0;
        target_read(&c->root, &c->arena, o->version ?: running_version(c), &c->target);
        return EXIT_FINE;
}

void context_say(Context *c) {
        c->said = say_messages(&c->messages, c->said);
}

void context_done(Context *c) {
        context_say(c);
        messages_done(&c->messages);
        bus_close(c->bus);
        root_close(&c->root);
        arena_done(&c->arena);
}

int context_load_policies(Context *c) {
        int r;

        if (c->has_policies)
                return EXIT_FINE;
        r = policy_set_load(&c->arena, &c->target, &c->messages, &c->policies);
        if (r == -E2BIG)
                return say(EXIT_FAILED, "there are more than %d policies", POLICIES_MAX);
        if (r < 0)
                return say(EXIT_FAILED, "policies cannot be listed: %s", strerror(-r));
        c->has_policies = true;
        return EXIT_FINE;
}

int context_load_units(Context *c) {
        int r;

        if (c->has_units)
                return EXIT_FINE;
        r = index_load(&c->root, &c->arena, &c->units);
        if (r == -E2BIG)
                return say(EXIT_FAILED, "there are more than %d units", UNITS_MAX);
        if (r < 0)
                return say(EXIT_FAILED, "units cannot be listed: %s", strerror(-r));
        c->has_units = true;
        return EXIT_FINE;
}

int context_load(Context *c) {
        int r = context_load_policies(c);

        return r == EXIT_FINE ? context_load_units(c) : r;
}

Bus *context_bus(Context *c) {
        if (c->running && !c->bus_was_tried) {
                c->bus_was_tried = true;
                (void) bus_open(&c->bus);
        }
        return c->bus;
}
