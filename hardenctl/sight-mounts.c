/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "option/value.h"
#include "sight.h"
#include "unit/word.h"

static bool is_read_only(const Mount *m) {
        return m && (mount_has(m->options, "ro") || mount_has(m->super, "ro"));
}

static bool is_directory(Look *l, const char *path) {
        struct stat st;

        return root_lstat(&l->context->root, path, &st) >= 0 && S_ISDIR(st.st_mode);
}

static Sight see_system(const Look *l, const char *value) {
        const char *path = boolean_parse(value) > 0 ? "/usr" : streq(value, "full") ? "/etc" : "/";

        return sight(is_read_only(process_mount_of(&l->process, path)));
}

static Sight see_home(Look *l, const char *value) {
        static const char *const homes[] = { "/home", "/root", "/run/user" };

        for (size_t i = 0; i < ELEMENTSOF(homes); i++) {
                const Mount *m = process_mount_of(&l->process, homes[i]);

                if (!is_directory(l, homes[i]) || !m)
                        continue;
                if (streq(value, "read-only"))
                        return sight(is_read_only(m));
                return sight(streq(m->point, homes[i]) && streq(m->type, "tmpfs")); /* what hides it lies on one, too */
        }
        return SIGHT_NONE;
}

static Sight see_tmp(const Look *l) {
        vec_foreach(m, &l->process.mounts)
                if ((streq(m->point, "/tmp") || streq(m->point, "/var/tmp")) &&
                    (strstr(m->root, "/systemd-private-") || streq(m->point, "/var/tmp")))
                        return HAS;
        return LACKS;
}

static Sight see_devices(const Look *l) {
        const Mount *its = process_mount_of(&l->process, "/dev"), *ours = process_mount_of(&l->first, "/dev");

        return its && ours ? sight(!streq(its->device, ours->device)) : SIGHT_NONE;
}

/* ProtectProc=, by the names of today's kernels and by the numbers of earlier ones. */
static Sight see_proc(const Look *l, const char *value) {
        static const struct {
                const char *value, *words[2];
        } kinds[] = {
                { "noaccess", { "hidepid=noaccess", "hidepid=1" } },
                { "invisible", { "hidepid=invisible", "hidepid=2" } },
                { "ptraceable", { "hidepid=ptraceable", "hidepid=4" } },
        };
        const Mount *m = process_mount_of(&l->process, "/proc");

        for (size_t i = 0; m && i < ELEMENTSOF(kinds); i++)
                if (streq(value, kinds[i].value))
                        return sight(mount_has(m->super, kinds[i].words[0]) || mount_has(m->super, kinds[i].words[1]));
        return SIGHT_NONE;
}

/* ReadOnlyPaths=, InaccessiblePaths=, NoExecPaths=: the first path that is there. */
static Sight see_paths(Look *l, const StatusLine *line) {
        const char *rest = line->value, *word;

        while (word_next(&l->context->arena, &rest, 0, &word) > 0) {
                const char *path = path_skip_prefix(word);
                const Mount *m = *path == '/' && is_directory(l, path) ? process_mount_of(&l->process, path) : NULL;

                if (!m)
                        continue;
                if (strstr(m->root, "/inaccessible/"))
                        return HAS;
                if (line->option == OPT(InaccessiblePaths))
                        return LACKS;
                return sight(line->option == OPT(NoExecPaths) ? mount_has(m->options, "noexec") : is_read_only(m));
        }
        return SIGHT_NONE;
}

Sight see_mounts(Look *l, const StatusLine *line) {
        const Mount *its = process_mount_of(&l->process, "/"), *ours = process_mount_of(&l->first, "/");

        if (l->process.mounts.n == 0 || l->first.mounts.n == 0)
                return SIGHT_RIGHT;
        if (!its || !ours)
                return SIGHT_NONE; /* it has changed its root */
        if (streq(its->id, ours->id))
                return LACKS; /* the same mount namespace */
        if (l->unit->own.chrooted)
                return SIGHT_NONE;
        switch (option_index(line->option)) {
        case OPT_ProtectSystem:
                return see_system(l, line->value);
        case OPT_ProtectHome:
                return see_home(l, line->value);
        case OPT_PrivateTmp:
                return see_tmp(l);
        case OPT_PrivateDevices:
                return see_devices(l);
        case OPT_ProtectKernelTunables:
                return sight(is_read_only(process_mount_of(&l->process, "/sys")));
        case OPT_ProtectControlGroups:
                if (boolean_parse(line->value) <= 0)
                        return SIGHT_NONE;
                return sight(is_read_only(process_mount_of(&l->process, "/sys/fs/cgroup")));
        case OPT_ProtectProc:
                return see_proc(l, line->value);
        case OPT_ProcSubset:
                return process_mount_of(&l->process, "/proc") ?
                       sight(mount_has(process_mount_of(&l->process, "/proc")->super, "subset=pid")) : SIGHT_NONE;
        case OPT_ReadOnlyPaths:
        case OPT_InaccessiblePaths:
        case OPT_NoExecPaths:
                return see_paths(l, line);
        default:
                return SIGHT_NONE;
        }
}
