/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What hardenctl asks the manager to do: the reload, and restarts. */
#include "bus-internal.h"

int bus_reload(Bus *b) {
        _cleanup_(message_unrefp) sd_bus_message *m = NULL;
        int r = bus_begin(b);

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
        int r = bus_begin(b);

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
