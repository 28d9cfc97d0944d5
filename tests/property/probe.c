/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a service can really do: runs as the ExecStart= of a unit and prints one line of words, each
 * NAME=1 (can) or NAME=0 (is refused), or a number out of /proc/self/status. Each thing is tried in a
 * child of its own, so that neither a seccomp kill nor an unshare spoils what comes after.
 * Static, so that it runs on each root whatever the libraries there.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ELEMENTS(a) (sizeof(a) / sizeof((a)[0]))

static const char self[] = "/usr/lib/hg/probe";

typedef bool (*Try)(const void *what);

static void report(const char *kind, const char *name, Try try, const void *what) {
        fflush(stdout);
        pid_t pid = fork();
        if (pid < 0)
                exit(1);
        if (pid == 0)
                _exit(try(what) ? 0 : 1);
        int status;
        if (waitpid(pid, &status, 0) < 0)
                exit(1);
        printf(" %s:%s=%d", kind, name, WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static bool can_socket(const void *family) {
        /* EAFNOSUPPORT is the filter's answer, and the kernel's for a family that it lacks. */
        return socket(*(const int *) family, SOCK_DGRAM, 0) >= 0 ||
                socket(*(const int *) family, SOCK_RAW, 0) >= 0;
}

static bool can_unshare(const void *flag) {
        return unshare(*(const int *) flag) >= 0;
}

static bool can_write(const void *directory) {
        char path[256];
        snprintf(path, sizeof path, "%s/hg-probe-%d", (const char *) directory, (int) getpid());
        if (open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) < 0)
                return false;
        unlink(path);
        return true;
}

static bool can_read(const void *file) {
        char byte;
        int fd = open(file, O_RDONLY | O_CLOEXEC);
        return fd >= 0 && read(fd, &byte, 1) == 1;
}

static bool can_execute(const void *program) {
        execl(program, program, "--nothing", NULL);
        return false;
}

static bool can_personality(const void *unused) {
        return personality(PER_LINUX | ADDR_NO_RANDOMIZE) >= 0;
}

static bool can_map_wx(const void *unused) {
        return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool can_realtime(const void *unused) {
        return sched_setscheduler(0, SCHED_RR, &(struct sched_param) { .sched_priority = 1 }) >= 0;
}

static bool can_setuid_file(const void *unused) {
        int fd = memfd_create("probe", MFD_CLOEXEC);
        return fd >= 0 && fchmod(fd, 04755) >= 0;
}

static bool can_hostname(const void *unused) {
        char name[256];
        return gethostname(name, sizeof name) >= 0 && sethostname(name, strlen(name)) >= 0;
}

static void print_status(void) {
        char line[256];
        FILE *f = fopen("/proc/self/status", "re");
        if (!f)
                return;
        while (fgets(line, sizeof line, f))
                if (!strncmp(line, "Cap", 3) || !strncmp(line, "NoNewPrivs", 10) || !strncmp(line, "Seccomp:", 8) ||
                    !strncmp(line, "Umask", 5)) {
                        char key[32], value[64];
                        if (sscanf(line, "%31[^:]: %63s", key, value) == 2)
                                printf(" %s=%s", key, value);
                }
        fclose(f);
}

int main(int argc, char **argv) {
        static const struct { const char *name; int value; } families[] = {
                { "AF_UNIX", AF_UNIX }, { "AF_INET", AF_INET }, { "AF_INET6", AF_INET6 },
                { "AF_NETLINK", AF_NETLINK }, { "AF_PACKET", AF_PACKET },
        }, namespaces[] = {
                { "mnt", CLONE_NEWNS }, { "net", CLONE_NEWNET }, { "ipc", CLONE_NEWIPC }, { "uts", CLONE_NEWUTS },
                { "pid", CLONE_NEWPID }, { "user", CLONE_NEWUSER }, { "cgroup", 0x02000000 },
        };
        static const char *const directories[] = {
                "/usr", "/etc", "/etc/hg", "/var", "/var/lib/hg", "/home", "/home/hg", "/root", "/run", "/data",
                "/data/a", "/srv", "/srv/x", "/opt", "/tmp", "/usr/lib/hg",
        }, *const files[] = {
                "/etc/hg/file", "/home/hg/file", "/root/file", "/data/file", "/data/a/file", "/srv/file", "/srv/x/file",
                "/opt/file", "/var/lib/hg/file", "/tmp/hg-file",
        }, *const programs[] = {
                "/usr/lib/hg/probe", "/data/probe", "/srv/probe", "/var/lib/hg/probe", "/opt/probe", "/home/hg/probe",
        };

        if (argc > 1 && !strcmp(argv[1], "--nothing"))
                return 0;
        printf("probe %s", argc > 1 ? argv[1] : self);
        print_status();
        for (size_t i = 0; i < ELEMENTS(families); i++)
                report("socket", families[i].name, can_socket, &families[i].value);
        for (size_t i = 0; i < ELEMENTS(namespaces); i++)
                report("unshare", namespaces[i].name, can_unshare, &namespaces[i].value);
        for (size_t i = 0; i < ELEMENTS(directories); i++)
                report("write", directories[i], can_write, directories[i]);
        for (size_t i = 0; i < ELEMENTS(files); i++)
                report("read", files[i], can_read, files[i]);
        for (size_t i = 0; i < ELEMENTS(programs); i++)
                report("exec", programs[i], can_execute, programs[i]);
        report("do", "personality", can_personality, NULL);
        report("do", "map-wx", can_map_wx, NULL);
        report("do", "realtime", can_realtime, NULL);
        report("do", "setuid-file", can_setuid_file, NULL);
        report("do", "hostname", can_hostname, NULL);
        putchar('\n');
        return 0;
}
