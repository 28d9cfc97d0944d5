/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the unit's own options leave open. */
#include "helper.h"

#include "plan/planner.h"

/* "v", "w" and "x" for what is visible, writable and executable. */
static const char *left_open(const char *service, const char *path) {
        const Unit *u = make_unit(service);
        Matchable m = matchable_of(arena, u);
        Planner p = {
                .arena = arena,
                .target = make_target(257),
                .index = &unit_index,
                .matchable = &m,
                .unit = u,
        };

        return arena_printf(arena, "%s%s%s", own_leaves_visible(&p, path) ? "v" : "", own_leaves_writable(&p, path) ? "w" : "",
                            own_leaves_executable(&p, path) ? "x" : "");
}

static void test_reach(void) {
        static const struct {
                const char *service, *path, *want;
        } rows[] = {
                { "", "/srv/x", "vwx" },
                { "InaccessiblePaths=/srv", "/srv/x", "x" },
                { "InaccessiblePaths=/srv/x/y", "/srv/x", "vwx" },
                { "InaccessiblePaths=/srv;InaccessiblePaths=", "/srv/x", "vwx" },
                { "InaccessiblePaths=/srv;ReadWritePaths=/srv/x", "/srv/x", "x" },
                { "TemporaryFileSystem=/srv:ro", "/srv/x", "x" },
                { "ReadOnlyPaths=/srv", "/srv/x", "vx" },
                { "ReadOnlyPaths=/srv;ReadWritePaths=/srv/x", "/srv/x/y", "vwx" },
                { "ReadOnlyPaths=/srv;ReadWritePaths=/srv/%H", "/srv/x", "vx" },
                { "BindReadOnlyPaths=/a:/srv", "/srv/x", "vx" },
                { "ReadOnlyPaths=/%H", "/srv/x", "vx" },
                { "ProtectSystem=yes", "/usr/x", "vx" },
                { "ProtectSystem=yes", "/etc/x", "vwx" },
                { "ProtectSystem=full", "/etc/x", "vx" },
                { "ProtectSystem=strict", "/srv/x", "vx" },
                { "ProtectSystem=strict;ReadWritePaths=/srv", "/srv/x", "vwx" },
                { "ProtectSystem=strict", "/dev/x", "vwx" },
                { "ProtectSystem=nonsense", "/srv/x", "vx" },
                { "DynamicUser=yes", "/srv/x", "vx" },
                { "ProtectHome=yes", "/home/x", "x" },
                { "ProtectHome=tmpfs", "/home/x", "x" },
                { "ProtectHome=read-only", "/home/x", "vx" },
                { "ProtectHome=yes", "/srv/x", "vwx" },
                { "PrivateTmp=yes", "/tmp/x", "x" },
                { "PrivateTmp=yes", "/var/tmp/x", "x" },
                { "PrivateDevices=yes", "/dev/x", "x" },
                { "ProtectKernelTunables=yes", "/sys/x", "vx" },
                { "ProtectControlGroups=yes", "/sys/fs/cgroup/x", "vx" },
                { "NoExecPaths=/srv", "/srv/x", "vw" },
                { "NoExecPaths=/;ExecPaths=/srv", "/srv/x", "vwx" },
                { "RootDirectory=/srv", "/srv/x", "wx" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_string(arena_printf(arena, "%s, %s", rows[i].service, rows[i].path),
                             left_open(rows[i].service, rows[i].path), rows[i].want);
}

RUN_TESTS(TEST(test_reach))
