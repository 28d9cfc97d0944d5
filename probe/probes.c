/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "probes.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "base/util.h"

#define UNUSED __attribute__((unused))
#define PROBE_FUNCTION(name) static Outcome name(UNUSED int number)

/* Whether a directory can be made in @dir; it goes again at once. */
static Outcome make_directory(const char *dir) {
        _cleanup_close_ int fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
        Outcome o;

        if (fd < 0)
                return errno == ENOENT ? OUTCOME(ABSENT, 0) : OUTCOME(STOPPED, errno);
        o = outcome_of(mkdirat(fd, ".hardenctl-probe", 0700));
        if (o.kind == THROUGH)
                (void) unlinkat(fd, ".hardenctl-probe", AT_REMOVEDIR);
        return o;
}

static Outcome open_one(const char *path, int flags) {
        _cleanup_close_ int fd = open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

        return fd < 0 && errno == ENOENT ? OUTCOME(ABSENT, 0) : outcome_of(fd);
}

PROBE_FUNCTION(write_usr) {
        return make_directory("/usr");
}

PROBE_FUNCTION(write_etc) {
        return make_directory("/etc");
}

PROBE_FUNCTION(write_root) {
        return make_directory("/");
}

PROBE_FUNCTION(write_home) {
        return make_directory("/root");
}

/* A home that is hidden is an empty one. */
PROBE_FUNCTION(read_home) {
        static const char *const homes[] = { "/root", "/home", "/run/user" };
        Outcome o = OUTCOME(ABSENT, 0);

        for (size_t i = 0; i < ELEMENTSOF(homes); i++) {
                DIR *d = opendir(homes[i]);

                if (!d && errno == EACCES)
                        o = OUTCOME(STOPPED, errno);
                for (struct dirent *e; d && (e = readdir(d));)
                        if (e->d_name[0] != '.' || strlen(e->d_name) > 2)
                                return OUTCOME(THROUGH, 0);
                if (d)
                        closedir(d);
        }
        return o;
}

PROBE_FUNCTION(foreign_tmp) {
        DIR *d = opendir("/tmp");

        for (struct dirent *e; d && (e = readdir(d));)
                if (startswith(e->d_name, "systemd-private-"))
                        return OUTCOME(THROUGH, 0);
        return OUTCOME(ABSENT, 0);
}

/* The first of @paths that can be opened, else the last one that is there. */
static Outcome open_any(const char *const *paths, size_t n, int flags) {
        Outcome o = OUTCOME(ABSENT, 0);

        for (size_t i = 0; i < n && o.kind != THROUGH; i++) {
                Outcome one = open_one(paths[i], flags);

                o = one.kind == ABSENT ? o : one;
        }
        return o;
}

PROBE_FUNCTION(raw_device) {
        static const char *const devices[] = { "/dev/mem", "/dev/kmsg", "/dev/sda", "/dev/vda", "/dev/nvme0n1",
                                               "/dev/xvda", "/dev/loop0", "/dev/dm-0" };

        return open_any(devices, ELEMENTSOF(devices), O_RDONLY);
}

/* No file system needs to be writable: the device has no name for long. */
PROBE_FUNCTION(make_device) {
        static const char *const places[] = { "/dev/shm/.hardenctl-probe", "/tmp/.hardenctl-probe",
                                              "/run/.hardenctl-probe" };
        Outcome o = OUTCOME(ABSENT, 0);

        for (size_t i = 0; i < ELEMENTSOF(places); i++) {
                o = outcome_of(mknod(places[i], S_IFCHR | 0600, makedev(1, 3)));
                if (o.kind == THROUGH)
                        (void) unlink(places[i]);
                if (o.kind != STOPPED || (o.number != EROFS && o.number != EACCES && o.number != ENOENT))
                        return o;
        }
        return o;
}

/* No such time: the kernel says so before it asks for rights. */
PROBE_FUNCTION(set_clock) {
        return outcome_of_call(syscall(SYS_clock_settime, CLOCK_REALTIME, &(struct timespec) { .tv_nsec = -1 }));
}

PROBE_FUNCTION(write_tunable) {
        static const char *const files[] = { "/proc/sys/kernel/core_pattern", "/proc/sys/net/ipv4/ip_forward",
                                             "/proc/sys/net/ipv4/tcp_ecn", "/sys/kernel/mm/ksm/run" };

        return open_any(files, ELEMENTSOF(files), O_WRONLY);
}

PROBE_FUNCTION(load_module) {
        return outcome_of_call(syscall(SYS_finit_module, -1, "", 0));
}

PROBE_FUNCTION(kernel_log) {
        return outcome_of(klogctl(10, NULL, 0));
}

PROBE_FUNCTION(make_cgroup) {
        return make_directory("/sys/fs/cgroup");
}

PROBE_FUNCTION(set_personality) {
        return outcome_of(personality(PER_LINUX | ADDR_NO_RANDOMIZE));
}

PROBE_FUNCTION(map_write_execute) {
        void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        return outcome_of(p == MAP_FAILED ? -1 : 0);
}

PROBE_FUNCTION(make_executable) {
        void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        if (p == MAP_FAILED)
                return OUTCOME(ABSENT, 0);
        return outcome_of(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}

/* The priority 0 is none of real time: the kernel says so before it asks for rights. */
PROBE_FUNCTION(realtime) {
        return outcome_of_call(sched_setscheduler(0, SCHED_FIFO, &(struct sched_param) {}));
}

PROBE_FUNCTION(set_uid_bit) {
        _cleanup_close_ int fd = memfd_create("probe", MFD_CLOEXEC);

        return fd < 0 ? OUTCOME(ABSENT, 0) : outcome_of(fchmod(fd, 04700));
}

PROBE_FUNCTION(gain_privileges) {
        int r = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);

        return r == 1 ? OUTCOME(STOPPED, EPERM) : r == 0 ? OUTCOME(THROUGH, 0) : OUTCOME(ABSENT, 0);
}

/* The kernel hides no process from the group root, whatever ProtectProc= says. */
static bool leave_root_group(void) {
        if (getegid() != 0)
                return true;
        return setgroups(0, NULL) >= 0 && setresgid(65534, 65534, 65534) >= 0;
}

PROBE_FUNCTION(read_processes) {
        if (!leave_root_group())
                return OUTCOME(ABSENT, 0);
        return outcome_of(open("/proc/1/status", O_RDONLY | O_CLOEXEC));
}

PROBE_FUNCTION(see_processes) {
        return leave_root_group() ? outcome_of(access("/proc/1", F_OK)) : OUTCOME(ABSENT, 0);
}

PROBE_FUNCTION(kernel_files) {
        return outcome_of(access("/proc/meminfo", F_OK));
}

/* A length that none has, behind the question for rights. */
PROBE_FUNCTION(set_hostname) {
        return outcome_of_call(syscall(SYS_sethostname, "", -1));
}

static Outcome unshare_one(int flag) {
        return outcome_of(unshare(flag));
}

static Outcome open_socket(int family) {
        static const int types[] = { SOCK_DGRAM, SOCK_STREAM, SOCK_RAW, SOCK_SEQPACKET };
        Outcome o = OUTCOME(ABSENT, 0);

        for (size_t i = 0; i < ELEMENTSOF(types) && o.kind != THROUGH; i++) {
                o = outcome_of(socket(family, types[i] | SOCK_CLOEXEC, 0));
                /* the filter asks for the family alone, the kernel for the rest later */
                if (o.kind == STOPPED && (o.number == ESOCKTNOSUPPORT || o.number == EPROTONOSUPPORT))
                        o = OUTCOME(THROUGH, 0);
                else if (o.kind == STOPPED)
                        return o;
        }
        return o;
}

/* Calls with senseless arguments. */
#define CALL_FUNCTION(name, ...)                              \
        static Outcome call_##name(UNUSED int number) {       \
                return outcome_of_call(syscall(SYS_##name, ##__VA_ARGS__)); \
        }
#define NO_CALL(name)                                   \
        static Outcome call_##name(UNUSED int number) { \
                return OUTCOME(ABSENT, 0);                 \
        }

CALL_FUNCTION(adjtimex, &(struct timex) { .modes = ADJ_TICK, .tick = -1 })
CALL_FUNCTION(delete_module, NULL, 0)
CALL_FUNCTION(mount, NULL, NULL, NULL, 0, NULL)
CALL_FUNCTION(umount2, NULL, -1)
CALL_FUNCTION(chroot, NULL)
CALL_FUNCTION(acct, -1L)
CALL_FUNCTION(bpf, -1, NULL, 0)
CALL_FUNCTION(reboot, 0, 0, 0, NULL)
CALL_FUNCTION(swapoff, NULL)
CALL_FUNCTION(ptrace, PTRACE_PEEKDATA, -1, NULL, NULL)
CALL_FUNCTION(perf_event_open, NULL, -1, -1, -1, 0)
CALL_FUNCTION(keyctl, -1, 0, 0, 0, 0)
CALL_FUNCTION(pkey_free, -1)
CALL_FUNCTION(mlock, NULL, 0)
CALL_FUNCTION(setpriority, -1, 0, 0)
CALL_FUNCTION(setresuid, -1, -1, -1)
CALL_FUNCTION(fchown, -1, -1, -1)
CALL_FUNCTION(seccomp, -1, 0, NULL)
CALL_FUNCTION(timer_delete, -1)
CALL_FUNCTION(io_setup, 0, NULL)
CALL_FUNCTION(syncfs, -1)
CALL_FUNCTION(epoll_ctl, -1, 0, -1, NULL)
CALL_FUNCTION(listen, -1, 0)
#ifdef SYS_iopl
CALL_FUNCTION(iopl, 4)
#else
NO_CALL(iopl)
#endif
#ifdef SYS_modify_ldt
CALL_FUNCTION(modify_ldt, 0, NULL, 0)
#else
NO_CALL(modify_ldt)
#endif
#ifdef SYS_ustat
CALL_FUNCTION(ustat, -1, NULL)
#else
NO_CALL(ustat)
#endif

#define PROBE(name, option, value, function) { #name, #option, function, 0 },
#define NAMED(name, option, word, function, number) { #name, #option, function, number },
#define CALL(call, function) { "call_" #call, "SystemCallFilter", function, 0 },
const Probe probes[] = {
#include "rows.h"
        {}
};
