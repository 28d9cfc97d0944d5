/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "follow.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>

#define HOPS_MAX 40 /* as in the kernel */
#define COMPLETE (IN_CLOSE_WRITE | IN_MOVED_TO)
#define EVENTS (COMPLETE | IN_CREATE | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF)

enum { STOP, GO_ON };

typedef struct Walk {
        char *dir;  /* where it has come to, without links; "" is the root directory */
        char *rest; /* what is left of the path from there */
        unsigned hops;
} Walk;

static void freep(char **p) {
        free(*p);
}

static void walk_done(Walk *w) {
        free(w->dir);
        free(w->rest);
}

bool follow_is_dead_end(int error) {
        return error == ENOENT || error == ENOTDIR || error == ELOOP || error == EACCES || error == ENAMETOOLONG;
}

static int stop_or_fail(void) {
        return follow_is_dead_end(errno) ? STOP : -errno;
}

/* Watches @dir for what happens to @name in it, or with "" what happens to itself alone. */
static int add_watch(Follow *f, const char *dir, const char *name) {
        Watch *w;

        w = reallocarray(f->watches, f->n + 1, sizeof(*w));
        if (!w)
                return -ENOMEM;
        f->watches = w;
        w += f->n;

        w->wd = inotify_add_watch(f->fd, *dir ? dir : "/", EVENTS | IN_DONT_FOLLOW | (*name ? IN_ONLYDIR : 0));
        if (w->wd < 0)
                return stop_or_fail();
        w->name = strdup(name);
        if (!w->name)
                return -ENOMEM;
        f->n++;
        return GO_ON;
}

/* Cuts the first component off the path that is left; "" at its end. */
static int next_component(Walk *w, char **ret) {
        const char *begin = w->rest + strspn(w->rest, "/"), *end = begin + strcspn(begin, "/");

        *ret = strndup(begin, (size_t) (end - begin));
        if (!*ret)
                return -ENOMEM;
        memmove(w->rest, end, strlen(end) + 1);
        return 0;
}

/* Goes to @path, which takes the place of what the walk had come to, or to where it leads if it is a link. */
static int enter(Walk *w, char *path) {
        char target[PATH_MAX], *rest;
        ssize_t n;

        n = readlink(path, target, sizeof(target));
        if (n < 0) {
                free(w->dir);
                w->dir = path;
                return errno == EINVAL ? GO_ON : stop_or_fail();
        }
        free(path);
        if (++w->hops > HOPS_MAX)
                return STOP;
        if (asprintf(&rest, "%.*s/%s", (int) n, target, w->rest) < 0)
                return -ENOMEM;
        free(w->rest);
        w->rest = rest;
        if (*target == '/')
                *w->dir = 0;
        return GO_ON;
}

/* Takes the next component of the path. */
static int step(Follow *f, Walk *w) {
        _cleanup_(freep) char *name = NULL;
        char *path, *slash;
        int r;

        r = next_component(w, &name);
        if (r < 0)
                return r;
        if (streq(name, "."))
                return GO_ON;
        if (streq(name, "..")) {
                slash = strrchr(w->dir, '/');
                if (slash)
                        *slash = 0;
                return GO_ON;
        }
        r = add_watch(f, w->dir, name);
        if (r != GO_ON || !*name)
                return r == GO_ON ? STOP : r;
        if (asprintf(&path, "%s/%s", w->dir, name) < 0)
                return -ENOMEM;
        return enter(w, path);
}

int follow_open(Follow *f, const char *path) {
        _cleanup_(walk_done) Walk w = { .dir = strdup(""), .rest = strdup(path) };
        int r;

        if (!w.dir || !w.rest)
                return -ENOMEM;
        f->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
        if (f->fd < 0)
                return -errno;
        do
                r = step(f, &w);
        while (r == GO_ON);
        return r < 0 ? r : 0;
}

void follow_close(Follow *f) {
        closep(&f->fd);
        for (size_t i = 0; i < f->n; i++)
                free(f->watches[i].name);
        free(f->watches);
        *f = (Follow) FOLLOW_INIT;
}

static FollowEvent judge(const Follow *f, const struct inotify_event *e) {
        if (e->mask & IN_Q_OVERFLOW)
                return FOLLOW_DONE;
        for (size_t i = 0; i < f->n; i++) {
                const Watch *w = f->watches + i;

                if (w->wd == e->wd && (e->len == 0 || streq(w->name, e->name)))
                        return e->mask & COMPLETE ? FOLLOW_DONE : FOLLOW_BEGUN;
        }
        return FOLLOW_NOTHING;
}

/* The furthest of a few events. */
static int read_events(const Follow *f) {
        _Alignas(struct inotify_event) char buffer[4096];
        FollowEvent r = FOLLOW_NOTHING;
        ssize_t n;

        n = read(f->fd, buffer, sizeof(buffer));
        if (n < 0)
                return errno == EAGAIN || errno == EINTR ? FOLLOW_NOTHING : -errno;
        for (const char *p = buffer; p < buffer + n;) {
                const struct inotify_event *e = (const void *) p;
                FollowEvent event = judge(f, e);

                if (event > r)
                        r = event;
                p += sizeof(*e) + e->len;
        }
        return (int) r;
}

int follow_wait(const Follow *f, const sigset_t *mask) {
        struct pollfd p = { .fd = f->fd, .events = POLLIN };
        int r;

        do {
                if (ppoll(&p, 1, NULL, mask) < 0 && errno != EINTR)
                        return -errno;
                r = read_events(f);
        } while (r == FOLLOW_NOTHING);
        return r;
}
