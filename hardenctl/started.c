/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whether a process was started with the plan, read off the process itself. Of what it has beyond the plan nothing
 * is said: programs restrict themselves, too.
 */
#include <errno.h>
#include <linux/capability.h>

#include "filters.h"
#include "option/limit.h"
#include "option/nameset.h"
#include "option/value.h"
#include "sight.h"
#include "unit/word.h"

static Sight see_namespace(Look *l, const char *type) {
        int r = process_has_namespace(&l->context->arena, &l->process, &l->first, type);

        return r < 0 ? SIGHT_RIGHT : sight(r);
}

static Sight see_capabilities(const Look *l, uint64_t gone) {
        /* a new user namespace begins with all of them */
        if (l->unit->own.user_namespace)
                return SIGHT_NONE;
        return sight((l->process.bounding & gone) == 0);
}

static Sight see_bounding_set(Look *l, const StatusLine *line) {
        Strv values = { .v = (const char **) &line->value, .n = 1 };
        NameSet set = nameset_merge(&l->context->arena, line->option, &values, l->context->target.version);

        return see_capabilities(l, names_all(capability_names) & ~set.allowed);
}

static Sight see_limit(const Look *l, const StatusLine *line) {
        static const struct {
                const Option *option;
                const char *row;
        } rows[] = {
                { OPT(LimitCORE), "Max core file size" },      { OPT(LimitFSIZE), "Max file size" },
                { OPT(LimitDATA), "Max data size" },           { OPT(LimitSTACK), "Max stack size" },
                { OPT(LimitAS), "Max address space" },         { OPT(LimitNOFILE), "Max open files" },
                { OPT(LimitNPROC), "Max processes" },          { OPT(LimitSIGPENDING), "Max pending signals" },
                { OPT(LimitMEMLOCK), "Max locked memory" },    { OPT(LimitMSGQUEUE), "Max msgqueue size" },
                { OPT(LimitRTPRIO), "Max realtime priority" },
        };
        uint64_t hard;
        Limit limit;

        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                if (rows[i].option == line->option && process_limit(&l->process, rows[i].row, &hard) >= 0 &&
                    limit_parse(line->option->name, line->value, &limit) >= 0)
                        return sight(hard <= limit.hard);
        return SIGHT_NONE;
}

/* All filters together: a process does not show which ones it has. */
static Sight see_filters(const Look *l) {
        bool set[OPTIONS_N];

        memcpy(set, l->unit->own.filters, sizeof(set));
        vec_foreach(line, &l->unit->lines)
                if (option_filters(line->option, line->value))
                        set[option_index(line->option)] = true;
        if (!l->process.filtered)
                return LACKS;
        if (l->process.filters < 0 || l->first.filters < 0)
                return SIGHT_NONE;
        return sight(l->process.filters - l->first.filters >=
                     (int) filters_least(set, l->context->target.architecture));
}

/* What shows for sure, and is not shared with other options; SIGHT_NONE: the rest is to be asked. */
static Sight see_itself(Look *l, const StatusLine *line) {
        switch (option_index(line->option)) {
        case OPT_NoNewPrivileges:
                return boolean_parse(line->value) > 0 ? sight(l->process.no_new_privileges) : SIGHT_NONE;
        case OPT_CapabilityBoundingSet:
                return see_bounding_set(l, line);
        case OPT_ProtectKernelModules:
                return see_capabilities(l, UINT64_C(1) << CAP_SYS_MODULE);
        case OPT_ProtectKernelLogs:
                return see_capabilities(l, UINT64_C(1) << CAP_SYSLOG);
        case OPT_ProtectClock:
                return see_capabilities(l, UINT64_C(1) << CAP_SYS_TIME | UINT64_C(1) << CAP_WAKE_ALARM);
        case OPT_PrivateDevices:
                return see_capabilities(l, UINT64_C(1) << CAP_MKNOD | UINT64_C(1) << CAP_SYS_RAWIO);
        case OPT_PrivateNetwork:
                return see_namespace(l, "net");
        case OPT_PrivateIPC:
                return see_namespace(l, "ipc");
        case OPT_PrivateUsers:
                return see_namespace(l, "user");
        case OPT_PrivatePIDs:
                return see_namespace(l, "pid");
        case OPT_ProtectHostname:
                return see_namespace(l, "uts");
        default:
                return line->option->kind == OPTION_LIMIT ? see_limit(l, line) : SIGHT_NONE;
        }
}

static bool is_off(const StatusLine *line) {
        return line->option->kind == OPTION_ORDER && boolean_parse(line->value) == 0;
}

Sight look_at(Look *l, const StatusLine *line) {
        Sight s, mounts = SIGHT_NONE;

        if (is_off(line))
                return SIGHT_NONE;
        s = see_itself(l, line);
        if ((line->option->needs & NEEDS_MOUNT_NS) && line->option->kind != OPTION_EXCEPTION)
                mounts = see_mounts(l, line);
        s = mounts > s ? mounts : s;
        if (!option_filters(line->option, line->value) || l->filters == SIGHT_NONE || s == LACKS)
                return s;
        return l->filters; /* of several that make filters any may be the one that is missing */
}

Sight look_at_umask(const Look *l, const StatusLine *line) {
        unsigned mask;

        if (line->option != OPT(UMask) || l->process.umask < 0 || mode_parse(line->value, &mask) < 0)
                return SIGHT_NONE;
        return sight(!(mask & ~(unsigned) l->process.umask));
}

/* A program may have set another umask itself: only where nothing else can tell, it must do; else nothing is known. */
static void see_umask(Look *l, Strv *ret) {
        vec_foreach(line, &l->unit->lines)
                if (look_at_umask(l, line) == LACKS)
                        strv_add(&l->context->arena, ret, line->option->name);
}

/* The bind of /etc/resolv.conf, whatever the links on the way to it. */
static Sight see_resolv(const Look *l) {
        vec_foreach(m, &l->process.mounts)
                if (endswith(m->point, "/resolv.conf") || endswith(m->root, "/resolv.conf"))
                        return HAS;
        return l->process.mounts.n > 0 ? LACKS : SIGHT_RIGHT;
}

int look_open(Context *c, const StatusUnit *u, pid_t pid, Look *ret) {
        int r;

        *ret = (Look) { .context = c, .unit = u };
        r = process_read(&c->arena, pid, &ret->process);
        if (r >= 0)
                r = process_read(&c->arena, 1, &ret->first);
        if (r >= 0)
                ret->filters = see_filters(ret);
        return r;
}

/* Nobody asks for exceptions, nor for what the manager itself heeds as soon as it is loaded; the umask is looked at
 * apart. */
static bool matters_at_restart(const StatusLine *line) {
        const Option *o = line->option;

        return !is_off(line) && o->kind != OPTION_EXCEPTION && !(o->flags & OPTION_AT_RELOAD) &&
               o != OPT(NotifyAccess) && o != OPT(RemoveIPC) && o != OPT(UMask);
}

void started_without(Context *c, const StatusUnit *u, pid_t pid, Strv *ret, Strv *ret_unseen, bool *ret_unreadable) {
        Look l;
        bool decided = false;
        int r;

        *ret_unreadable = false;
        if (u->own.privileged)
                return; /* ExecStart=+ runs outside of the sandbox */
        r = look_open(c, u, pid, &l);
        if (r == -EAGAIN)
                return;
        if (r < 0) {
                *ret_unreadable = true;
                return;
        }
        vec_foreach(line, &u->lines) {
                Sight s = look_at(&l, line);

                if (s == LACKS)
                        strv_add(&c->arena, ret, line->option->name);
                else if (s == SIGHT_NONE && matters_at_restart(line))
                        strv_add(&c->arena, ret_unseen, line->option->name);
                *ret_unreadable = *ret_unreadable || s == SIGHT_RIGHT;
                decided = decided || s == HAS || s == LACKS;
        }
        if (u->binds_resolv) {
                Sight s = see_resolv(&l);

                if (s == LACKS)
                        strv_add(&c->arena, ret, "BindReadOnlyPaths");
                decided = true;
                *ret_unreadable = *ret_unreadable || s == SIGHT_RIGHT;
        }
        see_umask(&l, decided ? ret_unseen : ret);
}
