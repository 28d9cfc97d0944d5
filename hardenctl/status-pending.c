/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status --pending: what changes at the next restart of services that run. */
#include "base/text.h"
#include "say.h"
#include "status-print.h"
#include "table.h"

static const Column pending_columns[] = {
        { .name = "UNIT" },
        { "STATE", .flags = COLUMN_TEXT_ONLY },
        { "STATE", .flags = COLUMN_JSON_ONLY },
        { "CHANGES", "options", 0 },
};

/* What is not known is said, lest "no service" is taken for more than it is. */
static const char *unseen_options(Context *c, const StatusUnits *units) {
        Strv names = {};

        vec_foreach(u, units)
                vec_foreach(o, &u->unseen)
                        strv_add(&c->arena, &names, *o);
        return names.n == 0 ? "" :
               arena_printf(&c->arena, "\nProcesses do not show whether they have: %s.",
                            strv_join(&c->arena, ", ", &names));
}

int status_print_pending(Context *c, const StatusUnits *units) {
        Table t = table_new(c, pending_columns, ELEMENTSOF(pending_columns));
        Text restart = { .arena = &c->arena };
        bool reload = false;
        size_t n = 0;

        vec_foreach(u, units) {
                if (!u->active || u->options.n == 0 || (u->state != STATE_RELOAD && u->state != STATE_RESTART))
                        continue;
                table_text(&t, u->name);
                table_text(&t, status_state_rows[u->state].text);
                table_text(&t, status_state_rows[u->state].json);
                table_list(&t, &u->options);
                text_join(&restart, " ", u->name);
                reload = reload || u->state == STATE_RELOAD;
                n++;
        }
        if (n == 0 && status_count(units, STATE_UNKNOWN) > 0)
                table_legend(&t, "No service is known to wait for a restart, %zu unknown.%s",
                             status_count(units, STATE_UNKNOWN), status_unknown_reason(c));
        else if (n == 0)
                table_legend(&t, "No service waits for a restart to be hardened.%s%s", status_inactive_reason(c),
                             unseen_options(c, units));
        else
                table_legend(&t, "%zu service%s at %s next restart.\nRun: %ssystemctl try-restart %s%s", n,
                             n == 1 ? " changes" : "s change", n == 1 ? "its" : "their",
                             reload ? "systemctl daemon-reload && " : "", text_get(&restart),
                             unseen_options(c, units));
        return table_print(&t, n > 0 ? EXIT_FINDINGS : c->running && !context_bus(c) ? EXIT_FAILED : EXIT_FINE);
}
