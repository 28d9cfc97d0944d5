/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit/render.h"

#include "base/text.h"
#include "unit/name.h"

/* A unit's name as one word of a shell. */
static const char *shell_word(Arena *a, const char *s) {
        return strchr(s, '\\') ? arena_printf(a, "'%s'", s) : s;
}

/* The unit's drop-in directory of the admin, and a file in it. */
static void add_shell_path(Text *t, const char *unit, const char *file) {
        const char *quote = strchr(unit, '\\') ? "'" : "";

        text_add(t, quote);
        text_add(t, "/etc/systemd/system/");
        text_add(t, unit);
        text_add(t, ".d");
        text_add(t, file);
        text_add(t, quote);
}

static void render_header(Text *t, const char *unit) {
        Arena *a = t->arena;
        const char *running = unit;

        if (unit_name_is_template(unit))
                running = arena_printf(a, "'%.*s*.service'", (int) (strchr(unit, '@') + 1 - unit), unit);
        else
                running = shell_word(a, unit);
        text_add(t, "# Made by hardening-generator from the policies named below; changes to this file are lost.\n"
                    "# Why each line is here: hardenctl explain ");
        if (*unit == '-')
                text_add(t, "-- ");
        text_add(t, shell_word(a, unit));
        text_add(t, "\n# To switch it off, paste this:\n#   mkdir -p ");
        add_shell_path(t, unit, "");
        text_add(t, "\n#   ln -s /dev/null ");
        add_shell_path(t, unit, "/" DROPIN_NAME);
        text_add(t, "\n#   systemctl daemon-reload && systemctl try-restart ");
        if (*unit == '-')
                text_add(t, "-- ");
        text_add(t, running);
        text_add(t, "\n");
}

static void render_line(Text *t, const PlanLine *l) {
        text_add(t, "#");
        vec_foreach(s, &l->sources) {
                text_add(t, " ");
                text_add(t, s->file);
                text_add(t, ":");
                text_add_number(t, s->line);
        }
        if (l->note)
                text_addf(t, " (%s)", l->note);
        text_add(t, "\n");
        text_add(t, l->option->name);
        text_add(t, "=");
        text_add(t, l->value);
        text_add(t, "\n");
}

const char *render_dropin(Arena *a, const UnitPlan *p) {
        Text t = { .arena = a };

        render_header(&t, p->unit->name);
        if (!p->plan || p->plan->emitted == 0) {
                text_addf(&t, "\n# Nothing for this instance: this file hides that of %s.\n",
                          unit_name_template(a, p->unit->name));
                return text_get(&t);
        }
        text_add(&t, "\n[Service]\n");
        vec_foreach(l, &p->plan->lines)
                if (!l->reason)
                        render_line(&t, l);
        return text_get(&t);
}
