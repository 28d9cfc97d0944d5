/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "option/target.h"

#include <stdlib.h>
#include <sys/utsname.h>

#include "option/option.h"
#include "unit/word.h"

#define MAPS_MAX (128 * 1024)
#define LINE_MAX_SMALL 4096

/* The first line of a small file, NULL if it cannot be read or is empty. */
static const char *read_line(const Root *root, Arena *a, const char *path) {
        size_t size;
        char *s;

        if (root_read_virtual(root, a, path, LINE_MAX_SMALL, &s, &size) < 0)
                return NULL;
        s[strcspn(s, "\n")] = 0;
        return *s ? s : NULL;
}

/* The digits behind "libsystemd-shared-", 0 if it is not there. */
static unsigned version_in(const char *s) {
        const char *p = strstr(s, "libsystemd-shared-");

        return p ? (unsigned) atoi(p + strlen("libsystemd-shared-")) : 0;
}

static unsigned version_in_dir(const Root *root, Arena *a, const char *path) {
        DirEntries entries = {};
        unsigned newest = 0;

        if (root_list(root, a, path, &entries) < 0)
                return 0;
        vec_foreach(e, &entries) {
                unsigned v = startswith(e->name, "libsystemd-shared-") ? version_in(e->name) : 0;

                newest = v > newest ? v : newest;
        }
        return newest;
}

/* /usr/lib/systemd, or /usr/lib/<triplet>/systemd. */
static unsigned version_below(const Root *root, Arena *a, const char *lib) {
        unsigned v = version_in_dir(root, a, arena_printf(a, "%s/systemd", lib));
        DirEntries entries = {};

        if (v > 0 || root_list(root, a, lib, &entries) < 0)
                return v;
        vec_foreach(e, &entries)
                if (v == 0 && strstr(e->name, "-linux-gnu"))
                        v = version_in_dir(root, a, arena_printf(a, "%s/%s/systemd", lib, e->name));
        return v;
}

static unsigned read_version(const Root *root, Arena *a) {
        static const char *const libs[] = { "/usr/lib", "/lib", "/usr/lib64" };
        unsigned v = 0;
        size_t size;
        char *maps;

        if (root->is_host && root_read_virtual(root, a, "/proc/1/maps", MAPS_MAX, &maps, &size) >= 0)
                v = version_in(maps);
        for (size_t i = 0; v == 0 && i < ELEMENTSOF(libs); i++)
                v = version_below(root, a, libs[i]);
        return v;
}

static const char *machine_architecture(void) {
        /* uname(2)'s machine and systemd's name for it. */
        static const char *const names[][2] = {
                { "x86_64", "x86-64" },     { "aarch64", "arm64" },      { "i686", "x86" },
                { "i586", "x86" },          { "i386", "x86" },           { "armv7l", "arm" },
                { "armv6l", "arm" },        { "ppc64le", "ppc64-le" },   { "ppc64", "ppc64" },
                { "riscv64", "riscv64" },   { "s390x", "s390x" },        { "loongarch64", "loongarch64" },
                { "mips64", "mips64-le" },
        };
        struct utsname u;

        if (uname(&u) < 0)
                return NULL;
        for (size_t i = 0; i < ELEMENTSOF(names); i++)
                if (streq(u.machine, names[i][0]))
                        return names[i][1];
        return NULL;
}

/* From the firmware's names, as detect_vm() of systemd. NULL: nothing there to look at. */
static const char *firmware_virtualization(const Root *root, Arena *a) {
        static const char *const files[] = { "product_name", "sys_vendor", "board_vendor", "bios_vendor" };
        static const char *const names[][2] = {
                { "KVM", "kvm" }, { "OpenStack", "kvm" }, { "KubeVirt", "kvm" }, { "Amazon EC2", "amazon" },
                { "QEMU", "qemu" }, { "VMware", "vmware" }, { "VMW", "vmware" }, { "innotek GmbH", "oracle" },
                { "VirtualBox", "oracle" }, { "Oracle Corporation", "oracle" }, { "Xen", "xen" },
                { "Bochs", "bochs" }, { "Parallels", "parallels" }, { "BHYVE", "bhyve" },
                { "Hyper-V", "microsoft" }, { "Apple Virtualization", "apple" },
                { "Google Compute Engine", "google" },
        };
        bool any = false;

        for (size_t f = 0; f < ELEMENTSOF(files); f++) {
                const char *s = read_line(root, a, arena_printf(a, "/sys/class/dmi/id/%s", files[f]));

                any = any || s;
                for (size_t i = 0; s && i < ELEMENTSOF(names); i++)
                        if (startswith(s, names[i][0]))
                                return names[i][1];
        }
        return any ? "none" : NULL;
}

static void read_virtualization(const Root *root, Arena *a, Target *t) {
        const char *env = root->is_host ? getenv("SYSTEMD_VIRTUALIZATION") : NULL;
        const char *container = read_line(root, a, "/run/systemd/container");

        if (env && startswith(env, "container:")) {
                t->virtualization = startswith(env, "container:");
                t->container = true;
        } else if (env && startswith(env, "vm:"))
                t->virtualization = startswith(env, "vm:");
        else if (container) {
                t->virtualization = container;
                t->container = true;
        } else {
                t->virtualization = firmware_virtualization(root, a);
                if (!t->virtualization && root->is_host)
                        t->virtualization = "none";
        }
}

static void read_command_line(const Root *root, Arena *a, Target *t) {
        size_t size;
        char *s;

        /* In a container /proc/cmdline is the host's. */
        if (root_read_virtual(root, a, t->container ? "/proc/1/cmdline" : "/proc/cmdline", LINE_MAX_SMALL, &s,
                              &size) < 0)
                return;
        for (size_t i = 0; i < size; i++)
                if (s[i] == 0 || s[i] == '\n')
                        s[i] = ' ';
        (void) words_split(a, s, WORD_RETAIN_ESCAPE, &t->command_line);
}

static void read_names(const Root *root, Arena *a, Target *t) {
        struct utsname u;

        if (root->is_host && uname(&u) >= 0)
                t->hostname = arena_strdup(a, u.nodename);
        else
                t->hostname = read_line(root, a, "/etc/hostname");
        t->machine_id = read_line(root, a, "/etc/machine-id");
}

static unsigned read_forbidden(const Root *root, Arena *a) {
        static const struct {
                const char *name;
                unsigned needs;
        } limits[] = {
                { "mnt", NEEDS_MOUNT_NS }, { "user", NEEDS_USER_NS }, { "net", NEEDS_NET_NS },
                { "ipc", NEEDS_IPC_NS },   { "pid", NEEDS_PID_NS },   { "uts", NEEDS_UTS_NS },
                { "cgroup", NEEDS_CGROUP_NS },
        };
        unsigned forbidden = 0;

        for (size_t i = 0; i < ELEMENTSOF(limits); i++) {
                const char *s = read_line(
                        root, a, arena_printf(a, "/proc/sys/user/max_%s_namespaces", limits[i].name));

                if (s && streq(s, "0"))
                        forbidden |= limits[i].needs;
        }
        return forbidden;
}

void target_read(const Root *root, Arena *a, unsigned version, Target *ret) {
        const char *enforce = read_line(root, a, "/sys/fs/selinux/enforce");

        *ret = (Target) { .root = root, .native = machine_architecture() };
        ret->version = version ?: read_version(root, a);
        if (ret->version < VERSION_OLDEST)
                ret->version = VERSION_OLDEST;
        if (ret->version > VERSION_NEWEST)
                ret->version = VERSION_NEWEST;
        if (root->is_host)
                ret->architecture = ret->native;
        read_virtualization(root, a, ret);
        read_command_line(root, a, ret);
        read_names(root, a, ret);
        ret->selinux = enforce && streq(enforce, "1");
        ret->forbidden = read_forbidden(root, a);
}

const char *target_command_line(const Target *t, const char *key) {
        const char *value = NULL;

        vec_foreach(w, &t->command_line) {
                const char *rest = startswith(*w, key);

                if (rest && (!*rest || *rest == '='))
                        value = *rest ? rest + 1 : "";
        }
        return value;
}
