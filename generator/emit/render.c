/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit/render.h"

#include "base/text.h"
#include "unit/name.h"

/* A unit's name as one word of a shell. */
static const char *shell_word(Arena *a, const char *s) {
        return strchr(s, '\\') ? arena_printf(a, "'%s'", s) : s;
}

static void render_header(Text *t, const char *unit) {
        Arena *a = t->arena;
        const char *running = unit;

        if (unit_name_is_template(unit))
                running = arena_printf(a, "'%.*s*.service'", (int) (strchr(unit, '@') + 1 - unit), unit);
        else
                running = shell_word(a, unit);
        text_addf(t,
                  "# Made by hardening-generator from the policies named below; changes to this file are lost.\n"
                  "# Why each line is here: hardenctl explain %s\n"
                  "# To switch it off, paste this:\n"
                  "#   mkdir -p %s\n"
                  "#   ln -s /dev/null %s\n"
                  "#   systemctl daemon-reload && systemctl try-restart %s\n",
                  shell_word(a, unit), shell_word(a, arena_printf(a, "/etc/systemd/system/%s.d", unit)),
                  shell_word(a, arena_printf(a, "/etc/systemd/system/%s.d/" DROPIN_NAME, unit)), running);
}

static void render_line(Text *t, const PlanLine *l) {
        text_add(t, "#");
        vec_foreach(s, &l->sources)
                text_addf(t, " %s:%u", s->file, s->line);
        if (l->note)
                text_addf(t, " (%s)", l->note);
        text_addf(t, "\n%s=%s\n", l->option->name, l->value);
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
