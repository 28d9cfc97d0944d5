/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-places.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "plan/paths.h"

bool places_cover(const Strv *places, const char *path) {
        vec_foreach(p, places)
                if (path_is_below(path, *p))
                        return true;
        return false;
}

static bool has_uid(const Seen *seen, uid_t uid) {
        for (size_t i = 0; i < seen->n_uids; i++)
                if (seen->uids[i] == uid)
                        return true;
        return false;
}

/* What the service makes for others must stay open to them. */
static void look_at_mode(Learn *l, const Seen *seen, const Written *w) {
        Restriction *r = restriction_find(&l->candidate, OPT(UMask), NULL);
        bool others = w->mode & 0007, group = w->mode & 0070;

        if (S_ISSOCK(w->mode) && others)
                restriction_drop(r, arena_printf(l->arena, "its socket %s is for all users", w->path));
        else if (S_ISDIR(w->mode) && w->uid == 0 && seen->n_uids > 0 && others && startswith(w->path, "/run/"))
                restriction_drop(r, arena_printf(l->arena, "its directory %s is for other users", w->path));
        else if (S_ISSOCK(w->mode) && group && r->level == 0)
                restriction_weaken(r, arena_printf(l->arena, "its socket %s is for its group", w->path));
}

static uint64_t usec_of(const struct statx_timestamp *t) {
        return (uint64_t) t->tv_sec * 1000000 + t->tv_nsec / 1000;
}

/* An overlay makes a directory anew when something in it is written first, but not the times of the one above. */
static bool is_new(const char *place, const char *above, uint64_t since) {
        struct statx s, t;

        return statx(AT_FDCWD, place, AT_SYMLINK_NOFOLLOW, STATX_BTIME, &s) >= 0 && s.stx_mask & STATX_BTIME &&
               usec_of(&s.stx_btime) >= since && statx(AT_FDCWD, above, 0, STATX_MTIME, &t) >= 0 &&
               usec_of(&t.stx_mtime) >= since;
}

/* What has come since is not there on another machine, either, and could not be opened: what it was made in is. */
static const char *that_was_there(Arena *a, const char *place, uint64_t since) {
        while (strchr(place + 1, '/')) {
                const char *above = arena_strndup(a, place, (size_t) (strrchr(place, '/') - place));

                if (!is_new(place, above, since))
                        break;
                place = above;
        }
        return place;
}

/* In private directories it can write anyway. */
static void take_written(Learn *l, const Seen *seen, const WrittenFiles *files, bool is_sure) {
        vec_foreach(w, files) {
                const char *place = writes_place(l->arena, w->path, S_ISDIR(w->mode));

                place = that_was_there(l->arena, place, seen->started);
                if (S_ISDIR(w->mode) && writes_is_great(w->path)) /* what has changed in it stands here, too */
                        continue;
                look_at_mode(l, seen, w);
                if (places_cover(&seen->own, w->path))
                        continue;
                if (has_uid(seen, w->uid))
                        strv_add(l->arena, &l->sure, place);
                if (is_sure || has_uid(seen, w->uid) || places_cover(&l->candidate.writable, w->path))
                        strv_add(l->arena, &l->candidate.writable, place);
                else
                        strv_add(l->arena, &l->doubtful, place);
        }
}

/* A directory alone does, without those in it. */
static void collapse(Strv *places) {
        size_t n = 0;

        for (size_t i = 0; i < places->n; i++) {
                bool covered = false;

                for (size_t k = 0; k < places->n; k++)
                        covered = covered || (k != i && path_is_below(places->v[i], places->v[k]) &&
                                              (!streq(places->v[i], places->v[k]) || k < i));
                if (!covered)
                        places->v[n++] = places->v[i];
        }
        places->n = n;
}

static int compare(const void *a, const void *b) {
        return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static void sort(Strv *list) {
        if (list->n > 1)
                qsort(list->v, list->n, sizeof(*list->v), compare);
}

/* Several services may have one user: /var/cache/apache2 is apache2's. */
static bool is_of_other(Learn *l, const char *place) {
        const char *name = arena_printf(l->arena, "%s.service", base_name(place));

        return !streq(name, l->unit) && index_find_service(&l->context->units, name);
}

/* What is open already is no longer in doubt. */
static void drop_sure(Learn *l) {
        size_t n = 0;

        vec_foreach(path, &l->doubtful)
                if (!places_cover(&l->candidate.writable, *path))
                        l->doubtful.v[n++] = *path;
        l->doubtful.n = n;
}

void places_take(Learn *l, const Seen *seen) {
        WrittenFiles late;
        Strv owned = {};

        writes_find(l->arena, seen->stopping, &late);
        take_written(l, seen, &seen->early, true);
        take_written(l, seen, &late, true);
        take_written(l, seen, &seen->while_probed, false);
        writes_owned(l->arena, seen->uids, seen->n_uids, &owned);
        vec_foreach(path, &owned) {
                const char *place = writes_place(l->arena, *path, true);

                if (is_of_other(l, place) || places_cover(&seen->own, *path))
                        continue;
                strv_add(l->arena, &l->candidate.writable, place);
                strv_add(l->arena, &l->sure, place);
        }
        sort(&l->candidate.writable);
        collapse(&l->candidate.writable);
        drop_sure(l);
        sort(&l->doubtful);
}
