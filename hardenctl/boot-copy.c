/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "boot-copy.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "base/text.h"
#include "plan/paths.h"
#include "probe-command.h"
#include "process.h"
#include "write.h"

#define NSPAWN "systemd-nspawn"
#define WORK "/dev/shm" /* there is one everywhere, and no system lies below it */
#define COPY WORK "/root"
#define RESULT_MAX (64U * 1024U)

/* The process that makes the copy and waits for it. */
typedef struct Maker {
        Arena *arena;
        const BootCopy *what;
        Context copy;
        int answer;           /* the text that it ends with */
} Maker;

static int fail(Maker *m, int error, const char *what) {
        (void) dprintf(m->answer, "%s: %s", what, strerror(error));
        return -error;
}

static bool is_copied(const Mount *m) {
        static const char *const types[] = {
                "bcachefs", "btrfs", "erofs", "ext2", "ext3", "ext4", "f2fs", "jfs", "squashfs", "xfs", "zfs",
        };
        struct stat st;

        for (size_t i = 0; i < ELEMENTSOF(types); i++)
                if (streq(m->type, types[i]))
                        return stat(m->point, &st) >= 0 && S_ISDIR(st.st_mode);
        return false;
}

/* Relative to where we are, for the sake of commas and colons in paths. */
static int overlay(Maker *m, const char *dir, const char *below, size_t n) {
        const char *upper = arena_printf(m->arena, WORK "/%zu.upper", n);
        const char *work = arena_printf(m->arena, WORK "/%zu.work", n);
        struct stat st;

        if (chdir(dir) < 0 || stat(".", &st) < 0 || mkdir(upper, st.st_mode & 07777) < 0 || mkdir(work, 0700) < 0 ||
            chown(upper, st.st_uid, st.st_gid) < 0 ||
            mount("overlay", arena_printf(m->arena, COPY "%s", below), "overlay", 0,
                  arena_printf(m->arena, "lowerdir=.,upperdir=%s,workdir=%s", upper, work)) < 0)
                return -errno;
        return 0;
}

static int make_copy(Maker *m) {
        const char *root = m->what->root;
        Process self;
        size_t n = 0;

        if (process_read(m->arena, getpid(), &self) < 0)
                return fail(m, ENOENT, "/proc cannot be read");
        if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
                return fail(m, errno, "no mount namespace can be had");
        if (mount("tmpfs", WORK, "tmpfs", MS_NODEV, "mode=0755,size=50%") < 0 || mkdir(COPY, 0755) < 0)
                return fail(m, errno, "no file system in memory can be mounted");
        if (overlay(m, root, "", n++) < 0)
                return fail(m, errno, "no overlay can be mounted");
        vec_foreach(mount, &self.mounts)
                if (path_is_below(mount->point, root) && !streq(mount->point, root) && is_copied(mount))
                        (void) overlay(m, mount->point, mount->point + (streq(root, "/") ? 0 : strlen(root)), n++);
        return chdir("/") < 0 ? -errno : 0;
}

/* Links in the copy lead nowhere else. */
static int fill_copy(Maker *m) {
        int r = root_open(&m->copy.root, COPY);

        if (r >= 0)
                r = write_link(&m->copy, "/etc/systemd/system/multi-user.target.wants", m->what->unit,
                               arena_printf(m->arena, "/etc/systemd/system/%s", m->what->unit));
        for (size_t i = 0; r >= 0 && i < m->what->files.n; i++) {
                const CopyFile *f = m->what->files.v + i;

                r = write_file(&m->copy, f->dir, f->name, f->text);
        }
        return r < 0 ? fail(m, -r, "the copy cannot be written to") : 0;
}

/* If we are killed, the copy outlives us: until what it tries has ended, or the manager's patience. */
static void become_nspawn(const Maker *m, int console) {
        static const char *const command[] = {
                "--quiet", "--directory=" COPY, "--private-network", "--register=no", "--settings=no",
                "--link-journal=no", "--console=pipe", "--boot", "systemd.unit=multi-user.target",
        };
        bool booted = access("/run/systemd/system", F_OK) >= 0; /* else nobody makes a scope for it */
        const char *name = arena_printf(m->arena, "--machine=hardenctl-boot-%d", (int) getpid());
        const char *most = arena_printf(m->arena, "--property=RuntimeMaxSec=%u", m->what->seconds);
        const char *arguments[ELEMENTSOF(command) + 4] = { NSPAWN, name, booted ? most : "--keep-unit" };
        int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

        (void) prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (dup2(nothing, STDIN_FILENO) < 0 || dup2(console, STDOUT_FILENO) < 0 || dup2(console, STDERR_FILENO) < 0)
                _exit(126);
        memcpy(arguments + 3, command, sizeof(command));
        (void) execvp(NSPAWN, (char **) arguments);
        (void) dprintf(console, "it cannot be run: %s", errno == ENOENT ? "it is not installed" : strerror(errno));
        _exit(127);
}

static int boot(Maker *m, int console) {
        pid_t pid = fork();
        _cleanup_close_ int fd = pid > 0 ? pidfd_open(pid, 0) : -1;
        struct pollfd p = { .fd = fd, .events = POLLIN };
        bool late;

        if (pid == 0)
                become_nspawn(m, console);
        if (pid < 0 || fd < 0)
                return fail(m, errno, "no process can be had");
        late = poll(&p, 1, (int) m->what->seconds * 1000) == 0;
        if (late)
                (void) kill(pid, SIGKILL);
        (void) waitpid(pid, NULL, 0);
        if (late)
                (void) dprintf(m->answer, "the copy has not come to an end after %u s", m->what->seconds);
        return late ? -ETIME : 0;
}

/* What it wrote; or the last that was to be seen on its console. */
static int take_result(Maker *m, int console) {
        char *text, *line;
        size_t size;

        if (root_read(&m->copy.root, m->arena, m->what->result, RESULT_MAX, &text, &size, NULL) >= 0) {
                (void) dprintf(m->answer, "%s", text);
                return 0;
        }
        line = probe_last_line(m->arena, console);
        (void) dprintf(m->answer, NSPAWN ": %s", line ? make_printable(line) : "it ends before anything is tried");
        return -ENOEXEC;
}

static int make(Maker *m) {
        _cleanup_close_ int console = memfd_create("console", MFD_CLOEXEC);
        int r = make_copy(m);

        if (r < 0 || m->what->seconds == 0)
                return r;
        r = fill_copy(m);
        if (r >= 0)
                r = boot(m, console);
        return r < 0 ? r : take_result(m, console);
}

static const char *read_answer(Arena *a, int fd) {
        char *text = arena_alloc(a, RESULT_MAX + 1);
        ssize_t n = pread(fd, text, RESULT_MAX, 0);

        while (n > 0 && text[n - 1] == '\n')
                n--;
        text[n > 0 ? n : 0] = '\0';
        return text;
}

int boot_copy(Arena *a, const BootCopy *b, const char **ret) {
        _cleanup_close_ int answer = memfd_create("answer", MFD_CLOEXEC), fd = -1;
        int status = 0;
        pid_t pid;

        pid = answer < 0 ? -1 : fork();
        if (pid == 0) {
                Maker m = { .arena = a, .what = b, .answer = answer };

                (void) prctl(PR_SET_PDEATHSIG, SIGKILL);
                _exit(-make(&m));
        }
        *ret = "no process can be had";
        if (pid < 0)
                return -errno;
        fd = pidfd_open(pid, 0);
        if (poll(&(struct pollfd) { .fd = fd, .events = POLLIN }, 1, -1) < 0)
                (void) kill(pid, SIGKILL);
        (void) waitpid(pid, &status, 0);
        *ret = read_answer(a, answer);
        return WIFEXITED(status) ? -WEXITSTATUS(status) : -EINTR;
}
