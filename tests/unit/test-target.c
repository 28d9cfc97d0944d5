/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The machine below a root, which with root->is_host set plays the running one. */
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>

#include "option/option.h"
#include "option/target.h"

static const Target *read_target(bool host, unsigned version) {
        Target *t = arena_new(arena, Target);

        root->is_host = host;
        target_read(root, arena, version, t);
        return t;
}

static void test_version_of_files(void) {
        static const struct {
                const char *path;
                unsigned version;
        } rows[] = {
                { "/usr/lib/systemd/libsystemd-shared-252.so", 252 },
                { "/usr/lib/x86_64-linux-gnu/systemd/libsystemd-shared-257.so", 257 },
                { "/lib/systemd/libsystemd-shared-247.so", 247 },
                { "/usr/lib64/systemd/libsystemd-shared-257.3-1.fc42.so", 257 },
                { "/usr/lib/systemd/libsystemd-shared-258~rc2.so", 258 },
                { "/usr/lib/systemd/libsystemd-shared-239.so", 247 },
                { "/usr/lib/systemd/libsystemd-shared-999.so", 262 },
                { "/usr/lib/systemd/libsystemd-core-257.so", 247 },
                { "/usr/lib/systemd/old-libsystemd-shared-257.so", 247 },
                { "/etc/nothing", 247 },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                make_root(FILES({ rows[i].path, "" }));
                check_int(rows[i].path, read_target(false, 0)->version, rows[i].version);
                check_int("asked for", read_target(false, 255)->version, 255);
        }
        make_root(FILES({ "/usr/lib/systemd/libsystemd-shared-252.so", "" },
                        { "/usr/lib/systemd/libsystemd-shared-257.so", "" }));
        check_int("the newest of two", read_target(false, 0)->version, 257);
        check_int("too old", read_target(false, 1)->version, 247);
        check_int("too new", read_target(false, 1000)->version, 262);
}

static void test_version_of_maps(void) {
        static const char maps[] =
                "55d0-55e0 r--p 00000000 08:01 123 /usr/lib/systemd/systemd\n"
                "7f00-7f10 r--p 00000000 08:01 124 /usr/lib/x86_64-linux-gnu/systemd/libsystemd-shared-252.so (deleted)\n"
                "7f20-7f30 r--p 00000000 08:01 125 /usr/lib/x86_64-linux-gnu/libc.so.6\n";

        make_root(FILES({ "/proc/1/maps", maps }, { "/usr/lib/systemd/libsystemd-shared-257.so", "" }));
        check_int("the running one", read_target(true, 0)->version, 252);
        check_int("of another root the installed one", read_target(false, 0)->version, 257);
        make_root(FILES({ "/proc/1/maps", "7f20-7f30 r--p 0 0 0 /lib/libc.so.6\n" },
                        { "/usr/lib/systemd/libsystemd-shared-257.so", "" }));
        check_int("maps without it", read_target(true, 0)->version, 257);
}

static void test_virtualization(void) {
        const struct {
                const char *env;
                const TestFile *files;
                bool host;
                const char *want;
                bool container;
        } rows[] = {
                { NULL, NULL, true, "none", false },
                { NULL, NULL, false, NULL, false },
                { "container:lxc", NULL, true, "lxc", true },
                { "container:lxc", NULL, false, NULL, false },
                { "vm:kvm", NULL, true, "kvm", false },
                { "vm:kvm", FILES({ "/run/systemd/container", "docker\n" }), true, "kvm", false },
                { NULL, FILES({ "/run/systemd/container", "systemd-nspawn\n" }), true, "systemd-nspawn", true },
                { "", FILES({ "/run/systemd/container", "lxc" }), true, "lxc", true },
                { NULL, FILES({ "/run/systemd/container", "" }), true, "none", false },
                { NULL, FILES({ "/sys/class/dmi/id/product_name", "KVM Virtual Machine\n" }), false, "kvm", false },
                { NULL, FILES({ "/sys/class/dmi/id/sys_vendor", "QEMU\n" }), true, "qemu", false },
                { NULL, FILES({ "/sys/class/dmi/id/sys_vendor", "LENOVO\n" }), false, "none", false },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                const char *what = arena_printf(arena, "row %zu", i);
                const Target *t;

                make_root(rows[i].files);
                if (rows[i].env)
                        setenv("SYSTEMD_VIRTUALIZATION", rows[i].env, true);
                t = read_target(rows[i].host, 257);
                unsetenv("SYSTEMD_VIRTUALIZATION");
                check_string(what, t->virtualization, rows[i].want);
                check_int(what, t->container, rows[i].container);
                check_int(what, target_is_lxc(t), rows[i].want && streq(rows[i].want, "lxc"));
        }
}

static void test_command_line(void) {
        const Target *t;

        make_root(FILES({ "/proc/cmdline", "quiet a=1 a=2 b=\"x y\" hardening.mode=off aa\n" }));
        t = read_target(true, 257);
        check_string("last", target_command_line(t, "a"), "2");
        check_string("quoted", target_command_line(t, "b"), "x y");
        check_string("without value", target_command_line(t, "quiet"), "");
        check_string("mode", target_command_line(t, "hardening.mode"), "off");
        check_string("missing", target_command_line(t, "hardening"), NULL);
}

/* There /proc/cmdline is that of the host. */
static void test_command_line_of_container(void) {
        FILE *f;

        make_root(FILES({ "/proc/cmdline", "a=host" }, { "/run/systemd/container", "lxc" }, { "/proc/1/", NULL }));
        f = fopen(outside("/proc/1/cmdline"), "we");
        assert_non_null(f);
        assert_int_equal(fwrite("/sbin/init\0a=guest\0b", 1, 21, f), 21);
        assert_int_equal(fclose(f), 0);
        check_string("PID 1's own", target_command_line(read_target(true, 257), "a"), "guest");
        check_string("last word", target_command_line(read_target(true, 257), "b"), "");
}

static void test_names(void) {
        struct utsname u;
        const Target *t;

        assert_int_equal(uname(&u), 0);
        make_root(FILES({ "/etc/hostname", "web1\n" }, { "/etc/machine-id", "0123\n" }));
        t = read_target(false, 257);
        check_string("host", t->hostname, "web1");
        check_string("machine", t->machine_id, "0123");
        check_string("architecture of a root", t->architecture, NULL);
        check_string("running host", read_target(true, 257)->hostname, u.nodename);
        check_string("running architecture", read_target(true, 257)->architecture, t->native);
        make_root(NULL);
        check_string("unknown", read_target(false, 257)->hostname, NULL);
}

static void test_forbidden(void) {
        make_root(FILES({ "/proc/sys/user/max_user_namespaces", "0\n" }, { "/proc/sys/user/max_net_namespaces", "15000\n" },
                        { "/proc/sys/user/max_uts_namespaces", "0" }));
        check_int("namespaces", read_target(false, 257)->forbidden, NEEDS_USER_NS | NEEDS_UTS_NS);
}

static void test_selinux(void) {
        make_root(FILES({ "/sys/fs/selinux/enforce", "1" }));
        check_true("enforcing", read_target(false, 257)->selinux);
        make_root(FILES({ "/sys/fs/selinux/enforce", "0" }));
        check_true("permissive", !read_target(false, 257)->selinux);
        make_root(NULL);
        check_true("none", !read_target(false, 257)->selinux);
}

RUN_TESTS(TEST(test_version_of_files), TEST(test_version_of_maps), TEST(test_virtualization), TEST(test_command_line),
          TEST(test_command_line_of_container), TEST(test_names), TEST(test_forbidden), TEST(test_selinux))
