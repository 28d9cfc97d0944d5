/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit/render.h"

#include "base/text.h"
#include "chroot/names.h"
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
                running = arena_printf(a, "'%.*s*%s'", (int) (strchr(unit, '@') + 1 - unit), unit, strrchr(unit, '.'));
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

static void render_sources(Text *t, const PlanSources *sources) {
        text_add(t, "#");
        vec_foreach(s, sources) {
                text_add(t, " ");
                text_add(t, s->file);
                text_add(t, ":");
                text_add_number(t, s->line);
        }
}

static void render_line(Text *t, const PlanLine *l) {
        render_sources(t, &l->sources);
        if (l->note)
                text_addf(t, " (%s)", l->note);
        text_add(t, "\n");
        text_add(t, l->option->name);
        text_add(t, "=");
        text_add(t, l->value);
        text_add(t, "\n");
}

const char *watched_path(const char *path, bool mirrored) {
        return mirrored && streq(path, RESOLV_CONF) ? MIRROR : path;
}

const char *percent_escape(Arena *a, const char *s) {
        Text t = { .arena = a };

        for (; *s; s++)
                text_addn(&t, *s == '%' ? "%%" : s, *s == '%' ? 2 : 1);
        return text_get(&t);
}

void service_waits(Arena *a, const ChrootPlan *c, bool mirrored, Strv *ret_paths) {
        vec_foreach(w, &c->waits)
                if (c->sockets.n == 0 || (mirrored && streq(w->path, RESOLV_CONF)))
                        vec_push(a, ret_paths, w->path);
}

/* The .path units of what is waited for, and the marker of the whole set. */
static void render_wait_units(Text *t, const char *key, const Strv *paths) {
        Arena *a = t->arena;
        Strv names = {};

        text_addf(t, "%s=", key);
        vec_foreach(p, paths) {
                const char *name = path_escape(a, *p);

                text_addf(t, "hardening-wait-%s.path ", wait_name(a, &(Strv) { .v = &name, .n = 1 }));
                vec_push(a, &names, name);
        }
        text_addf(t, "hardening-wait-%s@%%n.target\n", wait_name(a, &names));
}

static void render_waits(Text *t, const ChrootPlan *c, const Strv *paths, bool mirrored) {
        if (paths->n == 0)
                return;
        vec_foreach(w, &c->waits)
                if (strv_contains(paths, w->path)) {
                        render_sources(t, &w->sources);
                        text_addf(t, "\nConditionPathExists=%s\n",
                                  percent_escape(t->arena, watched_path(w->path, mirrored)));
                }
        render_wait_units(t, "Wants", paths);
        render_wait_units(t, "After", paths);
}

/* Whether the unit needs the mirror, and no wait brings it. */
static bool pulls_in_mirror(const ChrootPlan *c, const Strv *waits) {
        bool binds = false;

        vec_foreach(l, &c->lines)
                binds = binds || !l->value;
        return (c->mirror || binds) && !strv_contains(waits, RESOLV_CONF);
}

/* [Unit] of the service. @lonely: it needs the mirror without waiting for it. */
static void render_unit_section(Text *t, const ChrootPlan *c, const Strv *waits, bool mirrored, bool lonely) {
        if (waits->n == 0 && !lonely)
                return;
        text_add(t, "\n[Unit]\n");
        render_waits(t, c, waits, mirrored);
        if (lonely) {
                render_sources(t, &c->sources);
                text_add(t, "\nWants=hardening-mirror-etc-resolv.conf.service\n"
                            "After=hardening-mirror-etc-resolv.conf.service\n");
        }
}

/* Without a wait the file may be missing when the service starts. */
static void render_resolv(Text *t, const Strv *waits, bool mirrored) {
        text_add(t, strv_contains(waits, RESOLV_CONF) ? "" : "-");
        text_add(t, mirrored ? MIRROR ":" RESOLV_CONF : RESOLV_CONF);
}

static void render_chroot_lines(Text *t, const ChrootPlan *c, const Strv *waits, bool mirrored) {
        vec_foreach(l, &c->lines) {
                render_sources(t, &l->sources);
                text_addf(t, "\n%s=", l->key);
                if (l->value)
                        text_add(t, l->value);
                else
                        render_resolv(t, waits, mirrored);
                text_add(t, "\n");
        }
}

const char *render_dropin(Arena *a, const UnitPlan *p, bool mirrored) {
        static const ChrootPlan none = {};
        const ChrootPlan *c = p->chroot ?: &none;
        size_t options = c->lines.n + (p->plan ? p->plan->emitted : 0);
        Text t = { .arena = a };
        Strv waits = {};
        bool lonely;

        service_waits(a, c, mirrored, &waits);
        lonely = mirrored && pulls_in_mirror(c, &waits);
        render_header(&t, p->unit->name);
        if (waits.n == 0 && !lonely && options == 0) {
                text_addf(&t, "\n# Nothing for this instance: this file hides that of %s.\n",
                          unit_name_template(a, p->unit->name));
                return text_get(&t);
        }
        render_unit_section(&t, c, &waits, mirrored, lonely);
        if (options > 0)
                text_add(&t, "\n[Service]\n");
        render_chroot_lines(&t, c, &waits, mirrored);
        vec_foreach(l, &p->plan->lines)
                if (!l->reason)
                        render_line(&t, l);
        return text_get(&t);
}

const char *render_socket_dropin(Arena *a, const UnitPlan *p, const char *socket, bool mirrored) {
        Text t = { .arena = a };
        Strv paths = {};

        vec_foreach(w, &p->chroot->waits)
                vec_push(a, &paths, w->path);
        render_header(&t, socket);
        text_add(&t, "\n[Unit]\n");
        render_waits(&t, p->chroot, &paths, mirrored);
        return text_get(&t);
}
