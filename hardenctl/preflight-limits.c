/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is in use already beyond a limit of the plan. */
#include "option/limit.h"
#include "preflight-look.h"

/* Each returns how much is in use, in the unit of the limit. */
typedef uint64_t (*Amount)(const Look *l, const Runner *r);

/* The number of the highest descriptor is what the limit is about. */
static uint64_t files(const Look *l, const Runner *r) {
        uint64_t n = 0;

        (void) l;
        vec_foreach(f, &r->files)
                n = (uint64_t) f->fd + 1 > n ? (uint64_t) f->fd + 1 : n;
        return n;
}

static uint64_t locked(const Look *l, const Runner *r) {
        (void) l;
        return r->locked * 1024;
}

static uint64_t address_space(const Look *l, const Runner *r) {
        (void) l;
        return r->address_space * 1024;
}

static uint64_t data(const Look *l, const Runner *r) {
        (void) l;
        return r->data * 1024;
}

/* Of the whole service, told once. */
static uint64_t tasks(const Look *l, const Runner *r) {
        uint64_t n = 0;

        if (r != l->main)
                return 0;
        vec_foreach(i, &l->runners)
                n += i->threads;
        return n;
}

static const struct {
        const Option *option;
        Amount amount;
        const char *what;
} limits[] = {
        { OPT(LimitNOFILE), files, "file descriptors" },       { OPT(LimitMEMLOCK), locked, "bytes of locked memory" },
        { OPT(LimitAS), address_space, "bytes of address space" }, { OPT(LimitDATA), data, "bytes of data" },
        { OPT(TasksMax), tasks, "tasks" },
};

/* The limit with these values; a percentage cannot be known here. */
static uint64_t limit_of(const Option *o, const char *value) {
        Limit limit;

        return value && limit_parse(o->name, value, &limit) >= 0 && !limit.percent ? limit.hard : LIMIT_INFINITY;
}

static void look_at_limits(Look *l, const Runner *r) {
        for (size_t i = 0; i < ELEMENTSOF(limits); i++) {
                const Bar *b = bar(l, limits[i].option);
                uint64_t used = b->differs ? limits[i].amount(l, r) : 0;

                if (used > limit_of(b->option, b->now.value) && used <= limit_of(b->option, b->own.value))
                        finding_add(l, r, b->option, NULL, NULL, "uses %llu %s", (unsigned long long) used,
                                    limits[i].what);
        }
}

const Check checks_of_limits[] = {
        { { OPT(LimitNOFILE), OPT(LimitMEMLOCK), OPT(LimitAS), OPT(LimitDATA), OPT(TasksMax), NULL }, look_at_limits },
        {}
};
