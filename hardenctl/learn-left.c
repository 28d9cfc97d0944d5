/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-left.h"

#include <signal.h>

void left_note_group(Run *r) {
        Bus *bus = context_bus(r->learn->context);
        const char *group;

        if (bus_unit_string(bus, r->learn->arena, r->learn->unit, "ControlGroup", &group) >= 0 && *group)
                strv_add(r->learn->arena, &r->result->groups, group);
}

static bool is_other(const Run *r, pid_t pid) {
        vec_foreach(other, &r->others)
                if (*other == pid)
                        return true;
        return false;
}

void left_find(Run *r, Pids *ret) {
        *ret = (Pids) {};
        vec_foreach(g, &r->result->groups) {
                Pids pids;

                process_group(r->learn->arena, *g, &pids);
                vec_foreach(pid, &pids)
                        if (!is_other(r, *pid))
                                vec_push(r->learn->arena, ret, *pid);
        }
}

void left_kill(Run *r) {
        Pids left;

        left_find(r, &left);
        vec_foreach(pid, &left)
                (void) kill(*pid, SIGKILL);
}

void left_note_others(Run *r) {
        Pids pids;

        left_note_group(r);
        left_find(r, &pids);
        r->others = pids;
}
