/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The failed units that carry a drop-in of ours. */
#include "say.h"
#include "table.h"
#include "why.h"

static bool is_failing(const BusUnit *u) {
        return streq(u->active_state, "failed") || streq(u->sub_state, "auto-restart");
}

int why_list(Context *c) {
        static const Column columns[] = {
                { .name = "UNIT" }, { .name = "SINCE" }, { .name = "BEFORE", .key = "failed_in_boot_before" },
                { .name = "FAILURE", .flags = COLUMN_CUT },
        };
        Table t = table_new(c, columns, ELEMENTSOF(columns));
        BusUnits services;
        size_t n = 0;

        if (bus_services(context_bus(c), &c->arena, &services) < 0)
                return say(EXIT_FAILED, "the system manager cannot be reached");
        vec_foreach(u, &services) {
                Failure f;
                int before;

                if (!is_failing(u) || !carries_ours(c, u->name))
                        continue;
                if (failure_find(c, u->name, 0, &f) != EXIT_FINE)
                        return EXIT_FAILED;
                before = failed_in_boot_before(&c->arena, u->name);
                table_text(&t, u->name);
                table_text(&t, time_text(&c->arena, f.since));
                if (before < 0)
                        table_none(&t);
                else
                        table_bool(&t, before);
                table_text(&t, failure_text(&c->arena, &f));
                n++;
        }
        table_legend(&t, n == 0 ? "No unit with a drop-in of hardening-generator has failed." :
                     "%zu unit%s failed. BEFORE: in the boot before this one, too. More: hardenctl why UNIT", n,
                     n == 1 ? "" : "s");
        return table_print(&t, n > 0 ? EXIT_FINDINGS : EXIT_FINE);
}
