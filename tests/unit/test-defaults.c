/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The limit of a unit that sets none. */
#include "helper.h"

#include "plan/defaults.h"

static const char *found(const char *option) {
        Defaults defaults = { .arena = arena, .target = make_target(257) };
        Limit l;

        return default_limit(&defaults, option_find(option), &l) ? limit_text(arena, &l) : NULL;
}

#define MANAGER(s) "[Manager]\n" s "\n"

static void test_configuration(void) {
        make_root(NULL);
        check_string("systemd's own", found("LimitNOFILE"), "1024:524288");
        add_files(FILES({ "/usr/lib/systemd/system.conf", MANAGER("DefaultLimitNOFILE=1:2") }));
        check_string("usr", found("LimitNOFILE"), "1:2");
        add_files(FILES({ "/etc/systemd/system.conf", MANAGER("#DefaultLimitNOFILE=9\nLimitNOFILE=9") }));
        check_string("etc hides usr", found("LimitNOFILE"), "1024:524288");
        add_files(FILES({ "/usr/lib/systemd/system.conf.d/50-b.conf", MANAGER("DefaultLimitNOFILE=3:4") },
                        { "/run/systemd/system.conf.d/40-a.conf", MANAGER("DefaultLimitNOFILE=5:6") }));
        check_string("drop-ins by name", found("LimitNOFILE"), "3:4");
        add_files(FILES({ "/etc/systemd/system.conf.d/50-b.conf", "-> /dev/null" }));
        check_string("a mask hides", found("LimitNOFILE"), "5:6");
        add_files(FILES({ "/etc/systemd/system.conf.d/90-c.conf", "[Other]\nDefaultLimitNOFILE=8\n[Manager]\nDefaultLimitNOFILE=\n" }));
        check_string("a reset", found("LimitNOFILE"), "1024:524288");
        check_string("others stay", found("LimitFSIZE"), "infinity");
}

static void test_tasks(void) {
        make_root(FILES({ "/proc/sys/kernel/pid_max", "10000\n" }));
        check_string("half known", found("TasksMax"), NULL);
        add_files(FILES({ "/proc/sys/kernel/threads-max", "20000\n" }));
        check_string("15%", found("TasksMax"), "1500");
        add_files(FILES({ "/sys/fs/cgroup/pids.max", "2000\n" }));
        check_string("of the control group", found("TasksMax"), "300");
        add_files(FILES({ "/etc/systemd/system.conf", MANAGER("DefaultTasksMax=50%") }));
        check_string("a percentage", found("TasksMax"), "1000");
        add_files(FILES({ "/etc/systemd/system.conf.d/a.conf", MANAGER("DefaultTasksMax=777") }));
        check_string("a number", found("TasksMax"), "777");
}

static void test_processes(void) {
        make_root(NULL);
        check_string("unknown", found("LimitNPROC"), NULL);
        add_files(FILES({ "/proc/1/limits", "Limit                     Soft Limit           Hard Limit           Units\n"
                                            "Max cpu time              unlimited            unlimited            seconds\n"
                                            "Max processes             31000                32000                processes\n" }));
        check_string("PID 1's", found("LimitNPROC"), "31000:32000");
        check_string("the kernel's", found("LimitSIGPENDING"), NULL);
        add_files(FILES({ "/etc/systemd/system.conf", MANAGER("DefaultLimitNPROC=99") }));
        check_string("configured", found("LimitNPROC"), "99");
}

static void test_others(void) {
        make_root(FILES({ "/etc/systemd/system.conf", MANAGER("DefaultMemoryMax=1") }));
        check_string("memory has no default in system.conf", found("MemoryMax"), "infinity");
        check_string("size", found("LimitMEMLOCK"), "8388608");
}

RUN_TESTS(TEST(test_configuration), TEST(test_tasks), TEST(test_processes), TEST(test_others))
