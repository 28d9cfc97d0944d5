/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the unit's own options leave open: an exception may only be made where they do. */
#include "plan/own.h"
#include "plan/paths.h"
#include "unit/word.h"

/* Options that close an area of the tree for writing when they are on. */
static const struct {
        const Option *option;
        const char *areas[4];
} closes_writing[] = {
        { OPT(ProtectKernelTunables), { "/proc", "/sys", NULL } },
        { OPT(ProtectControlGroups), { "/sys/fs/cgroup", NULL } },
        { OPT(PrivateDevices), { "/dev", NULL } },
        { OPT(PrivateTmp), { "/tmp", "/var/tmp", NULL } },
};

static bool own_list_covers(Planner *p, const Option *o, const char *path) {
        UnitPaths paths = {};

        unit_path_list(p->arena, p->unit, o, &paths);
        vec_foreach(i, &paths)
                if (i->partial || path_is_below(path, i->path))
                        return true;
        return false;
}

/* Exceptions whose extent is not known here open nothing. */
static bool own_exception_covers(Planner *p, const Option *o, const char *path) {
        UnitPaths paths = {};

        unit_path_list(p->arena, p->unit, o, &paths);
        return paths_cover(&paths, path);
}

static bool has_own_root(Planner *p) {
        return p->matchable->chrooted;
}

bool own_leaves_visible(Planner *p, const char *path) {
        if (has_own_root(p))
                return false;
        if (own_list_covers(p, OPT(InaccessiblePaths), path) || own_list_covers(p, OPT(TemporaryFileSystem), path))
                return false;
        if (full_order(p, OPT(ProtectHome)) & 2 && is_in_areas(path, home_areas))
                return false;
        if (full_order(p, OPT(PrivateTmp)) != 0 && (path_is_below(path, "/tmp") || path_is_below(path, "/var/tmp")))
                return false;
        return full_order(p, OPT(PrivateDevices)) == 0 || !path_is_below(path, "/dev");
}

bool own_leaves_writable(Planner *p, const char *path) {
        int system = full_order(p, OPT(ProtectSystem)), home = full_order(p, OPT(ProtectHome));

        if (own_list_covers(p, OPT(InaccessiblePaths), path) || own_list_covers(p, OPT(TemporaryFileSystem), path))
                return false;
        if (home != 0 && is_in_areas(path, home_areas))
                return false;
        for (size_t i = 0; i < ELEMENTSOF(closes_writing); i++)
                if (full_order(p, closes_writing[i].option) != 0 && is_in_areas(path, closes_writing[i].areas))
                        return false;
        if (own_exception_covers(p, OPT(ReadWritePaths), path))
                return true;
        if (own_list_covers(p, OPT(ReadOnlyPaths), path) || own_list_covers(p, OPT(BindReadOnlyPaths), path))
                return false;
        return system == 0 || (system > 0 && !protect_system_covers((unsigned) system, path));
}

bool own_leaves_executable(Planner *p, const char *path) {
        return own_exception_covers(p, OPT(ExecPaths), path) || !own_list_covers(p, OPT(NoExecPaths), path);
}
