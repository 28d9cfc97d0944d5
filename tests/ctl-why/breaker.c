/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A service that does one thing which an option of systemd can forbid, says what came of it, and stays if it worked. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(const char *what, const char *argument, int r) {
        if (r >= 0)
                return;
        fprintf(stderr, "breaker: %s%s%s%s: %s\n", what, *argument ? "(\"" : "", argument, *argument ? "\")" : "", strerror(errno));
        exit(1);
}

static void do_write(const char *s) { must("cannot write", s, open(s, O_WRONLY | O_CREAT, 0600)); }
static void do_read(const char *s) { must("cannot open", s, open(s, O_RDONLY)); }
static void do_chown(const char *s) { must("chown", s, chown(s, 1, 1)); }
static void do_chmod(const char *s) { must("chmod", s, chmod(s, 04755)); }
static void do_setuid(const char *s) { must("setuid() failed", s, setuid(1)); }
static void do_setgid(const char *s) { must("setgid() failed", s, setgid(1)); }
static void do_chroot(const char *s) { must("chroot", s, chroot(s)); }
static void do_hostname(const char *s) { must("sethostname", s, sethostname(s, strlen(s))); }
static void do_unshare(const char *s) { (void) s; must("unshare", "", unshare(CLONE_NEWNS)); }
static void do_mount(const char *s) { must("mount", s, mount("none", s, "tmpfs", 0, NULL)); }
static void do_socket(const char *s) { must("cannot create socket", "", socket(atoi(s), SOCK_DGRAM, 0)); }
static void do_exec(const char *s) { must("exec", s, execl(s, s, "infinity", NULL)); }

static void do_realtime(const char *s) {
        struct sched_param p = { .sched_priority = 1 };

        (void) s;
        must("sched_setscheduler", "", sched_setscheduler(0, SCHED_FIFO, &p));
}

static void do_bind(const char *s) {
        struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((unsigned short) atoi(s)) };
        int fd = socket(AF_INET, SOCK_STREAM, 0);

        must("cannot create socket", "", fd);
        must("cannot bind to port", s, bind(fd, (struct sockaddr *) &a, sizeof(a)));
}

/* A just-in-time compiler that does not look whether it got its memory. */
static void do_jit(const char *s) {
        void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        if (p == MAP_FAILED && strcmp(s, "trap") == 0)
                raise(SIGTRAP);
        memset(p, 0xc3, 16);
}

static void do_files(const char *s) {
        for (int i = 0; i < atoi(s); i++)
                must("cannot open", "/dev/null", open("/dev/null", O_RDONLY));
}

static void do_size(const char *s) {
        int fd = open("/var/tmp/size", O_WRONLY | O_CREAT, 0600);

        must("cannot open", "/var/tmp/size", fd);
        must("write", "", (int) pwrite(fd, "x", 1, atol(s)));
}

static void do_notify(const char *s) {
        struct sockaddr_un a = { .sun_family = AF_UNIX };
        int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        const char *path = getenv("NOTIFY_SOCKET") ?: "";
        pid_t child = strcmp(s, "child") == 0 ? fork() : 0;

        if (child > 0)
                (void) waitpid(child, NULL, 0);
        else if (fd >= 0) { /* as sd_notify(3) is mostly used: nobody looks at what it returns */
                strncpy(a.sun_path, path, sizeof(a.sun_path) - 1);
                if (*path == '@')
                        a.sun_path[0] = 0;
                (void) sendto(fd, "READY=1", 7, 0, (struct sockaddr *) &a, (socklen_t) (offsetof(struct sockaddr_un, sun_path) + strlen(path)));
                sleep(strcmp(s, "child") == 0); /* until systemd has looked who it was */
        }
        if (child == 0 && strcmp(s, "child") == 0)
                _exit(0);
}

/* As systemd's child would end if its filters could not be loaded, which no set-up of the lab brings about. */
static void do_end_if_filtered(const char *s) {
        if (mount("none", "/nonexistent", "tmpfs", 0, NULL) < 0 && errno == EPERM)
                exit(atoi(s));
}

static const struct {
        const char *name;
        void (*run)(const char *);
} deeds[] = {
        { "write", do_write }, { "read", do_read }, { "chown", do_chown }, { "chmod", do_chmod }, { "setuid", do_setuid },
        { "setgid", do_setgid }, { "chroot", do_chroot }, { "hostname", do_hostname }, { "unshare", do_unshare },
        { "mount", do_mount }, { "socket", do_socket }, { "exec", do_exec }, { "realtime", do_realtime }, { "bind", do_bind },
        { "jit", do_jit }, { "files", do_files }, { "size", do_size }, { "notify", do_notify },
        { "end-if-filtered", do_end_if_filtered },
};

int main(int argc, char **argv) {
        for (int i = 1; i + 1 < argc; i += 2)
                for (size_t k = 0; k < sizeof(deeds) / sizeof(*deeds); k++)
                        if (strcmp(argv[i], deeds[k].name) == 0)
                                deeds[k].run(argv[i + 1]);
        for (;;)
                pause();
}
