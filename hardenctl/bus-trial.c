/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bus-trial.h"

#include "bus-internal.h"

#define PAUSE UINT64_C(250000) /* µs */

typedef struct Job {
        const char *path;
        bool done, failed;
} Job;

static int job_removed(sd_bus_message *m, void *userdata, sd_bus_error *error) {
        Job *job = userdata;
        const char *path, *result;

        (void) error;
        if (sd_bus_message_read(m, "uoss", NULL, &path, NULL, &result) < 0 || !job->path || !streq(path, job->path))
                return 0;
        job->done = true;
        job->failed = !streq(result, "done") && !streq(result, "skipped");
        return 0;
}

void bus_pause(Bus *b) {
        if (!b || sd_bus_process(b->bus, NULL) != 0)
                return;
        (void) sd_bus_wait(b->bus, PAUSE);
}

int bus_job(Bus *b, const char *method, const char *unit, BusTick tick, void *userdata) {
        _cleanup_(message_unrefp) sd_bus_message *m = NULL;
        sd_bus_slot *slot = NULL;
        Job job = {};
        int r = bus_begin(b);

        if (r >= 0)
                r = sd_bus_match_signal(b->bus, &slot, NULL, MANAGER_PATH, MANAGER, "JobRemoved", job_removed, &job);
        if (r >= 0)
                r = sd_bus_call_method(b->bus, SYSTEMD, MANAGER_PATH, MANAGER, "Subscribe", &b->error, NULL, NULL);
        if (r >= 0)
                r = sd_bus_call_method(b->bus, SYSTEMD, MANAGER_PATH, MANAGER, method, &b->error, &m, "ss", unit,
                                       "replace");
        if (r >= 0)
                r = sd_bus_message_read(m, "o", &job.path);
        while (r >= 0 && !job.done) {
                r = sd_bus_process(b->bus, NULL);
                if (r == 0)
                        r = sd_bus_wait(b->bus, PAUSE);
                if (r == -EINTR)
                        r = 0;
                if (r >= 0 && tick && !tick(userdata))
                        r = -EINTR;
        }
        sd_bus_slot_unref(slot);
        return r < 0 ? r : job.failed ? -EIO : 0;
}

int bus_reset_failed(Bus *b, const char *unit) {
        int r = bus_begin(b);

        if (r >= 0)
                r = sd_bus_call_method(b->bus, SYSTEMD, MANAGER_PATH, MANAGER, "ResetFailedUnit", &b->error, NULL, "s",
                                       unit);
        return r < 0 ? r : 0;
}

/* (sa(sv)): the service that the timer starts. */
static int add_service(sd_bus_message *m, const char *service, const char *description, const Strv *command) {
        int r;

        r = sd_bus_message_open_container(m, 'r', "sa(sv)");
        if (r >= 0)
                r = sd_bus_message_append(m, "s", service);
        if (r >= 0)
                r = sd_bus_message_open_container(m, 'a', "(sv)");
        if (r >= 0)
                r = sd_bus_message_append(m, "(sv)(sv)(sv)", "Description", "s", description, "Type", "s", "oneshot",
                                          "CollectMode", "s", "inactive-or-failed");
        if (r >= 0)
                r = sd_bus_message_open_container(m, 'r', "sv");
        if (r >= 0)
                r = sd_bus_message_append(m, "s", "ExecStart");
        if (r >= 0)
                r = sd_bus_message_open_container(m, 'v', "a(sasb)");
        if (r >= 0)
                r = sd_bus_message_open_container(m, 'a', "(sasb)");
        if (r >= 0)
                r = sd_bus_message_open_container(m, 'r', "sasb");
        if (r >= 0)
                r = sd_bus_message_append(m, "s", command->v[0]);
        if (r >= 0)
                r = sd_bus_message_open_container(m, 'a', "s");
        vec_foreach(word, command)
                if (r >= 0)
                        r = sd_bus_message_append(m, "s", *word);
        if (r >= 0)
                r = sd_bus_message_close_container(m);
        if (r >= 0)
                r = sd_bus_message_append(m, "b", 0);
        for (size_t i = 0; r >= 0 && i < 6; i++) /* all that is open up to the message itself */
                r = sd_bus_message_close_container(m);
        return r;
}

int bus_arm(Bus *b, const char *name, const char *description, unsigned seconds, const Strv *command) {
        _cleanup_(message_unrefp) sd_bus_message *m = NULL;
        _cleanup_arena_ Arena a = {};
        int r = bus_begin(b);

        if (r >= 0)
                r = sd_bus_message_new_method_call(b->bus, &m, SYSTEMD, MANAGER_PATH, MANAGER, "StartTransientUnit");
        if (r >= 0)
                r = sd_bus_message_append(m, "ss", arena_printf(&a, "%s.timer", name), "replace");
        if (r >= 0)
                r = sd_bus_message_append(m, "a(sv)", 4, "Description", "s", description, "TimersMonotonic", "a(st)", 1,
                                          "OnActiveSec", (uint64_t) seconds * 1000000, "AccuracyUSec", "t",
                                          UINT64_C(100000), "RemainAfterElapse", "b", 0);
        if (r >= 0)
                r = sd_bus_message_open_container(m, 'a', "(sa(sv))");
        if (r >= 0)
                r = add_service(m, arena_printf(&a, "%s.service", name), description, command);
        if (r >= 0)
                r = sd_bus_message_close_container(m);
        if (r >= 0)
                r = sd_bus_call(b->bus, m, 0, &b->error, NULL);
        return r < 0 ? r : 0;
}

int bus_rearm(Bus *b, Arena *a, const char *name) {
        return bus_job(b, "RestartUnit", arena_printf(a, "%s.timer", name), NULL, NULL);
}

int bus_disarm(Bus *b, Arena *a, const char *name) {
        return bus_job(b, "StopUnit", arena_printf(a, "%s.timer", name), NULL, NULL);
}
