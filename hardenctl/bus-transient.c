/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Transient services: what stands in their drop-ins is the caller's business. */
#include "bus-internal.h"

#include <stdlib.h>
#include <sys/wait.h>

#include "bus-transient.h"

struct BusTransient {
        Bus *bus;
        Arena *arena;
        const char *path;       /* of the unit's object */
        const char *job;        /* NULL: it is done */
        const char *active_state;
        BusExit exit;
        sd_bus_slot *slots[2];
};

static int job_removed(sd_bus_message *m, void *userdata, sd_bus_error *error) {
        BusTransient *t = userdata;
        const char *path, *result;

        (void) error;
        if (sd_bus_message_read(m, "uoss", NULL, &path, NULL, &result) < 0 || !t->job || !streq(path, t->job))
                return 0;
        t->job = NULL;
        t->exit.started = streq(result, "done");
        return 0;
}

static int take_property(BusTransient *t, sd_bus_message *m, const char *name) {
        const char *s;

        if (streq(name, "ExecMainCode"))
                return sd_bus_message_read(m, "v", "i", &t->exit.code);
        if (streq(name, "ExecMainStatus"))
                return sd_bus_message_read(m, "v", "i", &t->exit.status);
        if (streq(name, "MainPID"))
                return sd_bus_message_read(m, "v", "u", &t->exit.pid);
        if (!streq(name, "Result") && !streq(name, "ActiveState"))
                return sd_bus_message_skip(m, "v");
        if (sd_bus_message_read(m, "v", "s", &s) < 0)
                return -EBADMSG;
        *(streq(name, "Result") ? &t->exit.result : &t->active_state) = arena_strdup(t->arena, s);
        return 1;
}

static int properties_changed(sd_bus_message *m, void *userdata, sd_bus_error *error) {
        BusTransient *t = userdata;
        const char *name;

        (void) error;
        if (sd_bus_message_skip(m, "s") < 0 || sd_bus_message_enter_container(m, 'a', "{sv}") < 0)
                return 0;
        while (sd_bus_message_enter_container(m, 'e', "sv") > 0) {
                if (sd_bus_message_read(m, "s", &name) < 0 || take_property(t, m, name) < 0 ||
                    sd_bus_message_exit_container(m) < 0)
                        return 0;
        }
        return 0;
}

static int add_fds(sd_bus_message *m, const int *fds) {
        static const char *const names[] = { "StandardInputFileDescriptor", "StandardOutputFileDescriptor",
                                             "StandardErrorFileDescriptor" };
        int r = 0;

        for (size_t i = 0; r >= 0 && i < ELEMENTSOF(names); i++)
                r = sd_bus_message_append(m, "(sv)", names[i], "h", fds[i]);
        return r;
}

static int start(BusTransient *t, const char *name, const char *description, const int *fds) {
        _cleanup_(message_unrefp) sd_bus_message *m = NULL, *reply = NULL;
        const char *job;
        int r;

        r = sd_bus_message_new_method_call(t->bus->bus, &m, SYSTEMD, MANAGER_PATH, MANAGER, "StartTransientUnit");
        if (r >= 0)
                r = sd_bus_message_append(m, "ss", name, "fail");
        if (r >= 0)
                r = sd_bus_message_open_container(m, 'a', "(sv)");
        if (r >= 0)
                r = sd_bus_message_append(m, "(sv)(sv)", "Description", "s", description, "CollectMode", "s",
                                          "inactive-or-failed");
        if (r >= 0 && fds)
                r = add_fds(m, fds);
        if (r >= 0)
                r = sd_bus_message_close_container(m);
        if (r >= 0)
                r = sd_bus_message_append(m, "a(sa(sv))", 0);
        if (r >= 0)
                r = sd_bus_call(t->bus->bus, m, 0, &t->bus->error, &reply);
        if (r >= 0)
                r = sd_bus_message_read(reply, "o", &job);
        if (r >= 0)
                t->job = arena_strdup(t->arena, job);
        return r;
}

int bus_transient_start(Bus *b, Arena *a, const char *name, const char *description, const int *fds,
                        BusTransient **ret) {
        BusTransient *t = arena_new(a, BusTransient);
        char *path = NULL;
        int r = bus_begin(b);

        *t = (BusTransient) { .bus = b, .arena = a, .active_state = "", .exit.result = "" };
        if (r >= 0)
                r = sd_bus_path_encode(MANAGER_PATH "/unit", name, &path);
        if (r < 0)
                return r;
        t->path = arena_strdup(a, path);
        free(path);
        r = sd_bus_match_signal(b->bus, t->slots, NULL, MANAGER_PATH, MANAGER, "JobRemoved", job_removed, t);
        if (r >= 0)
                r = sd_bus_match_signal(b->bus, t->slots + 1, NULL, t->path, "org.freedesktop.DBus.Properties",
                                        "PropertiesChanged", properties_changed, t);
        if (r >= 0)
                r = sd_bus_call_method(b->bus, SYSTEMD, MANAGER_PATH, MANAGER, "Subscribe", &b->error, NULL, NULL);
        if (r >= 0)
                r = start(t, name, description, fds);
        while (r >= 0 && t->job) {
                r = sd_bus_process(b->bus, NULL);
                if (r == 0)
                        r = sd_bus_wait(b->bus, UINT64_MAX);
        }
        if (r < 0)
                bus_transient_done(t);
        else
                *ret = t;
        return r < 0 ? r : 0;
}

int bus_transient_fd(const BusTransient *t) {
        return sd_bus_get_fd(t->bus->bus);
}

bool bus_transient_has_ended(BusTransient *t) {
        while (sd_bus_process(t->bus->bus, NULL) > 0)
                ;
        return streq(t->active_state, "failed") || (t->exit.code != 0 && streq(t->active_state, "inactive"));
}

void bus_transient_wait(BusTransient *t) {
        while (!bus_transient_has_ended(t) && sd_bus_wait(t->bus->bus, UINT64_MAX) >= 0)
                ;
}

const BusExit *bus_transient_exit(const BusTransient *t) {
        return &t->exit;
}

int bus_stop(Bus *b, const char *unit) {
        int r = bus_begin(b);

        if (r >= 0)
                r = sd_bus_call_method(b->bus, SYSTEMD, MANAGER_PATH, MANAGER, "StopUnit", &b->error, NULL, "ss", unit,
                                       "replace");
        return r < 0 ? r : 0;
}

void bus_transient_done(BusTransient *t) {
        for (size_t i = 0; i < ELEMENTSOF(t->slots); i++)
                t->slots[i] = sd_bus_slot_unref(t->slots[i]);
}
