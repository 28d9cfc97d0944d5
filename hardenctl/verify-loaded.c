/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* verify: whether the system manager has loaded what is planned. Each failure of a generator is silent. */
#include <errno.h>

#include "base/text.h"
#include "chroot/names.h"
#include "emit/render.h"
#include "emit/waiting.h"
#include "inactive.h"
#include "say.h"
#include "verify.h"

#define GENERATED "/run/systemd/generator"
#define FILE_MAX (4U * 1024U * 1024U)
#define RELOAD "systemctl daemon-reload"

typedef struct Loaded {
        Verify *verify;
        Bus *bus;
        bool waiting;
        Strv files; /* those that are planned */
        size_t missing;
} Loaded;

/* What of a file has an effect. @binds: binds, too, which depend on what links and trees there were when it was
 * made. */
static const char *effect_of(Arena *a, const char *text, bool binds) {
        Text t = { .arena = a };

        for (size_t n; *text; text += n) {
                n = strcspn(text, "\n");
                n += text[n] == '\n';
                if (*text != '#' && (binds || (!startswith(text, "BindReadOnlyPaths=") &&
                                               !startswith(text, "BindPaths="))))
                        text_addn(&t, text, n);
        }
        return text_get(&t);
}

static void compare(Loaded *l, Arena *a, const char *path, const char *planned, const char *there) {
        if (streq(effect_of(a, planned, true), effect_of(a, there, true)))
                return;
        if (streq(effect_of(a, planned, false), effect_of(a, there, false)))
                verify_add(l->verify, LOG_WARNING, path, 0,
                           "has other binds than are planned now; to load the plan: " RELOAD);
        else
                verify_add(l->verify, LOG_ERR, path, 0,
                           "is not what is planned: policies or units have changed since the last daemon-reload. "
                           "To load the plan: " RELOAD);
}

/* The unit that a file is, or is a drop-in of. */
static const char *unit_of(Arena *a, const char *file) {
        const char *slash = strchr(file, '/');

        return slash ? arena_strndup(a, file, (size_t) (slash - file) - strlen(".d")) : file;
}

static bool bus_has_file(Loaded *l, Arena *a, const char *unit, const char *path) {
        Strv dropins = {};
        const char *fragment = "";

        if (bus_unit_strings(l->bus, a, unit, "DropInPaths", &dropins) < 0)
                return true; /* nothing is known */
        (void) bus_unit_string(l->bus, a, unit, "FragmentPath", &fragment);
        return strv_contains(&dropins, path) || streq(fragment, path);
}

static void check_file(Arena *scratch, const char *file, const char *text, void *userdata) {
        Loaded *l = userdata;
        Verify *v = l->verify;
        const char *path = arena_printf(v->arena, GENERATED "/%s", file), *unit = unit_of(scratch, file);
        size_t size;
        char *there;
        int r = root_read(&v->context->root, scratch, path, FILE_MAX, &there, &size, NULL);

        vec_push(v->arena, &l->files, arena_strdup(v->arena, file));
        if (r < 0) {
                l->missing++;
                verify_add(v, LOG_ERR, path, 0, "is planned and %s; to load the plan: " RELOAD,
                           r == -ENOENT ? "not there" : arena_printf(scratch, "cannot be read (%s)", strerror(-r)));
                return;
        }
        /* What the other units of ours watch depends on where links led when they were made. */
        if (endswith(file, "/" DROPIN_NAME))
                compare(l, scratch, path, text, there);
        /* A template is never loaded, only its instances. */
        if (l->bus && !strstr(unit, "@.") && !bus_has_file(l, scratch, unit, path))
                verify_add(v, LOG_ERR, path, 0, "is not loaded for %s; to load it: " RELOAD, unit);
}

/* Whether the marker of @unit, which waits for @paths, is active. */
static bool is_waiting(Loaded *l, Arena *a, const char *unit, const Strv *paths) {
        const char *state = "";
        Strv names = {};

        vec_foreach(p, paths)
                vec_push(a, &names, path_escape(a, *p));
        return paths->n > 0 &&
               bus_unit_string(l->bus, a, arena_printf(a, "hardening-wait-%s@%s.target", wait_name(a, &names), unit),
                               "ActiveState",
                               &state) >= 0 &&
               streq(state, "active");
}

static void report_waiting(Loaded *l, Arena *a, const char *unit, const Strv *paths) {
        if (is_waiting(l, a, unit, paths))
                verify_add(l->verify, LOG_WARNING, NULL, 0, "%s waits for %s", unit, strv_join(a, " ", paths));
}

/* For a socket all paths, for its service perhaps a part of them: emit/render.h. */
static void check_waiting(Arena *scratch, const UnitPlan *p, void *userdata) {
        Loaded *l = userdata;
        Strv all = {}, few = {};

        if (!l->waiting || !p->chroot || p->chroot->waits.n == 0)
                return;
        vec_foreach(w, &p->chroot->waits)
                vec_push(scratch, &all, w->path);
        service_waits(scratch, p->chroot, mirror_is_installed(&l->verify->context->target), &few);
        report_waiting(l, scratch, p->unit->name, &few);
        vec_foreach(s, &p->chroot->sockets)
                report_waiting(l, scratch, *s, &all);
}

/* Our files that no policy asks for any more. */
static void check_leftovers(Loaded *l) {
        Verify *v = l->verify;
        DirEntries entries = {};

        (void) root_list(&v->context->root, v->arena, GENERATED, &entries);
        vec_foreach(e, &entries) {
                bool dropin = endswith(e->name, ".d");
                const char *file = dropin ? arena_printf(v->arena, "%s/" DROPIN_NAME, e->name) : e->name;
                const char *path = arena_printf(v->arena, GENERATED "/%s", file);
                struct stat st;

                if ((dropin || startswith(e->name, "hardening-")) && !strv_contains(&l->files, file) &&
                    root_lstat(&v->context->root, path, &st) >= 0)
                        verify_add(v, LOG_ERR, path, 0,
                                   "is loaded, and no policy asks for it any more. To unload it: " RELOAD);
        }
}

int verify_loaded(Verify *v, bool waiting) {
        Loaded l = { .verify = v, .waiting = waiting };
        Context *c = v->context;
        const char *off;
        int r = context_load(c);

        if (r != EXIT_FINE || !c->running)
                return r;
        l.bus = context_bus(c);
        v->check = "loaded";
        off = generator_inactive(c);
        if (off) {
                if (c->policies.policies.n > 0)
                        verify_add(v, generator_is_damaged(c) ? LOG_ERR : LOG_WARNING, NULL, 0,
                                   "%s: no policy is in force", off);
                return EXIT_FINE;
        }
        emit_machine(&c->units, &c->target, &c->policies, 0, &c->messages, check_file, check_waiting, &l);
        check_leftovers(&l);
        if (!l.bus)
                verify_add(v, waiting ? LOG_ERR : LOG_WARNING, NULL, 0,
                           "the system manager cannot be reached, so it is not known what it has loaded");
        if (l.missing > 0 && l.missing == l.files.n)
                verify_add(v, LOG_ERR, NULL, 0, "nothing of what is planned is there: the generator has failed, or has "
                           "not run since there are policies");
        return EXIT_FINE;
}
