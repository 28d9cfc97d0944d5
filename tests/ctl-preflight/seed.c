/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* seed WHAT: a service (Type=notify) that does one thing that a plan may forbid, and then waits. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define MUST(x) do { if ((long) (x) < 0) { perror(#x); exit(1); } } while (0)

static void keep_writing(const char *path) {
        int fd;

        MUST(fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644));
        MUST(write(fd, "x", 1));
}

static void database(void) { keep_writing("/data/db/table"); }
static void home(void) { MUST(open("/home/secret", O_RDONLY)); }
static void shared(void) { keep_writing("/tmp/lock"); }
static void private(void) {
        keep_writing("/tmp/private");
        keep_writing("/var/tmp/private");
        MUST(write(memfd_create("private", 0), "x", 1));
}
static void device(void) { MUST(open("/dev/net/tun", O_RDWR)); }

static void logger(void) {
        int fd;

        MUST(fd = open("/opt/seed-log/log", O_WRONLY | O_CREAT | O_TRUNC, 0644));
        MUST(write(fd, "x", 1));
        MUST(close(fd));
}

static void code(void) {
        if (mmap(NULL, 65536, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
                exit(1);
}

/* As a JIT with manners: never both at once. */
static void jit(void) {
        void *p = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        memset(p, 0xc3, 4096);
        MUST(mprotect(p, 65536, PROT_READ | PROT_EXEC));
}

static void raw(void) { MUST(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)); }
static void netlink(void) {
        struct sockaddr_nl a = { .nl_family = AF_NETLINK };
        int fd;

        MUST(fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
        MUST(bind(fd, (struct sockaddr *) &a, sizeof(a)));
}
static void packet(void) { MUST(socket(AF_PACKET, SOCK_DGRAM, 0)); }
static void inet6(void) { MUST(socket(AF_INET6, SOCK_STREAM, 0)); }

static void listen_on(unsigned short port) {
        struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };
        int fd;

        MUST(fd = socket(AF_INET, SOCK_STREAM, 0));
        MUST(bind(fd, (struct sockaddr *) &a, sizeof(a)));
        MUST(listen(fd, 8));
}

static void port(void) { listen_on(81); }
static void server(void) { listen_on(8081); }
static void bind_only(void) { listen_on(8083); }

static void unix_socket(void) {
        struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "/tmp/seed.socket" };
        int fd;

        MUST(fd = socket(AF_UNIX, SOCK_STREAM, 0));
        MUST(bind(fd, (struct sockaddr *) &a, sizeof(a)));
        MUST(listen(fd, 8));
}

static void realtime(void) {
        struct sched_param p = { .sched_priority = 1 };

        MUST(sched_setscheduler(0, SCHED_RR, &p));
}

static void priority(void) { MUST(setpriority(PRIO_PROCESS, 0, -7)); }
static void root(void) { MUST(chroot("/opt")); }
static void lock(void) {
        size_t size = 16 << 20;
        void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        MUST(mlock(p, size));
}

static void descriptors(void) { MUST(fcntl(0, F_DUPFD, 200)); }
static void nothing(void) {}

/* In a child, which has done it when this returns. */
static void in_child(void (*what)(void)) {
        int done[2];
        char c;

        MUST(pipe(done));
        if (fork() == 0) {
                what();
                MUST(write(done[1], "x", 1));
                close(done[0]);
                close(done[1]);
                for (;;)
                        pause();
        }
        MUST(close(done[1]));
        if (read(done[0], &c, 1) != 1)
                exit(1);
        close(done[0]);
}

static void become_other(void) { MUST(setresuid(65534, 65534, 65534)); }
static void own_users(void) { MUST(unshare(CLONE_NEWUSER)); }
static void own_mounts(void) {
        MUST(unshare(CLONE_NEWNS));
        MUST(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
        MUST(mount("seed", "/mnt", "tmpfs", 0, NULL));
}

static void user(void) { in_child(become_other); }
static void users(void) { in_child(own_users); }
static void mounts(void) { in_child(own_mounts); }

/* The file's end of the pipe is closed when the program was executed. */
static void run(const char *path) {
        int done[2];
        char c;

        MUST(pipe2(done, O_CLOEXEC));
        if (fork() == 0) {
                execl(path, path, "wait", NULL);
                _exit(1);
        }
        close(done[1]);
        if (read(done[0], &c, 1) != 0)
                exit(1);
}

static void helper(void) { run("/usr/local/bin/helper"); }
static void capable(void) { run("/usr/local/bin/capable"); }
static void program(void) { run("/opt/seed"); }

static void many(void) {
        for (int i = 0; i < 99; i++)
                in_child(code);
}

static const struct {
        const char *name;
        void (*run)(void);
} seeds[] = {
        { "database", database }, { "logger", logger }, { "home", home }, { "shared", shared }, { "device", device },
        { "code", code }, { "jit", jit }, { "raw", raw }, { "netlink", netlink }, { "packet", packet }, { "inet6", inet6 },
        { "port", port }, { "server", server }, { "bind", bind_only }, { "unix", unix_socket }, { "realtime", realtime },
        { "priority", priority }, { "root", root }, { "lock", lock }, { "descriptors", descriptors }, { "user", user },
        { "users", users }, { "mounts", mounts }, { "helper", helper }, { "capable", capable }, { "program", program },
        { "private", private }, { "nothing", nothing }, { "many", many },
};

static int notify = -1;

/* Before anything that could be in its way. */
static void open_notify(void) {
        struct sockaddr_un a = { .sun_family = AF_UNIX };
        const char *path = getenv("NOTIFY_SOCKET");

        if (!path)
                return;
        memcpy(a.sun_path, path, strlen(path));
        if (*path == '@')
                a.sun_path[0] = '\0';
        MUST(notify = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        MUST(connect(notify, (struct sockaddr *) &a, (socklen_t) (offsetof(struct sockaddr_un, sun_path) + strlen(path))));
}

static void say_ready(void) {
        if (notify < 0)
                return;
        MUST(send(notify, "READY=1", 7, 0));
        close(notify);
}

int main(int argc, char **argv) {
        for (size_t i = 0; argc > 1 && i < sizeof(seeds) / sizeof(*seeds); i++)
                if (strcmp(seeds[i].name, argv[1]) == 0) {
                        open_notify();
                        seeds[i].run();
                        say_ready();
                }
        for (;;)
                pause();
}
