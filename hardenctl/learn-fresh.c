/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-fresh.h"

#include <sys/stat.h>

#include "learn-show.h"
#include "learn-traced.h"
#include "plan/paths.h"
#include "say.h"

/* The parts of /var that packages and services fill, and what stands in /run after a boot. */
static bool is_of_installation(const char *path) {
        static const char *const above[] = { "/var/lib", "/var/cache", "/var/log", "/var/spool", "/run" };

        for (size_t i = 0; i < ELEMENTSOF(above); i++)
                if (path_is_below(path, above[i]) && !streq(path, above[i]))
                        return true;
        return false;
}

/* The manager looks for the file outside of the sandbox. */
static bool holds_pid_file(Learn *l, const char *path) {
        const char *file;

        if (bus_unit_string(context_bus(l->context), l->arena, l->unit, "PIDFile", &file) < 0)
                return false;
        if (startswith(file, "/var/run/"))
                file += strlen("/var");
        return path_is_below(file, path);
}

/* With the owner that the directory has: packages and systemd have seen to that. What lies below /run is made anew by
 * somebody at each boot, at first for root. */
static void add(Learn *l, const char *path) {
        struct stat st;

        if (!is_of_installation(path) || lstat(path, &st) < 0 || !S_ISDIR(st.st_mode) || holds_pid_file(l, path))
                return;
        if (path_is_below(path, "/run"))
                strv_add(l->arena, &l->fresh, arena_printf(l->arena, "%s:mode=0755", path));
        else
                strv_add(l->arena, &l->fresh,
                         arena_printf(l->arena, "%s:mode=0%o,uid=%u,gid=%u", path, st.st_mode & 07777, st.st_uid,
                                      st.st_gid));
}

static void keep_volatile(Strv *list) {
        size_t n = 0;

        vec_foreach(d, list)
                if (startswith(*d, "/run/"))
                        list->v[n++] = *d;
        list->n = n;
}

int fresh_take(Learn *l) {
        LearnRun *run = &l->fresh_reference;
        Strv own = {};

        learn_directories(l, &own);
        vec_foreach(path, &own)
                if (!path_is_below(*path, "/run"))
                        add(l, *path);
        vec_foreach(path, &l->candidate.writable)
                add(l, *path);
        for (unsigned i = 0; i < 2 && l->fresh.n > 0 && !l->fresh_starts; i++) {
                if (i > 0)
                        keep_volatile(&l->fresh);
                if (l->fresh.n == 0)
                        break;
                learn_run(l, l->plain, RUN_FRESH, NULL, run);
                show_run(l, "nothing, as after an installation", run);
                if (run->step == LEARN_INTERRUPTED)
                        return say(EXIT_FAILED, "given up");
                l->fresh_starts = !learn_failed(run) || run->step == LEARN_COMPLAINT;
                vec_foreach(c, &run->complaints)
                        strv_add(l->arena, &l->usual.complaints, *c);
        }
        if (l->fresh_starts)
                traced_weaken(l, &run->traces);
        else if (l->fresh.n > 0)
                vec_push(l->arena, &l->untested, "the first start after an installation, with empty directories");
        return EXIT_FINE;
}
