/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The state of each unit: what a reload or a restart would change of it, and who waits. */
#include <errno.h>
#include <fcntl.h>

#include "base/text.h"
#include "status.h"
#include "unit/name.h"

/* The first file that is waited for and not there; @marker's description where the plan does not say. */
static const char *waited_file(Context *c, const StatusUnit *u, const char *marker) {
        const char *description, *files;

        vec_foreach(w, &u->waits) {
                _cleanup_close_ int fd = root_openat(&c->root, *w, O_PATH | O_CLOEXEC);

                if (fd == -ENOENT)
                        return *w;
        }
        if (bus_unit_string(context_bus(c), &c->arena, marker, "Description", &description) < 0)
                return NULL;
        files = strstr(description, " waits for ");
        return files ? files + strlen(" waits for ") : NULL;
}

/* Whether a marker of the unit is active (wait.md): what it wants stands in the unit that PID 1 has loaded. */
static bool is_waiting(Context *c, StatusUnit *u) {
        const char *end = arena_printf(&c->arena, "@%s.target", u->name), *state;
        Strv wants;

        if (bus_unit_strings(context_bus(c), &c->arena, u->name, "Wants", &wants) < 0)
                return false;
        vec_foreach(w, &wants)
                if (startswith(*w, "hardening-wait-") && endswith(*w, end) &&
                    bus_unit_string(context_bus(c), &c->arena, *w, "ActiveState", &state) >= 0 &&
                    streq(state, "active")) {
                        u->detail = waited_file(c, u, *w) ?: *w;
                        return true;
                }
        return false;
}

static void set_unknown(StatusUnit *u) {
        u->state = STATE_UNKNOWN;
        u->detail = NULL;
        u->options = (Strv) {};
}

static void look_at_process(Context *c, StatusUnit *u, const char *active_state) {
        unsigned long long pid;
        Strv missing = {};
        bool unreadable;

        if (bus_unit_number(context_bus(c), u->name, "MainPID", &pid) < 0 || pid == 0 ||
            streq(active_state, "activating"))
                return;
        started_without(c, u, (pid_t) pid, &missing, &u->unseen, &unreadable);
        if (u->state == STATE_RELOAD)
                vec_foreach(o, &missing)
                        strv_add(&c->arena, &u->options, *o);
        else if (missing.n > 0) {
                u->state = STATE_RESTART;
                u->detail = NULL;
                u->options = missing;
        } else if (unreadable)
                set_unknown(u);
}

static void look_at_unit(Context *c, StatusUnit *u, const char *active_state) {
        bool reload;

        u->active = !streq(active_state, "inactive") && !streq(active_state, "failed");
        if (status_compare_loaded(c, u, &reload) < 0) {
                set_unknown(u);
                return;
        }
        u->is_known = true;
        if (reload) {
                u->state = STATE_RELOAD;
                u->detail = NULL;
                u->options = (Strv) {};
                if (u->active)
                        look_at_process(c, u, active_state);
                (void) status_add_changes(c, u);
        } else if (u->waits.n > 0 && !u->active && is_waiting(c, u))
                u->state = STATE_WAITING;
        else if (u->active && (u->state == STATE_ENFORCED || u->state == STATE_OVERRIDDEN))
                look_at_process(c, u, active_state);
}

/* Nobody loads a template: its drop-in is held against the file alone. */
static void look_at_template(Context *c, StatusUnit *u) {
        u->is_known = true;
        if (status_add_changes(c, u))
                u->state = STATE_RELOAD;
}

/* Instances that were started by hand have no file of their own: they stand in the place of their template. */
static void add_instances(Context *c, const BusUnits *services, StatusUnits *units) {
        StatusUnits all = {};

        vec_foreach(u, units) {
                bool any = false;

                if (unit_name_is_template(u->name))
                        vec_foreach(s, services) {
                                StatusUnit instance = *u;
                                bool listed = false;

                                if (!unit_name_is_instance(s->name) ||
                                    !streq(unit_name_template(&c->arena, s->name), u->name))
                                        continue;
                                vec_foreach(i, units)
                                        listed = listed || streq(i->name, s->name);
                                any = true;
                                instance.name = s->name;
                                instance.options = (Strv) {};
                                if (!listed)
                                        vec_push(&c->arena, &all, instance);
                        }
                if (!any)
                        vec_push(&c->arena, &all, *u);
        }
        *units = all;
}

static const char *active_state(Context *c, const BusUnits *services, const char *unit) {
        const char *state;

        vec_foreach(s, services)
                if (streq(s->name, unit))
                        return s->active_state;
        return bus_unit_string(context_bus(c), &c->arena, unit, "ActiveState", &state) >= 0 ? state : "inactive";
}

static void cannot_tell(Context *c, StatusUnits *units) {
        vec_foreach(u, units)
                if (u->state != STATE_ENFORCED && u->state != STATE_OVERRIDDEN && u->state != STATE_RELOAD)
                        continue;
                else if (c->running)
                        set_unknown(u);
                else
                        u->state = STATE_NONE;
}

void status_instances(Context *c, StatusUnits *units) {
        BusUnits services;

        if (bus_services(context_bus(c), &c->arena, &services) >= 0)
                add_instances(c, &services, units);
}

void status_states(Context *c, StatusUnits *units) {
        BusUnits services;

        if (bus_services(context_bus(c), &c->arena, &services) < 0) {
                cannot_tell(c, units);
                return;
        }
        vec_foreach(u, units) {
                if (unit_name_is_template(u->name))
                        look_at_template(c, u);
                else if (u->state != STATE_MASKED)
                        look_at_unit(c, u, active_state(c, &services, u->name));
        }
}
