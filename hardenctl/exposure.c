/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exposure.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyze.h"
#include "base/text.h"
#include "unit/name.h"

struct Exposures {
        Context *context;
        Run loaded;
};

static Run start(Context *c, const char *path, const StatusUnits *units) {
        Strv names = {};

        vec_foreach(u, units)
                if (!unit_name_is_template(u->name) && u->state != STATE_MASKED)
                        vec_push(&c->arena, &names, u->name);
        return analyze_start(&c->arena, path, &names);
}

/* systemd-analyze wants the whole path of units where some directories are left out or added. */
static const char *unit_path(Context *c, const char *first) {
        Text t = { .arena = &c->arena };
        bool early = false, normal = false;

        text_add(&t, first);
        vec_foreach(d, &c->units.dirs) {
                if (!early && startswith(d->path, "/etc/systemd/system") && !endswith(d->path, ".control")) {
                        early = true;
                        text_add(&t, ":" GENERATOR_DIRECTORY ".early");
                }
                if (!normal && !startswith(d->path, "/etc/") && !startswith(d->path, "/run/")) {
                        normal = true;
                        text_add(&t, ":" GENERATOR_DIRECTORY);
                }
                text_addf(&t, ":%s", d->path);
        }
        text_add(&t, ":" GENERATOR_DIRECTORY ".late");
        return text_get(&t);
}

static const Sums *find(const Report *report, const char *unit) {
        vec_foreach(s, report)
                if (streq(s->unit, unit))
                        return s;
        return NULL;
}

/* Of files systemd-analyze does not see that other options imply PrivateMounts=, and 257 takes it for set where it is
 * not: what it makes of the answers of PID 1 is right. */
static unsigned long long badness_of_files(const StatusUnit *u, const Sums *s) {
        return s->badness - s->private_mounts + (s->mounts || u->own.private_mounts ? 0 : s->its_weight);
}

/* Only the difference that our drop-in makes comes from files. */
static int with_other(const StatusUnit *u, const Sums *loaded, const Sums *same, const Sums *other) {
        unsigned long long weight, badness, before, after;

        if (!loaded->is_whole || !same || !same->is_whole || !other || !other->is_whole)
                return -1;
        before = badness_of_files(u, same);
        after = badness_of_files(u, other);
        if (loaded->weight + other->weight <= same->weight || loaded->badness + after < before)
                return -1;
        weight = loaded->weight + other->weight - same->weight;
        badness = loaded->badness + after - before;
        return (int) exposure_of(badness, weight);
}

static int put(const char *dir, const char *unit, const char *text) {
        _cleanup_arena_ Arena a = {};
        const char *path = arena_printf(&a, "%s/%s.d", dir, unit);
        _cleanup_close_ int fd = -1;

        if (mkdir(path, 0755) < 0)
                return -errno;
        path = arena_printf(&a, "%s/" DROPIN_NAME, path);
        if (!text)
                return symlink("/dev/null", path) < 0 ? -errno : 0;
        fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        return fd < 0 || write(fd, text, strlen(text)) != (ssize_t) strlen(text) ? -EIO : 0;
}

static bool is_there(Context *c, const StatusUnit *u) {
        struct stat st;

        return root_lstat(&c->root, arena_printf(&c->arena, GENERATOR_DIRECTORY "/%s", u->dropin), &st) >= 0;
}

/* Two directories before all others: in "same" drop-ins are as PID 1 has them; in "other" they are not there, or where
 * they are not there, as the policies of Mode=plan would have them. */
static int fill(Context *c, const char *same, const char *other, const StatusUnits *units) {
        int r = 0;

        vec_foreach(u, units) {
                bool there = is_there(c, u);

                if (r >= 0 && u->loaded != there && (!u->loaded || u->text))
                        r = put(same, u->name, u->loaded ? u->text : NULL);
                if (r >= 0 && (u->loaded || there || u->planned))
                        r = put(other, u->name, u->state == STATE_PLAN ? u->planned : NULL);
        }
        return r;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw) {
        (void) st, (void) flag, (void) ftw;
        return remove(path);
}

/* The same units from files, with our drop-ins and without. */
static void compare(Context *c, const StatusUnits *units, Report *same, Report *other) {
        const char *tmp = getenv("TMPDIR");
        char *dir = arena_printf(&c->arena, "%s/hardenctl.XXXXXX", tmp && *tmp == '/' ? tmp : "/tmp");
        sigset_t signals, before;
        const char *dirs[2];
        Run runs[2];

        sigemptyset(&signals);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGTERM);
        sigaddset(&signals, SIGHUP);
        (void) sigprocmask(SIG_BLOCK, &signals, &before); /* nothing may be left behind */
        if (!mkdtemp(dir)) {
                (void) sigprocmask(SIG_SETMASK, &before, NULL);
                return;
        }
        dirs[0] = arena_printf(&c->arena, "%s/same", dir);
        dirs[1] = arena_printf(&c->arena, "%s/other", dir);
        if (mkdir(dirs[0], 0755) >= 0 && mkdir(dirs[1], 0755) >= 0 && fill(c, dirs[0], dirs[1], units) >= 0) {
                for (size_t i = 0; i < 2; i++)
                        runs[i] = start(c, unit_path(c, dirs[i]), units);
                analyze_finish(&c->arena, runs, same);
                analyze_finish(&c->arena, runs + 1, other);
        }
        (void) nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
        (void) sigprocmask(SIG_SETMASK, &before, NULL);
}

Exposures *exposures_begin(Context *c, const StatusUnits *units) {
        Exposures *e;

        if (!c->running || units->n == 0)
                return NULL;
        e = arena_new(&c->arena, Exposures);
        *e = (Exposures) { .context = c, .loaded = start(c, NULL, units) };
        return e;
}

void exposures_end(Exposures *e, StatusUnits *units) {
        Report loaded = {}, same = {}, other = {};

        if (!e)
                return;
        compare(e->context, units, &same, &other);
        analyze_finish(&e->context->arena, &e->loaded, &loaded);
        vec_foreach(u, units) {
                const Sums *now = find(&loaded, u->name);
                int with;

                if (!now)
                        continue;
                with = with_other(u, now, find(&same, u->name), find(&other, u->name));
                if (!u->loaded && u->state != STATE_PLAN)
                        with = (int) now->printed;
                u->before = u->state == STATE_PLAN && !u->loaded ? (int) now->printed : with;
                u->after = u->state == STATE_PLAN && !u->loaded ? with : (int) now->printed;
        }
}
